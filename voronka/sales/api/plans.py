"""Plans, as programs read and set them."""

from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema
from pydantic import Field

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.core.calendar_periods import CalendarPeriod
from voronka.core.errors import Forbidden, Refused
from voronka.core.problems import CONFLICTS, REFUSALS
from voronka.records import access
from voronka.sales.actions.plans import Cell, set_plans
from voronka.sales.kinds import DEAL
from voronka.sales.models import Plan
from voronka.sales.planning.rights import may_see, shows, shows_products
from voronka.sales.planning.whom import Whom
from voronka.sales.queries.plans import set_within, staff

plans = Router(tags=["plans"])

type MeasureName = Literal["amount", "margin", "deals"]


class PlanOut(Schema):
    """A plan: `whom` is `company`, `unit-1`, `department-1` or `user-1`; `period` is `2026-03`, `2026-q1` or `2026`.

    Sums are in the company's currency; a `product` is a value of that classifier, null: of everything.
    """

    whom: str
    period: str
    measure: MeasureName
    product: int | None
    value: Decimal | None


class PlansIn(Schema):
    """Which plans: of this period and its parts."""

    period: str
    measure: MeasureName = "amount"
    product: int | None = None


class PlanIn(Schema):
    """A plan to set, null to take it back; with `was`, what stood there when it was read, nobody's is overwritten."""

    whom: str
    period: str
    value: Decimal | None
    was: Decimal | None = None


class PlansSetIn(Schema):
    """Plans that are set together, or none of them."""

    plans: list[PlanIn] = Field(min_length=1, max_length=2_000)
    measure: MeasureName = "amount"
    product: int | None = None


@plans.get("", response={200: list[PlanOut], **REFUSALS}, operation_id="plans",
           summary=gettext_noop("Plans of a period and its parts"))  # fmt: skip
def listed(request: HttpRequest, asked: Query[PlansIn]) -> Any:
    """What was set for those whose plans the owner of the token may see."""
    by = asker(request)
    _require_shown(by, asked.measure, asked.product)
    where = staff()
    rows = set_within([_period(asked.period)]).filter(measure=asked.measure, product=asked.product, value__isnull=False)
    return [_out(one) for one in rows.order_by("first", "span", "pk") if may_see(by, _whom_of(one), where)]


@plans.put("", response={200: list[PlanOut], **CONFLICTS}, operation_id="plans_set",
           summary=gettext_noop("Set plans"))  # fmt: skip
def put(request: HttpRequest, body: PlansSetIn) -> Any:
    """Those that have changed come back."""
    by = asker(request)
    _require_shown(by, body.measure, body.product)
    cells = [
        Cell(
            whom=_whom(one.whom),
            period=_period(one.period),
            value=_amount(one.value),
            was=_amount(one.was),
            is_known="was" in one.model_fields_set,
        )
        for one in body.plans
    ]
    changed = set_plans(cells=cells, measure=body.measure, product=body.product, by=by)
    return [_out(one) for one in changed]


def _require_shown(by: User, measure: str, product: int | None) -> None:
    access.require(by, Action.VIEW, DEAL)
    if not shows(by, measure) or not (product is None or shows_products(by)):
        raise Forbidden(_("Your role does not show these sums."))


def _amount(given: Decimal | None) -> Decimal | None:
    if given is None:
        return None
    if not given.is_finite() or abs(given) >= Decimal(10) ** 12:
        raise Refused(_("That is too large a plan."), field="value")
    return round(given, 2)


def _period(key: str) -> CalendarPeriod:
    try:
        return CalendarPeriod.read(key)
    except ValueError:
        raise Refused(_("There is no such period."), field="period") from None


def _whom(key: str) -> Whom:
    try:
        return Whom.read(key)
    except ValueError:
        raise Refused(_("“%(value)s” names nobody.") % {"value": key[:40]}, field="whom") from None


def _whom_of(plan: Plan) -> Whom:
    return Whom.of(plan.user_id, plan.department_id, plan.unit_id)


def _out(plan: Plan) -> dict[str, Any]:
    span: Any = plan.span
    return {
        "whom": _whom_of(plan).key,
        "period": CalendarPeriod(span=span, first=plan.first).key,
        "measure": plan.measure,
        "product": plan.product_id,
        "value": plan.value,
    }
