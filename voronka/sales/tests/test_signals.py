"""Signals of deals: when they are raised and ended, by change and by night alike; decisions about them."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import Role, User
from voronka.activities import subjects
from voronka.activities.actions import tasks
from voronka.activities.models import Task
from voronka.core.errors import NotFound, Refused
from voronka.records.actions.field_rules import set_right
from voronka.records.tests.rules import fresh
from voronka.sales.actions import deals, decisions, economics, signals
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Decision, Outcome, Rate, Signal, Stage
from voronka.sales.queries import reasons
from voronka.sales.queries.signals import asking, measured, signals_of
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.method import ruled
from voronka.sales.tests.test_api import call
from voronka.sales.tests.test_economics import talk, trip

pytestmark = [pytest.mark.django_db, pytest.mark.req("H4", "H5")]
HTMX = {"HX-Request": "true"}
LONG_AGO = date(2020, 1, 1)


def raised(deal: Deal) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """The open signals of a deal."""
    return {one.kind: (one.value, one.limit) for one in Signal.objects.filter(deal=deal, ended_at=None)}


def step_of(deal: Deal) -> dict[str, Any]:
    """A task about the deal for the hour to come."""
    return {"title": "Позвонить", "due_at": NOW + timedelta(hours=1), "subject": subjects.ref(deal)}


@pytest.fixture
def costly(seller: User, make_deal: MakeDeal, stages: dict[str, Stage]) -> Deal:
    """A deal of 1 000 ₽ margin × 10 % with ten hours of 1 000 ₽ before it."""
    Stage.objects.update(minutes_norm=None)
    ruled(stages["Новая"], minutes_norm=600)
    Rate.objects.create(per_hour=1000, valid_from=LONG_AGO)
    return make_deal(seller, margin="1000")


def test_norms_warn_at_four_fifths_and_beyond(seller: User, make_deal: MakeDeal, stages: dict[str, Stage]) -> None:
    ruled(stages["Новая"], minutes_norm=100, days_norm=10)
    deal = make_deal(seller)
    talk(deal, seller, 79)
    assert "minutes_near" not in raised(deal)
    talk(deal, seller, 1)
    assert raised(deal)["minutes_near"] == (80, 100)
    talk(deal, seller, 21)
    assert raised(deal)["minutes_over"] == (101, 100)
    assert "minutes_near" not in raised(deal)
    for days, kind in ((7, None), (8, "days_near"), (10, "days_near"), (11, "days_over")):
        signals.weigh_all(at=NOW + timedelta(days=days))
        assert {"days_near", "days_over"} & set(raised(deal)) == ({kind} if kind else set())


def test_steps_and_silence(seller: User, make_deal: MakeDeal, run_jobs: Callable[[], int]) -> None:
    deal = make_deal(seller)
    signals.weigh([deal.pk], at=NOW)
    assert "no_step" in raised(deal)
    step = tasks.create(values=step_of(deal), by=seller, at=NOW)
    run_jobs()  # who holds a task waits for no deal
    assert "no_step" not in raised(deal)
    signals.weigh_all(at=NOW + timedelta(days=14))
    assert raised(deal)["silent"] == (14, 14)
    assert raised(deal)["step_late"][0] == 13
    tasks.complete(task=step, by=seller, at=NOW + timedelta(days=14))
    run_jobs()
    assert "step_late" not in raised(deal)


def test_a_stop_loss_is_raised_and_ends_with_the_deal(costly: Deal, seller: User, head: User) -> None:
    talk(costly, seller, 10)
    stop = raised(costly)["stop_loss"]
    assert stop == (Decimal("9833.33"), 100)
    found = asking(signals_of(costly, on=NOW.date()))
    assert found is not None
    assert "9\xa0833\xa0₽" in measured(found)
    economics.spend(deal=costly, kind=trip(costly.pipeline), amount=Decimal(10_000), on=NOW.date(), by=seller, at=NOW)
    assert raised(costly)["cost_over"][1] == 10_000
    deals.win(deal=costly, by=head, at=NOW)
    assert raised(costly) == {}


def test_change_and_night_agree(costly: Deal, seller: User, make_deal: MakeDeal) -> None:
    other = make_deal(seller, amount="500000")
    for deal in (costly, other):
        talk(deal, seller, 700)
    by_change = {deal.pk: raised(deal) for deal in (costly, other)}
    assert by_change[costly.pk]
    Signal.objects.all().delete()
    assert signals.weigh_all(at=NOW) == 2
    assert {deal.pk: raised(deal) for deal in (costly, other)} == by_change


def test_going_on_needs_day_and_reason_and_lets_the_signal_sleep(costly: Deal, seller: User, outsider: User) -> None:
    talk(costly, seller, 10)
    signal = Signal.objects.get(kind="stop_loss")
    day = NOW.date() + timedelta(days=7)
    for until, reason in ((day, " "), (None, "Ждём тендер"), (NOW.date(), "Ждём тендер"), (date(2030, 1, 1), "Да")):
        with pytest.raises(Refused):
            decisions.go_on(signal=signal, until=until, reason=reason, by=seller, at=NOW)
    with pytest.raises(NotFound):
        decisions.go_on(signal=signal, until=day, reason="Ждём тендер", by=outsider, at=NOW)
    decisions.go_on(signal=signal, until=day, reason="Ждём тендер", by=seller, at=NOW)
    signals.weigh_all(at=NOW + timedelta(days=3))
    assert asking(signals_of(costly, on=day)) is None
    assert asking(signals_of(costly, on=day + timedelta(days=1))) == signal
    assert Decision.objects.get().by == seller


def test_the_head_is_asked_or_the_deal_closed(costly: Deal, seller: User, colleague: User) -> None:
    talk(costly, seller, 10)
    signal = Signal.objects.get(kind="stop_loss")
    decisions.escalate(signal=signal, reason="Не знаю", by=seller, at=NOW)
    asked = Task.objects.get(owner=colleague)
    assert (asked.note, asked.done_at) == ("Не знаю", None)
    deals.lose(deal=costly, reason=reasons.lost_reasons()[0][0], comment="Дорого", by=seller, at=NOW)
    costly.refresh_from_db()
    assert costly.outcome == Outcome.LOST
    assert raised(costly) == {}
    asked.refresh_from_db()
    assert (asked.done_at, asked.result) == (NOW, "Закрыть сделку")
    kept = Decision.objects.values_list("what", "reason", "by")
    assert list(kept) == [("close", "Дорого", seller.pk), ("escalate", "Не знаю", seller.pk)]


def test_the_card_asks_and_keeps_the_answer(client: Client, costly: Deal, seller: User, outsider: User) -> None:
    talk(costly, seller, 10)
    signal = Signal.objects.get(kind="stop_loss")
    address, panel = reverse("sales:decide", args=[costly.pk, signal.pk]), f"/deals/{costly.pk}/panels/economics/"
    client.force_login(outsider)
    assert client.get(address).status_code == 404
    client.force_login(seller)
    drawn = client.get(panel, headers=HTMX).content.decode()
    assert address in drawn
    assert "Закрыть как проигранную" in drawn
    assert "Стоит дороже" in client.get(address, headers=HTMX).content.decode()
    day = timezone.localdate() + timedelta(days=5)
    sent = {"what": "go_on", "until": day.isoformat(), "reason": ""}
    assert client.post(address, sent, headers=HTMX).status_code == 422
    assert client.post(address, {**sent, "reason": "Ждём тендер"}).status_code == 303
    drawn = client.get(panel, headers=HTMX).content.decode()
    assert address not in drawn
    assert "Ждём тендер" in drawn


def test_board_and_my_day_bear_the_sign(client: Client, costly: Deal, seller: User) -> None:
    talk(costly, seller, 10)
    client.force_login(seller)
    board, day = reverse("sales:board"), reverse("home:day")
    assert "kanban__waits--bad" in client.get(board).content.decode()
    assert "нужно решение" in client.get(day).content.decode()
    Signal.objects.update(sleeps_until=timezone.localdate())
    assert "kanban__waits--bad" not in client.get(board).content.decode()
    assert "нужно решение" not in client.get(day).content.decode()


def test_programs_decide_too(costly: Deal, seller: User, outsider: User, admin: User, own_role: Role) -> None:
    talk(costly, seller, 10)
    path = f"/deals/{costly.pk}/signals"
    found = {one["kind"]: one["id"] for one in call(seller, path, method="GET")[1]}
    stop = found["stop_loss"]
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    assert call(seller, f"{path}/{stop}/go-on", {"until": "2020-01-01", "reason": "Тендер"})[0] == 422
    code, kept = call(seller, f"{path}/{stop}/go-on", {"until": day, "reason": "Тендер"})
    assert (code, kept["what"], kept["until"]) == (200, "go_on", day)
    assert call(seller, f"{path}/{stop}/escalate")[0] == 200
    assert [one["what"] for one in call(seller, f"/deals/{costly.pk}/decisions", method="GET")[1]] == [
        "escalate",
        "go_on",
    ]
    assert call(seller, f"{path}/{found['no_step']}/escalate")[0] == 404
    assert call(outsider, path, method="GET")[0] == 404
    assert call(outsider, f"{path}/{stop}/escalate")[0] == 404
    set_right(role=own_role, kind=DEAL, field="margin", right="hidden", by=admin)
    assert "stop_loss" not in {one["kind"] for one in call(fresh(seller), path, method="GET")[1]}
