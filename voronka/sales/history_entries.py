"""What sales writes into the one history of every card."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voronka.activities import history
from voronka.activities.history import Data, EntryType
from voronka.activities.models import HistoryEntry, HistoryLink
from voronka.core import money
from voronka.sales.events import DealMoved, LeadConverted, LeadDisqualified, LeadRouted, LeadUnconverted
from voronka.sales.models import Choice, Deal, Outcome

MOVED = {Outcome.OPEN: "deal_moved", Outcome.WON: "deal_won", Outcome.LOST: "deal_lost"}


def _moved(data: Data) -> str:
    return _("Stage: %(before)s → %(after)s") % {"before": data.get("from", ""), "after": data.get("to", "")}


def _won(data: Data) -> str:
    amount = data.get("amount")
    return _("Won: %(amount)s") % {"amount": amount} if amount else _("Deal won")


def _lost(data: Data) -> str:
    said = _("Lost: %(reason)s") % {"reason": data.get("reason", "")}
    return f"{said}. {data['comment']}" if data.get("comment") else said


def _asked(data: Data) -> str:
    said = _("Asked %(who)s to agree to the stage “%(to)s”") % {"who": data.get("who", ""), "to": data.get("to", "")}
    return f"{said}. {data['note']}" if data.get("note") else said


def _granted(data: Data) -> str:
    return _("Agreed to the stage “%(to)s”") % {"to": data.get("to", "")}


def _refused(data: Data) -> str:
    return _("Not agreed to the stage “%(to)s”: %(reason)s") % {"to": data.get("to", ""), "reason": data.get("why", "")}


def _withdrawn(data: Data) -> str:
    return _("Waits no longer for the stage “%(to)s”") % {"to": data.get("to", "")}


def _takes_part(data: Data) -> str:
    return _("Works at the stage “%(to)s”: %(who)s") % {"to": data.get("to", ""), "who": data.get("who", "")}


def _nobody(data: Data) -> str:
    return _("Nobody could be found to work at the stage “%(to)s”") % {"to": data.get("to", "")}


def _spent(data: Data) -> str:
    return _("Expense: %(sum)s, %(kind)s") % {"sum": data.get("sum", ""), "kind": data.get("kind", "")}


def _approved(data: Data) -> str:
    return _("Expense approved: %(sum)s, %(kind)s") % {"sum": data.get("sum", ""), "kind": data.get("kind", "")}


def _not_approved(data: Data) -> str:
    said = _("Expense not approved: %(sum)s, %(kind)s") % {"sum": data.get("sum", ""), "kind": data.get("kind", "")}
    return f"{said}. {data['why']}" if data.get("why") else said


def _decided(data: Data) -> str:
    words = dict(Choice.choices)
    said = _("Decided: %(what)s") % {"what": str(words.get(str(data.get("what")), "")).lower()}
    if until := data.get("until"):
        said = _("%(said)s until %(day)s") % {"said": said, "day": date.fromisoformat(str(until)).strftime("%d.%m.%Y")}
    return f"{said}. {data['why']}" if data.get("why") else said


def _until(said: str, data: Data) -> str:
    if until := data.get("until"):
        day = date.fromisoformat(str(until)).strftime("%d.%m.%Y")
        said = _("%(said)s until %(day)s") % {"said": said, "day": day}
    return f"{said}. {data['why']}" if data.get("why") else said


def _registered(data: Data) -> str:
    return _until(_("Registered to %(who)s") % {"who": data.get("who", "")}, data)


def _claimed(data: Data) -> str:
    names = {"who": data.get("who", ""), "rival": data.get("rival", "")}
    return _until(_("%(who)s claims what is registered to %(rival)s") % names, data)


def _not_registered(data: Data) -> str:
    return _until(_("The claim of %(who)s was refused") % {"who": data.get("who", "")}, data)


def _claim_withdrawn(data: Data) -> str:
    return _("%(who)s withdrew the claim") % {"who": data.get("who", "")}


def _prolonged(data: Data) -> str:
    return _until(_("Registration of %(who)s prolonged") % {"who": data.get("who", "")}, data)


def _released(data: Data) -> str:
    return _until(_("Registration of %(who)s ended") % {"who": data.get("who", "")}, data)


def _paid(data: Data) -> str:
    said = _("Payment: %(sum)s") % {"sum": data["sum"]} if data.get("sum") else _("Payment received")
    return f"{said}. {data['document']}" if data.get("document") else said


def _refunded(data: Data) -> str:
    said = _("Refund: %(sum)s") % {"sum": data["sum"]} if data.get("sum") else _("Payment refunded")
    return f"{said}. {data['why']}" if data.get("why") else said


def _disqualified(data: Data) -> str:
    said = _("Lead disqualified: %(reason)s") % {"reason": data.get("reason", "")}
    return f"{said}. {data['comment']}" if data.get("comment") else said


def _routed(data: Data) -> str:
    if data.get("to"):
        return _("By the rule “%(rule)s”: %(name)s") % {"rule": data.get("rule", ""), "name": data["to"]}
    return _("Nobody took it up: back to the queue by the rule “%(rule)s”") % {"rule": data.get("rule", "")}


PAID = dict.fromkeys(("sum", "document", "why"), "deal.amount")  # payments are hidden with the amount of the deal
ENTRY_TYPES = (
    EntryType(code="deal_moved", icon="arrow-right-left", say=_moved),
    EntryType(code="deal_won", icon="trophy", say=_won, tone="good", fields={"amount": "deal.amount"}),
    EntryType(code="deal_lost", icon="thumbs-down", say=_lost, tone="bad"),
    EntryType(code="approval_asked", icon="hourglass", say=_asked),
    EntryType(code="approval_granted", icon="check", say=_granted, tone="good"),
    EntryType(code="approval_refused", icon="x", say=_refused, tone="bad"),
    EntryType(code="approval_withdrawn", icon="rotate-ccw", say=_withdrawn),
    EntryType(code="participant", icon="user-cog", say=_takes_part),
    EntryType(code="no_performer", icon="user-cog", say=_nobody, tone="bad"),
    EntryType(code="expense_told", icon="banknote", say=_spent),
    EntryType(code="expense_approved", icon="check", say=_approved, tone="good"),
    EntryType(code="expense_refused", icon="x", say=_not_approved, tone="bad"),
    EntryType(code="decision", icon="scale", say=_decided),
    EntryType(code="registration_made", icon="flag", say=_registered),
    EntryType(code="registration_claimed", icon="scale", say=_claimed),
    EntryType(code="registration_upheld", icon="flag", say=_registered, tone="good"),
    EntryType(code="registration_refused", icon="x", say=_not_registered, tone="bad"),
    EntryType(code="registration_withdrawn", icon="rotate-ccw", say=_claim_withdrawn),
    EntryType(code="registration_prolonged", icon="calendar-plus", say=_prolonged),
    EntryType(code="registration_released", icon="shield-off", say=_released),
    EntryType(code="payment_received", icon="russian-ruble", say=_paid, tone="good", fields=PAID),
    EntryType(code="payment_refunded", icon="undo-2", say=_refunded, tone="bad", fields=PAID),
    EntryType(code="lead_converted", icon="user-check", say=lambda data: _(str(data["said"])), tone="good"),
    EntryType(code="lead_unconverted", icon="rotate-ccw", say=lambda _data: _("The conversion was taken back")),
    EntryType(code="lead_routed", icon="route", say=_routed),
    EntryType(code="lead_disqualified", icon="ban", say=_disqualified, tone="bad"),
)
CONVERTED = gettext_noop("The lead became a client")
CONVERTED_WITH_DEAL = gettext_noop("The lead became a client and a deal")


def on_moved(event: DealMoved) -> None:
    """A move, a victory or a loss stands in the history of the deal and of its client."""
    deal = event.deal
    data = {"from": event.from_stage.name, "to": event.to_stage.name}
    if deal.outcome == Outcome.WON:
        data["amount"] = money.show(deal.amount, deal.currency)
    if deal.outcome == Outcome.LOST:
        data |= {"reason": str(deal.lost_reason), "comment": deal.lost_comment}
    history.add(subject=deal, type=MOVED[Outcome(deal.outcome)], by=event.by, at=event.at, data=data)


def on_converted(event: LeadConverted) -> None:
    """The history of a lead goes on: what was said to the lead is read on the card of its deal too."""
    said = CONVERTED_WITH_DEAL if event.deal else CONVERTED
    history.add(subject=event.lead, type="lead_converted", by=event.by, at=event.at, data={"said": said})
    if event.deal is None:
        return
    entries = HistoryEntry.objects.filter(subject_kind="lead", subject_id=event.lead.pk).exclude(type="created")
    links = [HistoryLink(entry=entry, kind="deal", record_id=event.deal.pk, at=entry.at) for entry in entries]
    HistoryLink.objects.bulk_create(links, ignore_conflicts=True)


def on_unconverted(event: LeadUnconverted) -> None:
    """The lead is a lead again."""
    history.add(subject=event.lead, type="lead_unconverted", by=event.by, at=event.at)


def on_routed(event: LeadRouted) -> None:
    """To whom a rule gave the lead."""
    data = {"rule": event.rule.name, "to": event.to.full_name if event.to else ""}
    history.add(subject=event.lead, type="lead_routed", by=None, at=event.at, data=data)


def on_disqualified(event: LeadDisqualified) -> None:
    """Why a lead was given up."""
    lead = event.lead
    data = {"reason": str(lead.disqualify_reason), "comment": lead.disqualify_comment}
    history.add(subject=lead, type="lead_disqualified", by=event.by, at=event.at, data=data)


def forget_move(deal: Deal, change_at: datetime) -> None:
    """Take back what a move or a handing over that was taken back has written."""
    codes = [*MOVED.values(), "assigned"]
    HistoryEntry.objects.filter(subject_kind="deal", subject_id=deal.pk, type__in=codes, at=change_at).delete()
