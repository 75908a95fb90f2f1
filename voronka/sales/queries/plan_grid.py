"""The page of plans: a year of one department or of the company, with those whose plans make up its plan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from voronka.accounts.models import User
from voronka.core.calendar_periods import CalendarPeriod, Span
from voronka.sales.models import Measure
from voronka.sales.planning.rights import may_see, may_set
from voronka.sales.planning.tree import Plans, Staff
from voronka.sales.planning.whom import COMPANY, Whom
from voronka.sales.queries.plans import plans, staff

type Values = tuple[Decimal | None, ...]


@dataclass(frozen=True, kw_only=True)
class GridQuestion:
    """Whose plans of which year, by months, quarters or as a whole; of what, of which product group."""

    of: Whom
    year: CalendarPeriod
    span: Span = "month"
    measure: str = Measure.AMOUNT.value
    product: int | None = None

    @property
    def columns(self) -> tuple[CalendarPeriod, ...]:
        """The periods that a row has a cell for."""
        if self.span == "year":
            return (self.year,)
        quarters = tuple(self.year.parts())
        return quarters if self.span == "quarter" else tuple(month for one in quarters for month in one.parts())


@dataclass(frozen=True, kw_only=True)
class GridRow:
    """One whose plan it is: what was set for each column, and what follows where nothing was; `year` in all."""

    whom: Whom
    name: str
    is_open: bool
    is_former: bool
    values: Values
    follow: Values
    year: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The page: `top` is the plan of whom it is about, `sums` are those of the `rows`, `left` is not given out yet.

    Units stand aside: the plan of the company is that of its departments.
    """

    question: GridQuestion
    top: GridRow | None
    rows: tuple[GridRow, ...]
    units: tuple[GridRow, ...]
    sums: Values
    left: Values
    sum_of_year: Decimal | None
    left_of_year: Decimal | None
    staff: Staff

    @property
    def everybody(self) -> Iterator[GridRow]:
        """All rows."""
        yield from (one for one in ((self.top,) if self.top else ()))
        yield from (*self.units, *self.rows)

    @property
    def may_save(self) -> bool:
        """Whether a cell can be typed into."""
        return any(one.is_open for one in self.everybody)


def choices(by: User, where: Staff) -> list[tuple[str, Whom, int]]:
    """(name, whom, depth) of everybody with people below whose plans this person may look at."""
    found: list[tuple[str, Whom, int]] = []

    def walk(above: Whom, depth: int) -> None:
        for one in where.below(above):
            if one.sort == "department" and one not in where.former:
                seen = may_see(by, one, where)
                if seen:
                    found.append((where.names[one], one, depth))
                walk(one, depth + seen)

    if may_see(by, COMPANY, where):
        found.append(("", COMPANY, 0))
    walk(COMPANY, len(found))
    return found


def grid(question: GridQuestion, *, by: User, where: Staff | None = None) -> Grid:
    """The page as this person may see it; four queries."""
    where = where or staff()
    known = plans([question.year], question.measure, product=question.product, of=where)

    def rows(these: Iterable[Whom]) -> tuple[GridRow, ...]:
        made = (_row(one, question, known, by) for one in these if may_see(by, one, where))
        return tuple(one for one in made if not one.is_former or one.year is not None)

    below = list(where.below(question.of))
    people_first = sorted(below, key=lambda one: one.sort != "user")
    found = rows(people_first)
    of_people = [_total(known.of(one.whom, period) for one in found) for period in question.columns]
    own = [known.own(question.of, period) for period in question.columns]
    year, below_year = known.own(question.of, question.year), known.of_people(question.of, question.year)
    units = sorted((one for one in where.names if one.sort == "unit"), key=lambda one: where.names[one])
    return Grid(
        question=question,
        top=next(iter(rows([question.of])), None),
        rows=found,
        units=rows(units) if question.of == COMPANY else (),
        sums=tuple(of_people),
        left=tuple(_left(mine, theirs) for mine, theirs in zip(own, of_people, strict=True)),
        sum_of_year=below_year,
        left_of_year=_left(year, below_year),
        staff=where,
    )


def _row(whom: Whom, question: GridQuestion, known: Plans, by: User) -> GridRow:
    where = known.staff
    return GridRow(
        whom=whom,
        name=where.names.get(whom, ""),
        is_open=may_set(by, whom, where),
        is_former=whom in where.former,
        values=tuple(known.said.get((whom, period)) for period in question.columns),
        follow=tuple(known.of(whom, period) for period in question.columns),
        year=known.of(whom, question.year),
    )


def _total(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [one for one in values if one is not None]
    return sum(known, Decimal(0)) if known else None


def _left(own: Decimal | None, below: Decimal | None) -> Decimal | None:
    return None if own is None else own - (below or Decimal(0))
