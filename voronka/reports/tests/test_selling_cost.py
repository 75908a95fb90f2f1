"""What selling costs: hours and money by end, person and reason; stop-losses that nobody heard; figures open rows."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from voronka.accounts.models import Role, User
from voronka.activities.models import Interaction, InteractionType
from voronka.records.actions.field_rules import set_right
from voronka.records.models import Classifier, ClassifierValue
from voronka.records.tests.rules import fresh
from voronka.reports.queries.selling_cost import Cost, SellingCost, selling_cost
from voronka.reports.stop_field import told
from voronka.reports.tests.conftest import NOW, Sell, chosen, context
from voronka.reports.tests.opened import opened_rows
from voronka.sales.kinds import DEAL
from voronka.sales.models import Choice, Deal, Decision, Expense, Rate, Signal

pytestmark = [pytest.mark.django_db, pytest.mark.req("H5"), pytest.mark.req("H3")]
LATER = NOW + timedelta(days=30)


def talk(deal: Deal, by: User, minutes: int, *, days: int = 0) -> None:
    at = NOW + timedelta(days=days)
    Interaction.objects.create(
        type=InteractionType.objects.get(code="call"), subject_kind="deal", subject_id=deal.pk, owner=by,
        department=by.department, minutes=minutes, happened_at=at, created_at=at, updated_at=at,
    )  # fmt: skip


def spend(deal: Deal, by: User, amount: int) -> None:
    kind = ClassifierValue.objects.filter(classifier=Classifier.EXPENSE).first()
    assert kind
    moment = {"at": NOW, "decided_at": NOW, "is_approved": True}
    Expense.objects.create(deal=deal, kind=kind, amount=amount, on=NOW.date(), by=by, **moment)


@pytest.fixture
def story(sell: Sell, head: User, seller: User) -> dict[str, Deal]:
    """A victory of an hour and 500 ₽, two defeats of three hours; an hour costs 600 ₽, the head's 1 200 ₽."""
    Rate.objects.create(per_hour=600, valid_from=date(2020, 1, 1))
    Rate.objects.create(user=head, per_hour=1200, valid_from=date(2020, 1, 1))
    found = {
        "won": sell(head, "Новая", "Выиграна", amount=10_000),
        "dear": sell(seller, "Новая", "Проиграна"),
        "silent": sell(seller, "Новая", "Проиграна", reason="Перестали отвечать"),
        "open": sell(seller, "Новая"),
    }
    for name, minutes in (("won", 60), ("dear", 120), ("silent", 60), ("open", 600)):
        talk(found[name], found[name].owner or head, minutes)
    spend(found["won"], head, 500)
    return found


def answer(by: User) -> SellingCost:
    return selling_cost(chosen(moment="closed_at"), context(by, LATER))


def ignored_now(by: User) -> Cost:
    found = answer(by).ignored_now
    assert found is not None
    return found


def test_costs_are_added_up_by_end_person_and_reason(story: dict[str, Deal], head: User, seller: User) -> None:
    found = answer(head)
    assert (found.won.deals, found.won.minutes, found.won.cost) == (1, 60, Decimal(1700))
    assert (found.lost.deals, found.lost.minutes, found.lost.cost) == (2, 180, Decimal(1800))
    assert (found.of_one_won, found.lost.average, found.lost.minutes_each) == (Decimal(3500), Decimal(900), 90)
    assert [(one.name, one.won.cost, one.lost.cost) for one in found.people] == [
        (seller.full_name, 0, Decimal(1800)),
        (head.full_name, Decimal(1700), 0),
    ]
    assert [(one.name, one.cost.minutes) for one in found.reasons] == [("Дорого", 120), ("Перестали отвечать", 60)]


def test_each_contact_costs_by_the_rate_of_its_day(sell: Sell, head: User, seller: User, own_role: Role) -> None:
    day = NOW.date()
    deal = sell(seller, "Новая", "Проиграна")
    for minutes, days in ((7, -40), (11, -20), (13, -11), (17, -10), (19, -9), (23, 0), (29, 5)):
        for by in (seller, head):
            talk(deal, by, minutes, days=days)
    Interaction.objects.filter(owner=head, minutes=29).update(owner=None)
    assert answer(head).lost.cost == 0  # without rates
    Rate.objects.create(per_hour=600, valid_from=day - timedelta(days=30))
    Rate.objects.create(role=own_role, per_hour=900, valid_from=day - timedelta(days=10))
    Rate.objects.create(user=head, per_hour=1200, valid_from=day - timedelta(days=10))
    Rate.objects.create(per_hour=700, valid_from=day + timedelta(days=3))
    seen = context(head, LATER)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(minutes * sales_rate_on(coalesce(owner_id, 0), (happened_at AT TIME ZONE %s)::date)) / 60"
            " FROM activities_interaction",
            [str(seen.zone)],
        )
        (expected,) = cursor.fetchone()
    found = answer(head).lost
    assert (found.minutes, found.labour) == (238, expected)
    assert expected > 0


