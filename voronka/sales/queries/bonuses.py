"""Statements of bonuses: of a person and a month, of all people of a month."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from voronka.accounts.models import User
from voronka.records import access
from voronka.records.field_rules import hides
from voronka.records.models import Record
from voronka.sales.bonus.arithmetic import carried, month_of
from voronka.sales.bonus.rights import people_of
from voronka.sales.kinds import DEAL
from voronka.sales.models import Base, BonusEntry, LockedMonth


@dataclass(frozen=True, kw_only=True)
class Balance:
    """The sums of somebody's month in one currency; `opening` is a debt of earlier months, never above nothing."""

    currency: str
    opening: Decimal
    given: Decimal
    taken: Decimal

    @property
    def total(self) -> Decimal:
        """Opening, accruals and reversals together."""
        return self.opening + self.given + self.taken

    @property
    def to_pay(self) -> Decimal:
        """What is paid for the month."""
        return max(self.total, Decimal(0))

    @property
    def carried(self) -> Decimal:
        """The debt that goes on to the next month."""
        return min(self.total, Decimal(0))


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a statement; `deal` is None for a deal that the reader does not see.

    `base` and `percent` are None for whom the amount of deals, or the margin that the share is of, is hidden; so is the
    `document` with the amount.
    """

    entry: BonusEntry
    deal: Record | None
    document: str
    base: Decimal | None
    percent: Decimal | None
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class Statement:
    """The bonuses of a person in a month."""

    person: User
    month: date
    lines: list[Line]
    balances: list[Balance]
    locked: LockedMonth | None


@dataclass(kw_only=True)
class _Sums:
    before: dict[date, Decimal] = field(default_factory=dict)
    given: Decimal = Decimal(0)
    taken: Decimal = Decimal(0)


def statement(person: User, month: date, *, by: User) -> Statement:
    """The statement of a person, for `by` to read; six queries however many lines."""
    return statements([person], month, by=by)[0]


def statements(people: Collection[User], month: date, *, by: User) -> list[Statement]:
    """The statements of people in their order, for `by` to read; as many queries for all as for one."""
    ids = [one.pk for one in people]
    rows = BonusEntry.objects.filter(person__in=ids, month=month)
    entries = list(rows.select_related("payment__deal", "rule", "reverses").order_by("happened_on", "pk"))
    lines: dict[int, list[Line]] = defaultdict(list)
    for one, line in zip(entries, _lines(entries, by), strict=True):
        lines[one.person_id].append(line)
    balances, locked = balances_of(ids, month), lock_of(month)
    return [
        Statement(person=one, month=month, lines=lines[one.pk], balances=balances.get(one.pk, []), locked=locked)
        for one in people
    ]


def _lines(entries: Iterable[BonusEntry], by: User) -> Iterator[Line]:
    """The lines with what `by` may know of their deals."""
    ids = {one.payment.deal_id for one in entries}
    seen = set(access.visible(DEAL, by).filter(pk__in=ids).order_by().values_list("pk", flat=True)) if ids else set()
    shows_paid = not hides(by, DEAL, "amount")
    shown = {Base.PAID.value: shows_paid, Base.MARGIN.value: shows_paid and not hides(by, DEAL, "margin")}
    for one in entries:
        yield Line(
            entry=one,
            deal=one.payment.deal if one.payment.deal_id in seen else None,
            document=one.payment.reference if one.payment.deal_id in seen and shows_paid else "",
            base=one.base if shown[one.rule.base] else None,
            percent=one.percent if shown[one.rule.base] else None,
            is_late=month_of(one.happened_on) < one.month,
        )


def team(month: date, *, by: User) -> list[tuple[User, list[Balance]]]:
    """Those whose statements `by` may see and who have something in the month, by name; three queries."""
    people = people_of(by)
    found = balances_of(people, month)
    known = people.filter(pk__in=found).select_related("department").order_by("first_name", "last_name", "pk")
    return [(one, found[one.pk]) for one in known]


def totals(rows: Iterable[tuple[User, list[Balance]]]) -> list[Balance]:
    """The sums of all, by currency."""
    sums: dict[str, list[Balance]] = defaultdict(list)
    for _person, balances in rows:
        for one in balances:
            sums[one.currency].append(one)
    return [
        Balance(
            currency=currency,
            opening=sum((one.opening for one in ones), Decimal(0)),
            given=sum((one.given for one in ones), Decimal(0)),
            taken=sum((one.taken for one in ones), Decimal(0)),
        )
        for currency, ones in sorted(sums.items())
    ]


def balances_of(people: Collection[int] | QuerySet[User], month: date) -> dict[int, list[Balance]]:
    """Balances of the month by person; one query.

    Whoever has neither a line in the month nor a debt from before is left out.
    """
    rows = BonusEntry.objects.filter(month__lte=month, person__in=people)
    is_given = Q(reverses=None)
    sums: dict[tuple[int, str], _Sums] = defaultdict(_Sums)
    grouped = (
        rows.order_by("month")
        .values_list("person", "currency", "month")
        .annotate(
            given=Coalesce(Sum("amount", filter=is_given), Decimal(0)),
            taken=Coalesce(Sum("amount", filter=~is_given), Decimal(0)),
        )
    )
    for person, currency, when, given, taken in grouped:
        kept = sums[person, currency]
        if when < month:
            kept.before[when] = given + taken
        else:
            kept.given, kept.taken = given, taken
    found: dict[int, list[Balance]] = defaultdict(list)
    for (person, currency), kept in sorted(sums.items(), key=lambda one: (one[0][0], one[0][1] != "RUB", one[0][1])):
        opening = carried(kept.before[when] for when in sorted(kept.before))
        if opening or kept.given or kept.taken:
            balance = Balance(currency=currency, opening=opening, given=kept.given, taken=kept.taken)
            found[person].append(balance)
    return dict(found)


def lock_of(month: date) -> LockedMonth | None:
    """The lock that settles the month: its own or a later one."""
    return LockedMonth.objects.filter(month__gte=month).select_related("by").order_by("month").first()
