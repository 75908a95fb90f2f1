"""What selling costs: rates and terms are set, expenses are told and decided upon."""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.accounts.models import Action, Role, User
from voronka.accounts.policies import require_administrator
from voronka.activities import history
from voronka.core import events, live, money
from voronka.core.errors import Conflict, Forbidden, NotFound, Refused
from voronka.records import access
from voronka.records.models import Classifier, ClassifierValue
from voronka.sales.actions import errands, proofs
from voronka.sales.economy.deciding import may_decide
from voronka.sales.economy.facts import terms
from voronka.sales.events import ExpenseChanged
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Expense, Rate, SellingTerms
from voronka.sales.queries.heads import head_of

LONGEST = 2_000


@transaction.atomic
def set_rate(
    *, per_hour: Decimal, valid_from: date, user: User | None = None, role: Role | None = None, by: User
) -> Rate:
    """What an hour costs from a day on, in roubles: of a person, of a role, or (neither) of everybody.

    Raises Refused for both, for less than nothing, and for a second rate of the same day.
    """
    require_administrator(by)
    if user and role:
        raise Refused(_("Name a person or a role, not both."), field="role")
    if per_hour < 0:
        raise Refused(_("A rate is not less than nothing."), field="per_hour")
    try:
        with transaction.atomic():
            return Rate.objects.create(user=user, role=role, per_hour=per_hour, valid_from=valid_from)
    except IntegrityError as error:
        raise Refused(
            _("There is a rate from this day on already. Take that one out first."), field="valid_from"
        ) from error


@transaction.atomic
def drop_rate(*, rate: Rate, by: User) -> None:
    """Take out a rate that was set by mistake."""
    require_administrator(by)
    rate.delete()


@transaction.atomic
def set_terms(*, approve_above: Decimal, margin_percent: int | None, silent_days: int, by: User) -> SellingTerms:
    """What the company has set about the cost of selling."""
    require_administrator(by)
    given = {"approve_above": approve_above, "margin_percent": margin_percent, "silent_days": silent_days}
    return SellingTerms.objects.update_or_create(pk=1, defaults=given)[0]


@transaction.atomic
def spend(
    *,
    deal: Deal,
    kind: ClassifierValue,
    amount: Decimal,
    on: date,
    note: str = "",
    proof: proofs.Proof | None = None,
    by: User,
    at: datetime,
) -> Expense:
    """Tell of an expense in roubles, with its bill; above the company's sum it waits for a head, who gets a task."""
    current: Deal = access.load(DEAL, by, deal.pk, action=Action.EDIT, lock=True)
    if kind.classifier != Classifier.EXPENSE or not kind.is_active:
        raise Refused(_("There is no such kind of expense."), field="kind")
    if amount <= 0:
        raise Refused(_("Say how much was spent."), field="amount")
    made = Expense(deal=current, kind=kind, amount=amount, on=on, by=by, at=at)
    made.note = note.replace("\x00", "").strip()[:LONGEST]
    waits = amount > terms().approve_above and not by.is_superuser
    if not waits:
        made.is_approved, made.decided_at = True, at
    with proofs.kept(made, proof):
        made.save()
    if waits and (head := head_of(current, besides=by)):
        title = _("Approve %(sum)s on “%(deal)s”") % {"sum": money.show(amount), "deal": current.name[:150]}
        note = f"{kind.name}. {made.note}".strip()
        made.task = errands.give(about=current, to=head, title=title, note=note, by=by, at=at)
        made.save(update_fields=["task"])
    _tell(made, "expense_told", by, at)
    return made


@transaction.atomic
def approve(*, expense: Expense, by: User, at: datetime) -> Expense:
    """A head agrees: the money counts from now on."""
    return _decide(expense, by, at, is_approved=True)


@transaction.atomic
def refuse(*, expense: Expense, reason: str, by: User, at: datetime) -> Expense:
    """A head does not agree, and says why."""
    reason = reason.replace("\x00", "").strip()[:LONGEST]
    if not reason:
        raise Refused(_("Say why, so that it can be put right."), field="reason")
    return _decide(expense, by, at, is_approved=False, reason=reason)


def _decide(expense: Expense, by: User, at: datetime, *, is_approved: bool, reason: str = "") -> Expense:
    access.load(DEAL, by, expense.deal_id, lock=True)
    current = (
        Expense.objects.select_for_update(of=("self",))
        .select_related("deal", "kind", "task")
        .filter(pk=expense.pk)
        .first()
    )
    if current is None:
        raise NotFound
    if not current.is_pending:
        raise Conflict(_("This has been decided already."), version=current.deal.version)
    if not may_decide(current, by):
        raise Forbidden(_("Somebody else decides about this."))
    current.decided_by, current.decided_at = by, at
    current.is_approved, current.reason = is_approved, reason
    current.save(update_fields=["decided_by", "decided_at", "is_approved", "reason"])
    errands.settle(current.task, result=reason or pgettext("expense", "Approved"), by=by, at=at)
    _tell(current, "expense_approved" if is_approved else "expense_refused", by, at)
    if not is_approved:
        title = pgettext("expense", "Not approved: %(sum)s") % {"sum": money.show(current.amount)}
        errands.give(about=current.deal, to=current.by, title=title, note=reason, by=by, at=at)
    return current


def _tell(expense: Expense, said: str, by: User, at: datetime) -> None:
    data = {"sum": money.show(expense.amount), "kind": expense.kind.name, "why": expense.reason}
    history.add(subject=expense.deal, type=said, by=by, at=at, data=data)
    live.publish(kind=DEAL.name, id=expense.deal_id, verb="expense")
    events.publish(ExpenseChanged(expense=expense, by=by, at=at))
