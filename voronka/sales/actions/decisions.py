"""Decisions about signals: go on until a day, ask the head, close the deal; kept with author and reason."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.activities import history
from voronka.core import live
from voronka.core.errors import NotFound, Refused
from voronka.records import access
from voronka.sales.actions import errands
from voronka.sales.events import DealLost
from voronka.sales.kinds import DEAL
from voronka.sales.models import Choice, Deal, Decision, Signal
from voronka.sales.queries.heads import head_of
from voronka.sales.queries.signals import ASK

LONGEST = 2_000
FURTHEST = timedelta(days=92)


@transaction.atomic
def go_on(*, signal: Signal, until: date | None, reason: str, by: User, at: datetime) -> Decision:
    """Work on until a day, for a reason; the signal sleeps through that day. Raises Refused without either."""
    current, reason = _locked(signal, by), _bounded(reason)
    today = at.astimezone(timezone.get_current_timezone()).date()
    if until is None or not today < until <= today + FURTHEST:
        raise Refused(_("Name a day within the next three months."), field="until")
    if not reason:
        raise Refused(_("Say why it is worth going on."), field="reason")
    current.sleeps_until = until
    current.save(update_fields=["sleeps_until"])
    return _kept(current, Choice.GO_ON, reason, by, at, until=until)


@transaction.atomic
def escalate(*, signal: Signal, reason: str = "", by: User, at: datetime) -> Decision:
    """Ask whoever is above the owner; he gets a task."""
    current = _locked(signal, by)
    head = head_of(current.deal, besides=by)
    if head is None:
        raise Refused(_("There is nobody above you to ask."), field="what")
    title = _("Decide about “%(deal)s”: %(why)s") % {
        "deal": current.deal.name[:120],
        "why": str(current.get_kind_display()).lower(),
    }
    made = _kept(current, Choice.ESCALATE, _bounded(reason), by, at)
    made.task = errands.give(about=current.deal, to=head, title=title, note=made.reason, by=by, at=at)
    made.save(update_fields=["task"])
    return made


def on_lost(event: DealLost) -> None:
    """Who gives a deal up that asked for a decision has decided, by whatever form; the loss has ended the signals."""
    asked = Signal.objects.filter(deal=event.deal.pk, ended_at=event.at, kind__in=ASK).order_by("pk")
    for signal in asked:
        signal.deal = event.deal
        _kept(signal, Choice.CLOSE, event.deal.lost_comment[:LONGEST], event.by, event.at)


def _locked(signal: Signal, by: User) -> Signal:
    deal: Deal = access.load(DEAL, by, signal.deal_id, action=Action.EDIT, lock=True)
    current = Signal.objects.select_for_update().filter(pk=signal.pk, ended_at=None).first()
    if current is None:
        raise NotFound(_("The deal asks for no decision any more."))
    current.deal = deal
    return current


def _kept(signal: Signal, what: Choice, reason: str, by: User, at: datetime, *, until: date | None = None) -> Decision:
    for asked in Decision.objects.filter(signal=signal, task__done_at=None).select_related("task"):
        errands.settle(asked.task, result=str(Choice(what).label), by=by, at=at)
    made = Decision.objects.create(
        signal=signal, deal_id=signal.deal_id, what=what, until=until, reason=reason, by=by, at=at
    )
    data = {"what": what.value, "kind": signal.kind, "until": until.isoformat() if until else "", "why": reason}
    history.add(subject=signal.deal, type="decision", by=by, at=at, data=data)
    live.publish(kind=DEAL.name, id=signal.deal_id, verb="decision")
    return made


def _bounded(text: str) -> str:
    return text.replace("\x00", "").strip()[:LONGEST]
