"""How plans add up: from months to quarters and years, from people to departments, units and the company."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from voronka.core.calendar_periods import CalendarPeriod
from voronka.sales.planning.whom import COMPANY, Whom

type Said = Mapping[tuple[Whom, CalendarPeriod], Decimal]


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Who works where: the department of each person, of each department the one above it and its unit.

    `names` are those of people, departments and units; `former` are the people and departments no longer in use.
    """

    people: Mapping[int, int | None] = field(default_factory=dict)
    parents: Mapping[int, int | None] = field(default_factory=dict)
    units: Mapping[int, int | None] = field(default_factory=dict)
    names: Mapping[Whom, str] = field(default_factory=dict)
    former: frozenset[Whom] = frozenset()

    def below(self, whom: Whom) -> Iterator[Whom]:
        """Those whose plans make up the plan of this one, each person once."""
        if whom.sort == "department":
            yield from (Whom("department", pk) for pk, parent in self.parents.items() if parent == whom.pk)
            yield from (Whom("user", pk) for pk, place in self.people.items() if place == whom.pk)
        elif whom.sort == "unit":
            mine = {pk for pk, unit in self.units.items() if unit == whom.pk}
            yield from (Whom("department", pk) for pk in self.parents if pk in mine and not mine & {*self.above(pk)})
        elif whom == COMPANY:
            yield from (Whom("department", pk) for pk, parent in self.parents.items() if parent is None)
            yield from (Whom("user", pk) for pk, place in self.people.items() if place is None)

    def under(self, department: int) -> list[int]:
        """The department and all below it."""
        return [pk for pk in self.parents if pk == department or department in self.above(pk)]

    def above(self, department: int) -> Iterator[int]:
        """The departments above one, the nearest first."""
        parent = self.parents.get(department)
        while parent is not None:
            yield parent
            parent = self.parents.get(parent)


@dataclass(frozen=True, kw_only=True)
class Plans:
    """The plans that were set, and what follows for those who have none of their own."""

    said: Said
    staff: Staff

    def own(self, whom: Whom, period: CalendarPeriod) -> Decimal | None:
        """What was set for this one: for the period, else by its parts; a part without it has what follows for it."""
        if (value := self.said.get((whom, period))) is not None:
            return value
        if all(self.own(whom, part) is None for part in period.parts()):
            return None
        return _sum(self.of(whom, part) for part in period.parts())

    def of_people(self, whom: Whom, period: CalendarPeriod) -> Decimal | None:
        """The sum of those below: departments by what they have, people by theirs."""
        return _sum(self.of(one, period) for one in self.staff.below(whom))

    def of(self, whom: Whom, period: CalendarPeriod) -> Decimal | None:
        """The plan: one's own, else that of those below; None where nobody has set any."""
        own = self.own(whom, period)
        return self.of_people(whom, period) if own is None else own


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [one for one in values if one is not None]
    return sum(known, Decimal(0)) if known else None
