"""The report of costs reads what deals remember: after any history it says what a plain count says."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voronka.accounts.models import Role, User
from voronka.activities.models import Interaction, InteractionType
from voronka.records import access
from voronka.records.models import Classifier, ClassifierValue
from voronka.reports.queries.selling_cost import Cost, selling_cost
from voronka.reports.tests.conftest import NOW, Sell, chosen, context
from voronka.sales.actions import spent
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Expense, Rate, StaleCost

pytestmark = [pytest.mark.django_db, pytest.mark.req("H5")]
DAY = timedelta(days=1)
# What the report asked before deals remembered anything: each contact by the rate of its day.
PLAIN = """
SELECT d.id, d.outcome = 'won', d.owner_id, d.lost_reason_id,
    coalesce((SELECT sum(minutes) FROM activities_interaction WHERE subject_kind = 'deal' AND subject_id = d.id), 0),
    coalesce((
        SELECT sum(minutes * sales_rate_on(coalesce(owner_id, 0), (happened_at AT TIME ZONE 'Europe/Moscow')::date))
        FROM activities_interaction WHERE subject_kind = 'deal' AND subject_id = d.id
    ), 0) / 60,
    coalesce((SELECT sum(amount) FROM sales_expense WHERE deal_id = d.id AND is_approved), 0)
