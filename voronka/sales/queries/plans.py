"""Plans as they were set, and who they add up over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet

from voronka.accounts.models import BusinessUnit, Department, User
from voronka.core.calendar_periods import MONTHS, CalendarPeriod
from voronka.sales.models import Measure, Plan
from voronka.sales.planning.tree import Plans, Staff
from voronka.sales.planning.whom import Whom

PERSON = ("first_name", "last_name", "email", "department", "is_active")


def staff() -> Staff:
    """Who works where, those who left too: what they had to sell still counts; three queries."""
    places = list(Department.objects.order_by("name", "pk").only("parent", "unit", "name", "is_active"))
    people = list(User.objects.order_by("first_name", "last_name", "pk").only(*PERSON))
    units = BusinessUnit.objects.order_by("name").only("name")
    named: list[tuple[Whom, str, bool]] = [
        *((Whom("user", one.pk), one.full_name, one.is_active) for one in people),
        *((Whom("department", one.pk), one.name, one.is_active) for one in places),
        *((Whom("unit", one.pk), one.name, True) for one in units),
    ]
    return Staff(
        people={one.pk: one.department_id for one in people},
        parents={one.pk: one.parent_id for one in places},
        units={one.pk: one.unit_id for one in places},
        names={whom: name for whom, name, _is_here in named},
        former=frozenset(whom for whom, _name, is_here in named if not is_here),
    )


def plans(
    periods: Iterable[CalendarPeriod], measure: str = Measure.AMOUNT, *, product: int | None = None, of: Staff
) -> Plans:
    """The plans of these periods and of their parts; one query."""
    wanted = list(periods)
    rows = set_within(wanted).filter(measure=measure, product=product, value__isnull=False)
    said: dict[tuple[Whom, CalendarPeriod], Decimal] = {}
    columns: Any = rows.values_list("user_id", "department_id", "unit_id", "span", "first", "value")
    for user, department, unit, span, first, value in columns:
        said[Whom.of(user, department, unit), CalendarPeriod(span=span, first=first)] = value
    return Plans(said=said, staff=of)


def set_within(periods: list[CalendarPeriod]) -> QuerySet[Plan]:
    """The plans of these periods and of their parts, of everything that can be planned."""
    longest = max(MONTHS[one.span] for one in periods)
    spans = [span for span, months in MONTHS.items() if months <= longest]
    first, last = min(one.first for one in periods), max(one.last for one in periods)
    return Plan.objects.filter(span__in=spans, first__gte=first, first__lte=last)


@dataclass(frozen=True, kw_only=True)
class PlanChange:
    """Who set which plan to what and when; `value` None: taken back."""

    whom: Whom
    period: CalendarPeriod
    value: Decimal | None
    by: int | None
    at: datetime


def changes_within(year: CalendarPeriod, measure: str, product: int | None) -> QuerySet[Any, Any]:
    """The states of the plans of a year, the last first."""
    states: Any = Plan.pgh_event_model.objects  # type: ignore[attr-defined]  # set by pghistory
    found: QuerySet[Any, Any] = (
        states.filter(first__gte=year.first, first__lte=year.last, measure=measure, product=product)
        .annotate(who=F("pgh_context__metadata__user"))
        .order_by("-pgh_id")
    )
    return found


def latest(
    year: CalendarPeriod, measure: str, product: int | None, *, seen: Iterable[Whom], most: int = 30
) -> list[PlanChange]:
    """The last changes of the plans of those that are `seen`."""
    known = {*seen}
    found = []
    rows = changes_within(year, measure, product)[: most * 10]
    for row in rows.values_list(
        "user_id", "department_id", "unit_id", "span", "first", "value", "who", "pgh_created_at"
    ):
        *ids, span, first, value, who, at = row
        if (whom := Whom.of(*ids)) in known:
            period = CalendarPeriod(span=span, first=first)
            found.append(PlanChange(whom=whom, period=period, value=value, by=who, at=at))
    return found[:most]
