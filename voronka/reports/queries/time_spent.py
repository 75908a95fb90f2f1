"""On what people spend time: contacts and their minutes, by person and by type."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet, Sum

from voronka.accounts.models import User
from voronka.activities.kinds import INTERACTION
from voronka.activities.models import InteractionType
from voronka.records import access
from voronka.records.fields import FilterContext
from voronka.records.filters import compile_filter
from voronka.reports.period import Period
from voronka.reports.queries.chosen import Line, under


@dataclass(frozen=True, kw_only=True)
class TimeQuestion:
    """Contacts that happened within `period`, of a department with all under it, of a person."""

    period: Period
    department_id: int | None = None
    owner_id: int | None = None

    def lines(self) -> list[Line]:
        """The same as lines of a filter of the list of contacts."""
        found: list[Line] = []
        for name, day in (("from", self.period.first), ("to", self.period.last)):
            if day:
                found.append({"field": "happened_at", "op": name, "value": day.isoformat()})
        if self.department_id:
            found.append({"field": "department", "op": "in", "value": under(self.department_id)})
        if self.owner_id:
            found.append({"field": "owner", "op": "in", "value": [self.owner_id]})
        return found


@dataclass(kw_only=True)
class Effort:
    """Contacts and the minutes that they took."""

    count: int = 0
    minutes: int = 0

    def add(self, count: int, minutes: int) -> None:
        """Count more of them."""
        self.count += count
        self.minutes += minutes


@dataclass(kw_only=True)
class PersonEffort:
    """What one person did, by the id of the type; `pk` None for contacts of nobody."""

    pk: int | None
    name: str
    total: Effort = field(default_factory=Effort)
    by_type: dict[int, Effort] = field(default_factory=lambda: defaultdict(Effort))


@dataclass(frozen=True, kw_only=True)
class TimeSpent:
    """The whole answer: who spent most time comes first; `types` are those that were used, in the company's order."""

    total: Effort
    types: tuple[tuple[InteractionType, Effort], ...]
    people: tuple[PersonEffort, ...]


def time_spent(question: TimeQuestion, context: FilterContext) -> TimeSpent:
    """Answer from the contacts that this person may see. Three queries."""
    rows = _contacts(question, context).values("owner", "type").annotate(count=Count("pk"), spent=Sum("minutes"))
    names = {user.pk: user.full_name for user in User.objects.all()}
    total, types, people = Effort(), defaultdict[int, Effort](Effort), dict[int | None, PersonEffort]()
    for row in rows:
        owner, kind, added = row["owner"], row["type"], (row["count"], row["spent"])
        person = people.setdefault(owner, PersonEffort(pk=owner, name=names.get(owner, "")))
        for effort in (total, types[kind], person.total, person.by_type[kind]):
            effort.add(*added)
    return TimeSpent(
        total=total,
        types=tuple((kind, types[kind.pk]) for kind in InteractionType.objects.all() if kind.pk in types),
        people=tuple(sorted(people.values(), key=lambda one: (-one.total.minutes, -one.total.count, one.name))),
    )


def _contacts(question: TimeQuestion, context: FilterContext) -> QuerySet[Any]:
    lines = question.lines()
    found = compile_filter(INTERACTION, {"all": lines} if lines else {}, context)
    return access.visible(INTERACTION, context.by).filter(found).order_by()