FROM sales_deal d WHERE d.id = ANY(%s) AND d.outcome <> 'open'"""

type Figures = dict[Any, tuple[int, int, Decimal, Decimal]]


def plain(by: User) -> Figures:
    """Deals, minutes, labour and expenses by end, owner and reason, deal by deal."""
    ids = list(access.visible(DEAL, by).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [ids])
        rows = cursor.fetchall()
    found: Figures = {}
    for _pk, is_won, owner, reason, *figures in rows:
        keys = [("won" if is_won else "lost", None), (is_won, owner), *([] if is_won else [("reason", reason)])]
        for key in keys:
            deals, minutes, labour, expenses = found.get(key, (0, 0, Decimal(0), Decimal(0)))
            found[key] = (deals + 1, minutes + figures[0], labour + figures[1], expenses + figures[2])
    return {
        key: (deals, minutes, round(labour, 6), expenses) for key, (deals, minutes, labour, expenses) in found.items()
    }


def kept(by: User) -> Figures:
    """The same out of the report."""
    answer = selling_cost(chosen(moment="closed_at"), context(by, NOW + 30 * DAY))
    found: dict[Any, Cost] = {("won", None): answer.won, ("lost", None): answer.lost}
    for one in answer.people:
        found[True, one.pk], found[False, one.pk] = one.won, one.lost
    found |= {("reason", one.pk): one.cost for one in answer.reasons}
    told = {key: (one.deals, one.minutes, round(one.labour, 6), one.expenses) for key, one in found.items()}
    return {key: figures for key, figures in told.items() if figures[0]}


class History:
    """A small company to which things happen; each thing is drawn as numbers."""

    def __init__(self, deals: list[Deal], people: list[User], role: Role) -> None:
        self.deals, self.people, self.role = deals, people, role
        self.type = InteractionType.objects.get(code="call")
        self.kind = ClassifierValue.objects.filter(classifier=Classifier.EXPENSE)[0]

    def begin(self) -> None:
        """All have talked about all deals, by rates of everybody, of a role and of a person; two were paid for."""
        for model in (Interaction, Expense, Rate):
            model.objects.all().delete()  # type: ignore[attr-defined]  # each has objects
        for person in self.people:
            person.roles.add(self.role)
        for number in range(len(self.deals)):
            for who in range(4):
                self.talk(number, who, 31 + number)
            self.pay(number, number, 100)
        for number in range(3):
            self.rate(number, 30, 40 + number)
            self.rate(number, 10, 50 + number)
        spent.count_stale()

    def happen(self, what: str, a: int, b: int, c: int) -> None:
        getattr(self, what)(a, b, c)

    def deal(self, number: int) -> Deal:
        return self.deals[number % len(self.deals)]

    def person(self, number: int) -> User | None:
        return [*self.people, None][number % (len(self.people) + 1)]

    @staticmethod
    def nth(model: Any, number: int) -> Any:
        rows = model.objects.order_by("pk")
        return rows.filter(pk__in=[rows[number % len(rows)].pk] if rows else [])

    def talk(self, a: int, b: int, c: int) -> None:
        at = NOW - 6 * b * DAY
        Interaction.objects.bulk_create(
            Interaction(type=self.type, subject_kind="deal", subject_id=self.deal(one).pk, owner=self.person(b),
                        minutes=c % 90, happened_at=at, created_at=at, updated_at=at)
            for one in (a, b, a)
        )  # fmt: skip

    def correct(self, a: int, b: int, c: int) -> None:
        values: tuple[dict[str, Any], ...] = (
            {"minutes": c}, {"minutes": 0}, {"owner": self.person(b)}, {"happened_at": NOW - c * DAY},
            {"subject_id": self.deal(c).pk}, {"text": "Иначе"},
        )  # fmt: skip
        self.nth(Interaction, a).update(**values[b % len(values)])

    def merge(self, a: int, b: int, _c: int) -> None:
        Interaction.objects.filter(subject_id=self.deal(a).pk).update(subject_id=self.deal(b).pk)

    def erase(self, a: int, _b: int, _c: int) -> None:
        self.nth(Interaction, a).delete()

    def rate(self, a: int, b: int, c: int) -> None:
        user, role = ((None, None), (None, self.role), (self.people[b % len(self.people)], None))[a % 3]
        Rate.objects.update_or_create(
            user=user, role=role, valid_from=(NOW - b * DAY).date(), defaults={"per_hour": Decimal(c * 7)}
        )

    def unrate(self, a: int, _b: int, _c: int) -> None:
        self.nth(Rate, a).delete()

    def employ(self, a: int, b: int, _c: int) -> None:
        roles = self.people[a % len(self.people)].roles
        (roles.add if b % 2 else roles.remove)(self.role)

    def pay(self, a: int, b: int, c: int) -> None:
        counts = {"decided_at": NOW, "is_approved": True} if b % 2 else {}
        made = {"kind": self.kind, "amount": c + 1, "on": NOW.date(), "by": self.people[0], "at": NOW}
        Expense.objects.create(deal=self.deal(a), **made, **counts)

    def decide(self, a: int, b: int, c: int) -> None:
        agreed = {"decided_at": NOW, "decided_by": self.people[0], "is_approved": True}
        values: tuple[dict[str, Any], ...] = (
            agreed, {**agreed, "is_approved": False, "reason": "Дорого"}, {"amount": c + 5}, {"deal": self.deal(c)}
        )  # fmt: skip
        one = self.nth(Expense, a)
        one.update(**values[b % 5]) if b % 5 < len(values) else one.delete()

    def hand_over(self, a: int, b: int, _c: int) -> None:
        Deal.objects.filter(pk=self.deal(a).pk).update(owner=self.people[b % len(self.people)])

    def save(self, a: int, _b: int, _c: int) -> None:
        self.deal(a).save()  # as it was read in the beginning


NO_THINGS = {"begin", "happen", "deal", "person", "nth"}
THINGS = [name for name in vars(History) if not name.startswith("_") and name not in NO_THINGS]
NUMBERS = st.integers(0, 60)


@pytest.fixture
def company(sell: Sell, head: User, seller: User, colleague: User, own_role: Role) -> History:
    deals = [
        sell(head, "Новая", "Выиграна"),
        sell(seller, "Новая", "Проиграна"),
        sell(seller, "Новая", "Проиграна", reason="Перестали отвечать"),
        sell(colleague, "Новая"),
    ]
    return History(deals, [head, seller, colleague], own_role)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(THINGS), NUMBERS, NUMBERS, NUMBERS, st.booleans()), min_size=8, max_size=24),
)
def test_it_says_at_every_moment_what_a_plain_count_says(
    company: History, head: User, seller: User, outsider: User, drawn: list[tuple[str, int, int, int, bool]]
) -> None:
    company.begin()
    for what, a, b, c, is_counted in drawn:
        company.happen(what, a, b, c)
        assert kept(head) == plain(head), what
        if is_counted:
            spent.count_stale()
            assert kept(head) == plain(head), what
    for by in (seller, outsider):
        assert kept(by) == plain(by)
    spent.count_stale()
    assert not StaleCost.objects.exists()
    assert spent.find_drifted() == []


def test_everything_that_happens_is_drawn() -> None:
    assert Counter(THINGS).keys() >= {"talk", "correct", "merge", "erase", "rate", "employ", "decide", "save"}


def test_deals_in_between_are_counted_within_the_same_statement(
    company: History, head: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    kept(head)
    with django_assert_num_queries(4):
        kept(head)
    company.talk(1, 1, 60)
    with django_assert_num_queries(4):
        assert kept(head)["lost", None][1] == 180


ONE_BY_ONE: tuple[tuple[str, int, int, int], ...] = (
    *(("talk", number, 1, 17) for number in range(4)),
    *(("correct", 0, number, 45) for number in range(5)),
    ("merge", 0, 1, 0),
    ("erase", 0, 0, 0),
    *(("rate", number, 20, 77) for number in range(3)),
    *(("rate", number, 30, 77) for number in range(3)),
    *(("unrate", number, 0, 0) for number in (0, 2, 4, 5)),
    ("employ", 2, 0, 0),
    ("pay", 0, 1, 9),
    *(("decide", 1, number, 0) for number in range(1, 5)),
    ("decide", 0, 0, 0),
    ("hand_over", 1, 2, 0),
)


@pytest.mark.parametrize("thing", ONE_BY_ONE)
def test_each_thing_that_changes_a_figure_is_told_of(
    company: History, head: User, thing: tuple[str, int, int, int]
) -> None:
    company.begin()
    before = plain(head)
    company.happen(*thing)
    assert kept(head) == plain(head) != before
    spent.count_stale()
    assert spent.find_drifted() == []


def test_a_role_that_is_given_is_told_of(company: History, head: User) -> None:
    company.begin()
    company.employ(2, 0, 0)
    spent.count_stale()
    before = plain(head)
    company.employ(2, 1, 0)
    assert kept(head) == plain(head) != before


def test_a_row_that_was_read_long_ago_is_saved(company: History, head: User) -> None:
    company.begin()
    for number in range(4):
        company.save(number, 0, 0)
    assert (kept(head), spent.find_drifted()) == (plain(head), [])
