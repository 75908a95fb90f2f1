"""What is done with leads: taken from the queue, assigned, disqualified, opened again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core import events
from voronka.core.errors import NotFound, Refused
from voronka.records import access, actions
from voronka.sales.events import LeadDisqualified
from voronka.sales.kinds import LEAD
from voronka.sales.models import Lead


def assign(*, lead: Lead, owner: User | None, by: User, at: datetime, version: int | None = None) -> Lead:
    """Give a lead to somebody, or back to the queue with None."""
    if owner is not None and not owner.is_active:
        raise Refused(_("%(name)s does not work here any more.") % {"name": owner.full_name}, field="owner")
    changed: Lead = actions.update(record=lead, changes={"owner": owner and owner.pk}, by=by, at=at, version=version)
    return changed


@transaction.atomic
def take(*, lead_id: int, by: User, at: datetime) -> Lead:
    """Take a lead from the queue; of two who reach for it at once one wins, the other is told so.

    Taking one's own lead again changes nothing. Raises NotFound for what is not in this person's queue.
    """
    gone = _("This lead is no longer in the queue.")
    if not access.visible(LEAD, by, Action.EDIT).filter(pk=lead_id).exists():
        raise NotFound(gone)
    lead = Lead.objects.select_for_update(of=("self",)).filter(pk=lead_id).first()
    if lead is None:
        raise NotFound(gone)
    if lead.owner_id == by.pk:
        return lead
    if lead.owner is not None:
        raise Refused(_("%(name)s has already taken this lead.") % {"name": lead.owner.full_name})
    _require_open(lead)
    taken: Lead = actions.update(record=lead, changes={"owner": by.pk}, by=by, at=at)
    return taken


@transaction.atomic
def disqualify(*, lead: Lead, reason: Any, comment: str = "", by: User, at: datetime) -> Lead:
    """Close a lead as useless; `reason` is the id or the name of a value of the classifier, and must be given."""
    current = _locked(lead, by=by)
    _require_open(current)
    field = LEAD.field("disqualify_reason")
    reason_id = field.parse(reason, by=by) if field.given(reason) else None
    if reason_id is None:
        raise Refused(_("Say why the lead is of no use."), field="disqualify_reason")
    columns = {
        "disqualified_at": at,
        "disqualified_by": by,
        "disqualify_reason_id": reason_id,
        "disqualify_comment": LEAD.field("disqualify_comment").accept(comment, by=by),
    }
    actions.store(record=current, columns=columns, by=by, at=at)
    events.publish(LeadDisqualified(lead=current, by=by, at=at))
    return current


@transaction.atomic
def reopen(*, lead: Lead, by: User, at: datetime) -> Lead:
    """Work on a disqualified lead again; a converted one stays as it is."""
    current = _locked(lead, by=by)
    if current.converted_at:
        raise Refused(_("This lead has become a client; work on its deal."))
    if current.is_open:
        return current
    columns = {"disqualified_at": None, "disqualified_by": None, "disqualify_reason_id": None, "disqualify_comment": ""}
    actions.store(record=current, columns=columns, by=by, at=at)
    return current


def _locked(lead: Lead, *, by: User) -> Lead:
    """The lead as it stands now, locked for a change by this person; NotFound or Forbidden by access."""
    current: Lead = access.load(LEAD, by, lead.pk, action=Action.EDIT, lock=True)
    return current


def _require_open(lead: Lead) -> None:
    if lead.converted_at:
        raise Refused(_("This lead has become a client already."))
    if lead.disqualified_at:
        raise Refused(_("This lead is disqualified; open it again first."))
