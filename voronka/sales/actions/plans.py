"""Setting plans: many at once, nobody's over somebody else's."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core import events
from voronka.core.calendar_periods import CalendarPeriod
from voronka.core.errors import Clash, Conflict, Forbidden, NotFound, Refused
from voronka.records.history import written_by
from voronka.records.models import Classifier, ClassifierValue
from voronka.sales.events import PlansSet
from voronka.sales.models import Measure, Plan
from voronka.sales.models.plans import LARGEST
from voronka.sales.planning.rights import may_set, shows
from voronka.sales.planning.tree import Staff
from voronka.sales.planning.whom import COMPANY, Whom
from voronka.sales.queries.plans import set_within, staff

MOST = 2_000
type Key = tuple[Whom, CalendarPeriod]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A plan that is to be set, None to take it back; `was` is what stood there when it was read, if `is_known`."""

    whom: Whom
    period: CalendarPeriod
    value: Decimal | None
    was: Decimal | None = None
    is_known: bool = False

    @property
    def name(self) -> str:
        """The name of its input."""
        return f"{self.whom.key}.{self.period.key}"


def set_plans(*, cells: Sequence[Cell], measure: str, product: int | None = None, by: User) -> list[Plan]:
    """Set these plans together, or none of them.

    Raises Forbidden for whom this person plans nothing, Refused for a senseless value, Conflict with both values
    where somebody else has set another plan since it was read.
    """
    try:
        return _set(cells, measure, product, by)
    except IntegrityError as error:
        raise Conflict(_("Somebody has just set the same plans. Look at them and save again."), version=0) from error


@transaction.atomic
def _set(cells: Sequence[Cell], measure: str, product: int | None, by: User) -> list[Plan]:
    where = staff()
    _check(cells, measure, product, by, where)
    wanted = {(one.whom, one.period): one for one in cells}
    stored = _stored([*wanted], measure, product)
    clashes = tuple(_clashes(wanted, stored))
    if clashes:
        raise Conflict(_("Somebody has changed these plans since you opened them."), version=0, clashes=clashes)
    changed = []
    with written_by(by):
        for key, cell in wanted.items():
            plan = stored.get(key) or _new(cell, measure, product)
            if plan.pk is None and cell.value is None:
                continue
            if plan.pk is None or plan.value != cell.value:
                plan.value = cell.value
                plan.save()
                changed.append(plan)
    if changed:
        events.publish(PlansSet(plans=tuple(changed), by=by))
    return changed


def _check(cells: Sequence[Cell], measure: str, product: int | None, by: User, where: Staff) -> None:
    if not shows(by, measure) or not all(may_set(by, one.whom, where) for one in cells):
        raise Forbidden(_("You may set plans of your people only."))
    if len(cells) > MOST:
        raise Refused(_("Too many plans at once."))
    if not all(one.whom == COMPANY or one.whom in where.names for one in cells):
        raise NotFound
    if product is not None:
        rows = ClassifierValue.objects.filter(pk=product, classifier=Classifier.PRODUCT)
        if not rows.exists():
            raise Refused(_("There is no such product."), field="product")
    wrong = {one.name: said for one in cells if (said := _wrong(one, measure))}
    if wrong:
        raise Refused(next(iter(wrong.values())), fields=wrong)


def _wrong(cell: Cell, measure: str) -> str:
    if cell.value is None:
        return ""
    if cell.value < 0:
        return _("A plan is not less than nothing.")
    if cell.value > LARGEST:
        return _("That is too large a plan.")
    if measure == Measure.DEALS and cell.value != cell.value.to_integral_value():
        return _("Deals are counted by whole ones.")
    return ""


def _stored(keys: list[Key], measure: str, product: int | None) -> dict[Key, Plan]:
    """The rows of these plans, locked in one order."""
    if not keys:
        return {}
    rows = set_within([period for _whom, period in keys]).filter(measure=measure, product=product)
    found: dict[Key, Plan] = {}
    for row in rows.select_for_update().order_by("pk"):
        span: Any = row.span
        key = (Whom.of(row.user_id, row.department_id, row.unit_id), CalendarPeriod(span=span, first=row.first))
        found[key] = row
    return found


def _clashes(wanted: dict[Key, Cell], stored: dict[Key, Plan]) -> list[Clash]:
    """Where neither what was read nor what is to be set stands now."""
    found = []
    for key, cell in wanted.items():
        now = stored[key].value if key in stored else None
        if cell.is_known and now not in {cell.was, cell.value}:
            found.append(Clash(field=cell.name, label=cell.period.label, theirs=now, yours=cell.value))
    return found


def _new(cell: Cell, measure: str, product: int | None) -> Plan:
    return Plan(
        span=cell.period.span,
        first=cell.period.first,
        measure=measure,
        product_id=product,
        **cell.whom.columns,
    )
