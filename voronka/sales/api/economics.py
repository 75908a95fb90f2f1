"""The economics of a deal through the API: figures, expenses and what is decided about them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field

from voronka.accounts.asking import asker
from voronka.core.errors import NotFound, Refused
from voronka.core.problems import CONFLICTS, REFUSALS
from voronka.records import access
from voronka.records.models import ClassifierValue
from voronka.sales.actions import economics
from voronka.sales.api.deeds import deals
from voronka.sales.asking import the_deal
from voronka.sales.economy.facts import economy_of
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Expense
from voronka.sales.queries.signals import shows_stops

LARGEST = Decimal("9999999999.99")


class EconomyOut(Schema):
    """What a deal has cost to sell and what it may bring, in roubles; null where nothing is known."""

    minutes: int
    labour: Decimal
    expenses: Decimal
    undecided: Decimal
    cost: Decimal
    planned: Decimal | None
    left: Decimal | None
    margin: Decimal | None
    expected: Decimal | None
    probability: int


class ExpenseOut(Schema):
    """An expense in roubles; without `decided_at` it waits for an approval."""

    id: int
    kind: int = Field(alias="kind_id")
    amount: Decimal
    on: date
    note: str
    proof_name: str
    by: int = Field(alias="by_id")
    at: datetime
    is_approved: bool | None
    decided_by: int | None = Field(alias="decided_by_id")
    decided_at: datetime | None
    reason: str


class ExpenseIn(Schema):
    """An expense in roubles; `kind` is a value of the classifier `expense`."""

    kind: int
    amount: Decimal
    on: date
    note: str = ""


@deals.get("/{int:pk}/economics", response={200: EconomyOut, **REFUSALS}, operation_id="deal_economics",
           summary=gettext_noop("What a deal has cost to sell"))  # fmt: skip
def figures(request: HttpRequest, pk: int) -> Any:
    """Minutes, cost, plan, margin × probability."""
    by, deal = asker(request), _seen(request, pk)
    found = economy_of(deal, at=timezone.now())
    is_hidden = not shows_stops(by)
    return {
        **{name: getattr(found, name) for name in ("minutes", "labour", "cost")},
        **{name: None if is_hidden else getattr(found, name) for name in ("planned", "left", "margin", "expected")},
        "expenses": found.facts.expenses,
        "undecided": found.facts.undecided,
        "probability": found.facts.probability,
    }


@deals.get("/{int:pk}/expenses", response={200: list[ExpenseOut], **REFUSALS}, operation_id="deal_expenses",
           summary=gettext_noop("Expenses on a deal"))  # fmt: skip
def listed(request: HttpRequest, pk: int) -> Any:
    """All of them, the latest first."""
    return _seen(request, pk).expenses.all()


@deals.post("/{int:pk}/expenses", response={200: ExpenseOut, **CONFLICTS}, operation_id="deal_spend",
            summary=gettext_noop("Tell of an expense on a deal"))  # fmt: skip
def spend(request: HttpRequest, pk: int, body: ExpenseIn) -> Any:
    """Above the company's sum it waits for an approval."""
    deal, kind = the_deal(request, pk), ClassifierValue.objects.filter(pk=body.kind).first()
    if kind is None:
        raise Refused(_("There is no such kind of expense."), field="kind")
    if not body.amount.is_finite() or body.amount > LARGEST:
        raise Refused(_("Say how much was spent."), field="amount")
    amount = body.amount.quantize(Decimal("0.01"))
    return economics.spend(
        deal=deal, kind=kind, amount=amount, on=body.on, note=body.note, by=asker(request), at=timezone.now()
    )


class NotApproved(Schema):
    """Why an expense is not approved."""

    reason: str


@deals.post("/{int:pk}/expenses/{int:item}/approve", response={200: ExpenseOut, **CONFLICTS},
            operation_id="deal_approve_expense", summary=gettext_noop("Approve an expense"))  # fmt: skip
def approve(request: HttpRequest, pk: int, item: int) -> Any:
    """The money counts from now on."""
    return economics.approve(expense=_expense(request, pk, item), by=asker(request), at=timezone.now())


@deals.post("/{int:pk}/expenses/{int:item}/refuse", response={200: ExpenseOut, **CONFLICTS},
            operation_id="deal_refuse_expense", summary=gettext_noop("Do not approve an expense"))  # fmt: skip
def refuse(request: HttpRequest, pk: int, item: int, body: NotApproved) -> Any:
    """Whoever told of it is told why not."""
    found = _expense(request, pk, item)
    return economics.refuse(expense=found, reason=body.reason, by=asker(request), at=timezone.now())


def _seen(request: HttpRequest, pk: int) -> Deal:
    deal: Deal = access.load(DEAL, asker(request), pk)
    return deal


def _expense(request: HttpRequest, pk: int, item: int) -> Expense:
    found = Expense.objects.select_related("deal").filter(deal=_seen(request, pk).pk, pk=item).first()
    if found is None:
        raise NotFound
    return found
