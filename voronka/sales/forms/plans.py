"""What is typed into the page of plans, and what an address asks of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core import money
from voronka.core.calendar_periods import CalendarPeriod, Span
from voronka.core.errors import NotFound, Refused
from voronka.core.numbers import grouped, whole
from voronka.sales.actions.plans import Cell
from voronka.sales.models import Measure
from voronka.sales.planning.rights import may_see, reached, shows, shows_products
from voronka.sales.planning.tree import Staff
from voronka.sales.planning.whom import COMPANY, Whom
from voronka.sales.queries.forecast import OWN_CURRENCY
from voronka.sales.queries.plan_grid import Grid, GridQuestion

SPANS: tuple[Span, ...] = ("month", "quarter", "year")
WAS = "was:"
YEARS = range(2000, 2100)
SHORTENED = {"млн": 1_000_000, "тыс": 1_000, "m": 1_000_000, "k": 1_000}


def read_question(words: Mapping[str, str], *, by: User, today: date, where: Staff) -> GridQuestion:
    """The question of an address; raises Refused for a senseless one, NotFound for whom this person may not see."""
    span = next((one for one in SPANS if one == (words.get("span") or "month")), None)
    measure, product = words.get("measure") or _usual_measure(by), words.get("product") or ""
    year = whole(words.get("year") or str(today.year)) or 0
    if span is None or measure not in Measure.values or year not in YEARS or not _is_product(product, by):
        raise Refused(_("The filter cannot be understood."))
    try:
        of = Whom.read(words["of"]) if words.get("of") else reached(by)
    except ValueError:
        raise Refused(_("The filter cannot be understood.")) from None
    is_there = of == COMPANY or (of.sort == "department" and of in where.names)
    if not is_there or not may_see(by, of, where):
        raise NotFound
    period = CalendarPeriod(span="year", first=date(year, 1, 1))
    return GridQuestion(of=of, year=period, span=span, measure=measure, product=whole(product) if product else None)


def _is_product(given: str, by: User) -> bool:
    return not given or bool(whole(given) and shows_products(by))


def _usual_measure(by: User) -> str:
    return next(one.value for one in Measure if shows(by, one.value))


@dataclass
class Typed:
    """What was sent: the cells that differ from what was shown, and what is wrong with which input."""

    cells: list[Cell] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read_cells(given: Mapping[str, str], grid: Grid) -> Typed:
    """The changed cells of a page; an empty one takes its plan back."""
    typed = Typed()
    for row in grid.everybody:
        for period in grid.question.columns:
            name = f"{row.whom.key}.{period.key}"
            if name not in given:
                continue
            typed.texts[name] = text = given[name][:40]
            try:
                value, was = read_value(text), read_value(given.get(WAS + name, ""))
            except ValueError:
                typed.errors[name] = _("“%(value)s” is not an amount.") % {"value": text}
                continue
            if value != was:
                typed.cells.append(Cell(whom=row.whom, period=period, value=value, was=was, is_known=True))
    return typed


def read_value(text: str) -> Decimal | None:
    """The plan of «1 250 000», «1,5 млн», nothing; raises ValueError for what is no amount of our currency."""
    clean = text.replace("\x00", "").strip().lower()
    if not clean or clean in {"-", "–", "—"}:
        return None
    factor = 1
    for ending, times in SHORTENED.items():
        shortened = clean.removesuffix(".").removesuffix(ending)
        if shortened != clean.removesuffix("."):
            clean, factor = shortened.strip(), times
            break
    value, currency = money.parse(clean)
    if currency not in {"", OWN_CURRENCY}:
        raise ValueError(text)
    try:
        return round(value * factor, 2)
    except InvalidOperation as error:  # more digits than arithmetic keeps
        raise ValueError(text) from error


def say_value(value: Decimal | None) -> str:
    """«1 250 000», kopecks only where there are any."""
    if value is None:
        return ""
    return grouped(value, 0 if value == value.to_integral_value() else 2)
