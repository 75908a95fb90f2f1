"""Which open deals would close the gap to a plan: those that bring most first."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, DecimalField, ExpressionWrapper, F, Func, QuerySet

from voronka.accounts.models import User
from voronka.records.field_rules import veiled
from voronka.records.reads import shown_all
from voronka.sales.models import Category, Measure
from voronka.sales.planning.figures import OVERDUE, UNDATED
from voronka.sales.queries.chances import fraction
from voronka.sales.queries.clients import clients
from voronka.sales.queries.forecast import Window, worth


@dataclass(frozen=True, kw_only=True)
class Closing:
    """What is asked: a period, what is counted, in which currency, what is missing, how many deals at most."""

    window: Window
    measure: str
    currency: str
    gap: Decimal | None
    most: int


@dataclass(frozen=True, kw_only=True)
class Closer:
    """An open deal that would bring something to the gap; `total` is what it and those above it are worth together.

    `chance` is in per cent, `promise` is worth × chance; `state` is OVERDUE, UNDATED, or "" for one that is expected
    within the period.
    """

    deal: Any
    client: str
    category: Category | None
    state: str
    chance: int
    value: Decimal
    promise: Decimal
    total: Decimal
    is_enough: bool


def closers(rows: QuerySet[Any], asked: Closing, *, by: User) -> tuple[Closer, ...]:
    """The open deals that bring most: worth × chance; those left out of the forecast are left out here."""
    promise = ExpressionWrapper(
        worth(asked.measure) * fraction(), output_field=DecimalField(max_digits=20, decimal_places=4)
    )
    found = rows.filter(asked.window.opened()).annotate(
        one=worth(asked.measure), promise=promise, slice=asked.window.slice(), odds=fraction()
    )
    if asked.measure != Measure.DEALS:
        found = found.filter(currency=asked.currency)
    found = found.exclude(slice=Category.OMITTED).filter(one__gt=0)
    found = found.order_by(F("promise").desc(), "expected_close_on", "pk")
    picked = list(
        found.filter(_among(found.values("pk")[: asked.most])).select_related(
            "stage", "organization", "person", "owner"
        )
    )
    shown_all(picked)
    names, total = clients(picked, by=by, at=asked.window.at), Decimal(0)
    made = []
    for deal in picked:
        before, total = total, total + vars(deal)["one"]
        is_enough = bool(asked.gap) and before < (asked.gap or 0) <= total
        made.append(_closer(deal, names[deal.pk], total, by, is_enough=is_enough))
    return tuple(made)


def _among(first: QuerySet[Any]) -> Func:
    """Whether a deal is one of those; they are found out of an index alone, before whole rows are read and joined."""
    return Func(
        F("pk"), ArraySubquery(first), arg_joiner=" = ANY(", template="(%(expressions)s))", output_field=BooleanField()
    )


def _closer(deal: Any, client: str, total: Decimal, by: User, *, is_enough: bool) -> Closer:
    known = vars(deal)
    state = known["slice"] if known["slice"] in {OVERDUE, UNDATED} else ""
    return Closer(
        deal=veiled(deal, by),
        client=client,
        category=None if state else Category(known["slice"]),
        state=state,
        chance=round(known["odds"] * 100),
        value=Decimal(known["one"]),
        promise=round(Decimal(known["promise"]), 2),
        total=total,
        is_enough=is_enough,
    )


def enough(found: Sequence[Closer]) -> int:
    """How many of the first would close the gap together; 0 where they would not, or there is none."""
    return next((place for place, one in enumerate(found, start=1) if one.is_enough), 0)
