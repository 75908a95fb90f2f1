"""What a deal costs to sell: dated rates, expenses with their approval, figures on the card and in the API."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from voronka.accounts.models import Role, User
from voronka.activities.actions import interactions
from voronka.activities.models import InteractionType, Task
from voronka.core.errors import Forbidden, Refused
from voronka.records.models import ClassifierValue
from voronka.sales.actions import economics
from voronka.sales.economy.facts import economy_of
from voronka.sales.economy.figures import Economy, Facts, Share
from voronka.sales.models import Deal, Expense, Pipeline, Rate, Stage
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.method import ruled
from voronka.sales.tests.test_api import call

pytestmark = [pytest.mark.django_db, pytest.mark.req("H1", "H5")]
HTMX = {"HX-Request": "true"}
LONG_AGO = date(2020, 1, 1)
sums = st.decimals(0, 10**6, places=2)


def talk(deal: Deal, by: User, minutes: int, days_ago: int = 0) -> None:
    """A call about the deal."""
    kind = InteractionType.objects.get(code="call")
    interactions.log(
        subject=deal, type=kind, minutes=minutes, happened_at=NOW - timedelta(days=days_ago), by=by, at=NOW
    )


def trip(pipeline: Pipeline) -> ClassifierValue:
    """The kind of expense that all know; the defaults are made with the pipeline."""
    assert pipeline
    return ClassifierValue.objects.get(classifier="expense", name="Командировка")


def cost(deal: Deal) -> Decimal:
    """What the deal has cost."""
    return economy_of(deal, at=NOW).cost


def test_the_rate_of_the_day_stays_when_a_new_one_comes(admin: User, seller: User, make_deal: MakeDeal) -> None:
    deal = make_deal(seller)
    economics.set_rate(per_hour=Decimal(600), valid_from=LONG_AGO, user=seller, by=admin)
    talk(deal, seller, 30, days_ago=10)
    assert cost(deal) == 300
    economics.set_rate(per_hour=Decimal(6000), valid_from=NOW.date(), user=seller, by=admin)
    assert cost(deal) == 300
    talk(deal, seller, 10)
    assert cost(deal) == 1300


def test_a_person_goes_before_his_role_and_that_before_the_company(
    admin: User, seller: User, head: User, make_deal: MakeDeal, own_role: Role
) -> None:
    deal = make_deal(seller)
    talk(deal, seller, 60)
    assert cost(deal) == 0
    for rate, user, role in ((100, None, None), (200, None, own_role), (300, seller, None)):
        economics.set_rate(per_hour=Decimal(rate), valid_from=LONG_AGO, user=user, role=role, by=admin)
        assert cost(deal) == rate
    talk(deal, head, 60)
    assert cost(deal) == 400
    assert {one.person: one.cost for one in economy_of(deal, at=NOW).facts.shares} == {seller.pk: 300, head.pk: 100}


def test_rates_are_for_administrators_and_once_a_day(admin: User, head: User, seller: User, own_role: Role) -> None:
    one = Decimal(1)
    with pytest.raises(Forbidden):
        economics.set_rate(per_hour=one, valid_from=LONG_AGO, by=head)
    economics.set_rate(per_hour=one, valid_from=LONG_AGO, by=admin)
    with pytest.raises(Refused, match="уже"):
        economics.set_rate(per_hour=one, valid_from=LONG_AGO, by=admin)
    with pytest.raises(Refused):
        economics.set_rate(per_hour=one, valid_from=LONG_AGO, user=seller, role=own_role, by=admin)


def test_a_large_expense_counts_when_a_head_agrees(
    seller: User, colleague: User, outsider: User, make_deal: MakeDeal, pipeline: Pipeline
) -> None:
    deal, kind = make_deal(seller), trip(pipeline)
    economics.spend(deal=deal, kind=kind, amount=Decimal(4100), on=NOW.date(), by=seller, at=NOW)
    large = economics.spend(deal=deal, kind=kind, amount=Decimal(50_000), on=NOW.date(), by=seller, at=NOW)
    assert (cost(deal), economy_of(deal, at=NOW).facts.undecided) == (4100, 50_000)
    assert Task.objects.get(subject_kind="deal", subject_id=deal.pk).owner == colleague
    with pytest.raises(Forbidden):
        economics.approve(expense=large, by=seller, at=NOW)
    economics.approve(expense=large, by=colleague, at=NOW)
    assert cost(deal) == 54_100
    asked = Task.objects.get(subject_kind="deal", subject_id=deal.pk)
    assert (asked.done_at, asked.result) == (NOW, "Одобрено")
    other = economics.spend(deal=deal, kind=kind, amount=Decimal(20_000), on=NOW.date(), by=seller, at=NOW)
    with pytest.raises(Refused):
        economics.refuse(expense=other, reason=" ", by=colleague, at=NOW)
    economics.refuse(expense=other, reason="Дорого", by=colleague, at=NOW)
    assert cost(deal) == 54_100
    assert outsider.pk != colleague.pk


def test_plan_and_margin(admin: User, seller: User, make_deal: MakeDeal, stages: dict[str, Stage]) -> None:
    Stage.objects.update(minutes_norm=None)
    ruled(stages["Новая"], minutes_norm=60)
    ruled(stages["Переговоры"], minutes_norm=120)
    deal = make_deal(seller, amount="100 000")
    economics.set_rate(per_hour=Decimal(1000), valid_from=LONG_AGO, by=admin)
    found = economy_of(deal, at=NOW)
    assert (found.planned, found.left, found.margin) == (3000, 3000, None)
    economics.set_terms(approve_above=Decimal(0), margin_percent=30, silent_days=7, by=admin)
    talk(deal, seller, 90)
    found = economy_of(deal, at=NOW)
    assert (found.left, found.margin, found.expected) == (2000, 30_000, 3000)
    Deal.objects.filter(pk=deal.pk).update(margin=Decimal(-5), planned_cost=Decimal(7))
    found = economy_of(deal, at=NOW)
    assert (found.planned, found.margin, found.expected) == (7, -5, Decimal("-0.5"))
    Deal.objects.filter(pk=deal.pk).update(currency="USD")
    assert economy_of(deal, at=NOW).margin is None


@given(st.lists(st.tuples(st.integers(0, 1440), sums), max_size=6), sums)
def test_cost_is_never_negative_and_adds_up_over_people(people: list[tuple[int, Decimal]], spent: Decimal) -> None:
    shares = tuple(Share(person=n, minutes=m, cost=m * rate / 60) for n, (m, rate) in enumerate(people))
    found = Economy(facts=Facts(deal=1, is_open=True, currency="RUB", probability=40, stage_since=NOW,
                                last_contact_at=NOW, shares=shares, expenses=spent))  # fmt: skip
    alone = [Economy(facts=Facts(deal=1, is_open=True, currency="RUB", probability=40, stage_since=NOW,
                                 last_contact_at=NOW, shares=(one,))) for one in shares]  # fmt: skip
    assert found.cost >= spent >= 0
    assert abs(found.cost - spent - sum(one.cost for one in alone)) <= Decimal("0.01") * (len(alone) + 1)


def test_the_card_tells_sums_and_takes_expenses(
    client: Client, seller: User, colleague: User, make_deal: MakeDeal, pipeline: Pipeline
) -> None:
    deal, kind = make_deal(seller, amount="100000", margin="30000"), trip(pipeline)
    Rate.objects.create(per_hour=Decimal(777), valid_from=LONG_AGO)
    talk(deal, seller, 60)
    client.force_login(seller)
    assert client.get(reverse("sales:expense-new", args=[deal.pk]), headers=HTMX).status_code == 200
    sent = {"kind": kind.pk, "amount": "-1", "on": "2026-03-04", "note": "Поезд в Тверь"}
    wrong = client.post(reverse("sales:expense-new", args=[deal.pk]), sent, headers=HTMX)
    assert (wrong.status_code, "Поезд в Тверь" in wrong.content.decode()) == (422, True)
    assert client.post(reverse("sales:expense-new", args=[deal.pk]), {**sent, "amount": "90000"}).status_code == 303
    drawn = client.get(f"/deals/{deal.pk}/panels/economics/", headers=HTMX).content.decode()
    for word in ("777\xa0₽", "30\xa0000\xa0₽", "90\xa0000\xa0₽", "Поезд в Тверь", "ждёт"):
        assert word in drawn, word
    assert "/approve/" not in drawn
    client.force_login(colleague)
    drawn = client.get(f"/deals/{deal.pk}/panels/economics/", headers=HTMX).content.decode()
    assert "/approve/" in drawn
    one = Expense.objects.get()
    assert client.post(reverse("sales:expense-refuse", args=[deal.pk, one.pk]), {"reason": ""}).status_code == 422
    assert client.post(reverse("sales:expense-approve", args=[deal.pk, one.pk])).status_code == 303
    one.refresh_from_db()
    assert one.is_approved


def test_others_do_not_reach_expenses(client: Client, seller: User, outsider: User, make_deal: MakeDeal) -> None:
    deal = make_deal(seller)
    client.force_login(outsider)
    assert client.get(reverse("sales:expense-new", args=[deal.pk])).status_code == 404
    assert client.post(reverse("sales:expense-approve", args=[deal.pk, 1])).status_code == 404


def test_settings_of_the_cost(client: Client, admin: User, head: User, seller: User) -> None:
    client.force_login(head)
    assert client.get(reverse("sales:selling-cost")).status_code == 403
    client.force_login(admin)
    assert "Ставок пока нет" in client.get(reverse("sales:selling-cost")).content.decode()
    sent = {"user": seller.pk, "per_hour": "1500", "valid_from": "2026-01-01"}
    assert client.post(reverse("sales:rate-new"), sent).status_code == 303
    assert client.post(reverse("sales:rate-new"), sent).status_code == 422
    assert "1\xa0500\xa0₽" in client.get(reverse("sales:selling-cost")).content.decode()
    terms = {"approve_above": "5000", "margin_percent": "25", "silent_days": "10"}
    assert client.post(reverse("sales:selling-terms"), terms).status_code == 303
    dialog = client.get(reverse("sales:selling-terms")).content.decode()
    assert ('value="5000"' in dialog, "Расходы, маржа и молчание" in dialog) == (True, True)
    assert client.post(reverse("sales:selling-terms"), {**terms, "margin_percent": "250"}).status_code == 422
    assert client.post(reverse("sales:rate-drop", args=[Rate.objects.get().pk])).status_code == 303
    assert not Rate.objects.exists()


def test_programs_read_and_tell(seller: User, colleague: User, make_deal: MakeDeal, pipeline: Pipeline) -> None:
    deal, kind = make_deal(seller, margin="1000"), trip(pipeline)
    sent = {"kind": kind.pk, "amount": "12000.50", "on": "2026-03-04"}
    status, made = call(seller, f"/deals/{deal.pk}/expenses", sent)
    assert (status, made["is_approved"]) == (200, None)
    address = f"/deals/{deal.pk}/expenses/{made['id']}"
    assert call(seller, f"{address}/approve")[0] == 403
    assert call(colleague, f"{address}/approve")[1]["is_approved"] is True
    told = call(seller, f"/deals/{deal.pk}/economics", method="GET")[1]
    assert (Decimal(str(told["cost"])), Decimal(str(told["expected"]))) == (Decimal("12000.50"), 100)
