"""«What will close?»: plan, fact and forecast of a period, by whom, and which deals would close the gap."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from voronka.accounts.models import User
from voronka.records.field_rules import hides
from voronka.records.fields import FilterContext
from voronka.reports.period import ALWAYS, Period
from voronka.reports.queries.chosen import Chosen, Line, deals, lines
from voronka.sales.kinds import DEAL
from voronka.sales.models import Measure
from voronka.sales.planning.figures import Figures, gap
from voronka.sales.planning.rights import may_see, reached, shows
from voronka.sales.planning.tree import Plans, Staff
from voronka.sales.planning.whom import COMPANY, Whom
from voronka.sales.queries.closing import Closer, Closing, closers, enough
from voronka.sales.queries.forecast import OWN_CURRENCY, Keys, Window, figures_by
from voronka.sales.queries.plans import plans, staff

FEW = 10
NO_DEPARTMENT = Whom("department", 0)
ALL_TIME = Period(name=ALWAYS, first=None, last=None)
NARROWED = ("unit", "department", "owner", "product")


@dataclass(frozen=True, kw_only=True)
class ForecastQuestion:
    """A period as it is seen now, of what, in which currency, over whom and which product group."""

    window: Window
    measure: str = Measure.AMOUNT.value
    currency: str = OWN_CURRENCY
    unit_id: int | None = None
    department_id: int | None = None
    owner_id: int | None = None
    product_id: int | None = None

    @property
    def chosen(self) -> Chosen:
        """The same as other reports say it, without the period."""
        return Chosen(period=ALL_TIME, unit_id=self.unit_id, department_id=self.department_id, owner_id=self.owner_id)

    @property
    def is_planned(self) -> bool:
        """Whether plans are in this currency."""
        return self.measure == Measure.DEALS or self.currency == OWN_CURRENCY

    def lines(self, by: User) -> list[Line]:
        """Which deals are asked about, as lines of a filter of the list of deals."""
        found = lines(self.chosen, by)
        if self.product_id and not hides(by, DEAL, "product"):
            found.append({"field": "product", "op": "in", "value": [self.product_id]})
        return found

    def whom(self, by: User) -> Whom | None:
        """Whose plan it is held against; of nobody for two conditions at once."""
        ids = self.owner_id, self.department_id, self.unit_id
        if any(pk is not None for pk in ids):
            return Whom.of(*ids) if sum(pk is not None for pk in ids) == 1 and any(ids) else None
        return reached(by)


@dataclass(frozen=True, kw_only=True)
class Share:
    """A department with all below it, or a person: plan, and figures of the deals that the reader may see."""

    whom: Whom
    name: str
    plan: Decimal | None
    figures: Figures


@dataclass(frozen=True, kw_only=True)
class ForecastAnswer:
    """The answer; `shows_open` is off for whom the fields are hidden that a forecast is made of.

    `others` are the currencies besides the one that was asked for, with the deals of each.
    """

    whom: Whom | None
    figures: Figures
    plan: Decimal | None
    is_own_plan: bool
    departments: tuple[Share, ...]
    people: tuple[Share, ...]
    closers: tuple[Closer, ...]
    others: Mapping[str, Figures]
    shows_open: bool
    staff: Staff = field(repr=False)

    @property
    def gap(self) -> Decimal | None:
        """What is missing to the plan."""
        return gap(self.plan, self.figures.fact)

    @property
    def enough(self) -> int:
        """How many of the first closers would close the gap; 0 where there is none, or they would not."""
        return enough(self.closers)


def shows_forecast(by: User) -> bool:
    """Whether this person may see what a forecast is made of."""
    return not any(hides(by, DEAL, name) for name in ("expected_close_on", "forecast"))


def counted(question: ForecastQuestion, context: FilterContext) -> QuerySet[Any]:
    """The deals of the question that this person may see; margins are known of deals in our currency."""
    extra = [one for one in question.lines(context.by) if one["field"] == "product"]
    rows = deals(question.chosen, context, *extra)
    return rows.filter(currency=OWN_CURRENCY) if question.measure == Measure.MARGIN else rows


def forecast(question: ForecastQuestion, context: FilterContext) -> ForecastAnswer:
    """Answer from the deals that this person may see."""
    by, where = context.by, staff()
    rows, is_shown = counted(question, context), shows_forecast(by)
    keys = [name for name in ("owner_id", "department_id") if not hides(by, DEAL, name.removesuffix("_id"))]
    by_money = figures_by(rows, question.window, question.measure, *keys, with_open=is_shown)
    money = "" if question.measure == Measure.DEALS else question.currency
    groups = by_money.get(money, {})
    whom = question.whom(by)
    known = plans([question.window.period], question.measure, product=question.product_id, of=where)
    may = bool(whom and question.is_planned and shows(by, question.measure) and may_see(by, whom, where))
    plan = known.of(whom, question.window.period) if whom and may else None
    figures = Figures.total(groups.values())
    missing = gap(plan, figures.fact)
    shares = _Shares(question, known, groups, keys, by)
    return ForecastAnswer(
        whom=whom,
        figures=figures,
        plan=plan,
        is_own_plan=bool(whom and may and known.own(whom, question.window.period) is not None),
        departments=shares.departments(),
        people=shares.people(),
        closers=closers(rows, _closing(question, missing), by=by) if is_shown else (),
        others={name: Figures.total(ones.values()) for name, ones in by_money.items() if name != money},
        shows_open=is_shown,
        staff=where,
    )


def _closing(question: ForecastQuestion, missing: Decimal | None) -> Closing:
    return Closing(window=question.window, measure=question.measure, currency=question.currency, gap=missing, most=FEW)


@dataclass(frozen=True)
class _Shares:
    """The groups of an answer rolled up by department and by person."""

    question: ForecastQuestion
    known: Plans
    groups: Mapping[Keys, Figures]
    keys: list[str]
    by: User

    def departments(self) -> tuple[Share, ...]:
        """Those right below what was asked about, each with all under it; they add up to the whole."""
        if "department_id" not in self.keys:
            return ()
        place = self.keys.index("department_id")
        top = self.question.department_id
        found: dict[Whom, Figures] = {}
        for group, figures in self.groups.items():
            one = self._right_below(group[place], top)
            found[one] = found.get(one, Figures()) + figures
        if not top and not self.question.unit_id and not self.question.owner_id:
            for one in self.known.staff.below(COMPANY):
                if one.sort == "department" and self._plan(one) is not None:
                    found.setdefault(one, Figures())
        return self._sorted(found) if len(found) > 1 else ()

    def _right_below(self, department: int | None, top: int | None) -> Whom:
        if department is None:
            return NO_DEPARTMENT
        way = [department, *self.known.staff.above(department)]
        if top is None:
            return Whom("department", way[-1])
        spot = way.index(top) if top in way else 0
        return Whom("department", way[max(spot - 1, 0)])

    def people(self) -> tuple[Share, ...]:
        """Everybody with a deal or a plan there."""
        if "owner_id" not in self.keys or self.question.owner_id:
            return ()
        place = self.keys.index("owner_id")
        found: dict[Whom, Figures] = {}
        for group, figures in self.groups.items():
            one = Whom("user", group[place] or 0)
            found[one] = found.get(one, Figures()) + figures
        top = self.question.whom(self.by)
        for pk in self._below(top) if top else ():
            if self._plan(Whom("user", pk)) is not None:
                found.setdefault(Whom("user", pk), Figures())
        return self._sorted(found) if len(found) > 1 else ()

    def _below(self, top: Whom) -> Iterable[int]:
        for one in self.known.staff.below(top):
            if one.sort == "user":
                yield one.pk
            else:
                yield from self._below(one)

    def _plan(self, whom: Whom) -> Decimal | None:
        question, staff_ = self.question, self.known.staff
        if not whom.pk or whom == Whom("department", question.department_id or 0):
            return None
        if not question.is_planned or not shows(self.by, question.measure):
            return None
        return self.known.of(whom, question.window.period) if may_see(self.by, whom, staff_) else None

    def _sorted(self, found: Mapping[Whom, Figures]) -> tuple[Share, ...]:
        names = self.known.staff.names
        shares = [Share(whom=one, name=names.get(one, ""), plan=self._plan(one), figures=figures)
                  for one, figures in found.items()]  # fmt: skip
        return tuple(sorted(shares, key=lambda one: (-one.figures.weighted, -(one.plan or 0), one.name)))