def test_an_ignored_stop_loss_costs_until_somebody_decides(story: dict[str, Deal], head: User, seller: User) -> None:
    stop = Signal.objects.create(deal=story["open"], kind="stop_loss", since=NOW)
    talk(story["open"], seller, 30, days=2)
    talk(story["open"], seller, 90, days=8)
    assert ignored_now(head).minutes == 120
    decided = Decision.objects.create(
        signal=stop, deal=stop.deal, what=Choice.ESCALATE, by=seller, at=NOW + timedelta(days=5)
    )
    late = ignored_now(head)
    assert (late.deals, late.minutes, late.cost) == (1, 30, Decimal(300))
    Decision.objects.filter(pk=decided.pk).update(at=NOW + timedelta(days=2))
    assert ignored_now(head).deals == 0


def test_who_may_not_know_margins_hears_of_no_stop_loss(
    story: dict[str, Deal], client: Client, seller: User, admin: User, own_role: Role
) -> None:
    Signal.objects.create(deal=story["open"], kind="stop_loss", since=NOW)
    set_right(role=own_role, kind=DEAL, field="margin", right="hidden", by=admin)
    found = answer(fresh(seller))
    assert (found.ignored, found.ignored_now) == (None, None)
    client.force_login(seller)
    assert "Стоп-лосс" not in client.get(reverse("reports:cost"), {"period": "always"}).content.decode()


@pytest.mark.req("E1")
def test_one_counts_what_one_sees(story: dict[str, Deal], seller: User, outsider: User) -> None:
    assert (answer(seller).won.deals, answer(seller).lost.deals) == (0, 2)
    assert answer(outsider).count == 0


@pytest.mark.req("K6")
def test_each_number_opens_as_many_rows(
    story: dict[str, Deal], client: Client, head: User, django_assert_max_num_queries: Any
) -> None:
    Signal.objects.create(deal=story["open"], kind="stop_loss", since=NOW)
    Signal.objects.create(deal=story["dear"], kind="stop_loss", since=NOW - timedelta(days=9), ended_at=NOW)
    client.force_login(head)
    address = reverse("reports:cost")
    client.get(address)
    with django_assert_max_num_queries(16):
        page = client.get(address, {"period": "always"}).content.decode()
    figures = re.findall(r'<a href="(/deals/\?[^"]+)">(\d+)</a>', page)
    assert len(figures) == 6
    for opens, number in figures:
        assert opened_rows(unescape(opens), context(head, LATER)) == int(number), opens


def test_the_list_tells_of_stop_losses(story: dict[str, Deal], client: Client, head: User) -> None:
    Signal.objects.create(deal=story["open"], kind="stop_loss", since=NOW)
    client.force_login(head)
    page = client.get(reverse("deal:list"), {"cols": "name,stop_loss"}).content.decode()
    assert "Нужно решение" in page
    for asked, status in (("ignored", 200), ("nonsense", 422)):
        tree = f'{{"field":"stop_loss","op":"in","value":["{asked}"]}}'
        assert client.get(reverse("deal:list"), {"f": tree}).status_code == status


def test_a_stop_loss_sleeps_by_the_day_of_the_company(story: dict[str, Deal], head: User) -> None:
    night = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)  # in Moscow it is the second of June
    stop = Signal.objects.create(deal=story["open"], kind="stop_loss", since=NOW, sleeps_until=night.date())
    assert stop.deal_id in told([story["open"]], head, night)


def test_files_and_senseless_questions(story: dict[str, Deal], client: Client, head: User) -> None:
    client.force_login(head)
    assert client.get(reverse("reports:cost"), {"owner": "1 OR 1=1"}).status_code == 422
    file = client.get(reverse("reports:cost_export"), {"period": "always"})
    table = CalamineWorkbook.from_filelike(BytesIO(b"".join(file))).get_sheet_by_index(0).to_python()
    assert [row[-1] for row in table[1:3]] == [1700, 1800]
