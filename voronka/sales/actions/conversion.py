"""A lead becomes a client, a person and a deal; it attaches to those that exist."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core import events
from voronka.core.errors import Refused
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records import access, actions
from voronka.records.field_rules import fillable, hidden
from voronka.records.kinds import Kind
from voronka.records.obligations import unfilled
from voronka.sales.actions.qualification import unanswered
from voronka.sales.events import LeadConverted
from voronka.sales.kinds import DEAL, LEAD
from voronka.sales.models import Deal, Lead, LeadConversion
from voronka.sales.queries.demands import lacking

type Target = int | Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class Conversion:
    """What a lead became; `is_repeat` when it had become that before."""

    lead: Lead
    organization: Organization | None
    person: Person | None
    deal: Deal | None
    is_repeat: bool = False


@transaction.atomic
def convert(
    *,
    lead: Lead,
    organization: Target,
    person: Target,
    deal: Mapping[str, Any] | None,
    facts: Mapping[str, Any] | None = None,
    by: User,
    at: datetime,
) -> Conversion:
    """Make of a lead a client, a person and a deal, or attach it to those that exist.

    `organization` and `person`: the id of an existing record that the person may see, parsed values of a new one, or
    None for none; one of the two is needed. `deal`: parsed values of a new deal or None. A lead of the queue becomes
    its converter's. Converting again gives what the lead became the first time. `facts` are parsed values that the
    lead itself lacks: what the company demands before a lead may be converted.
    Raises Refused for a disqualified lead, for such a lack, and by the rules of the records that are made.
    """
    current: Lead = access.load(LEAD, by, lead.pk, action=Action.EDIT, lock=True)
    if current.converted_at:
        return _before(current)
    if current.disqualified_at:
        raise Refused(_("This lead is disqualified; open it again first."))
    if organization is None and person is None:
        raise Refused(_("Choose or make a client or a person: the lead must become somebody."), field="person")
    current = _known(current, facts or {}, by, at)
    if missing := unanswered(current):
        raise Refused(_("Answer first: %(questions)s") % {"questions": "; ".join(str(one) for one in missing)})
    had_owner, owner = current.owner_id is not None, current.owner_id or by.pk
    making = _Making(lead=current, owner=owner, by=by, at=at)
    client = making.client(organization)
    human = making.human(person, client)
    made = making.deal(deal, client, human) if deal is not None else None
    columns = {
        "converted_at": at,
        "converted_by": by,
        "owner_id": owner,
        "assigned_at": current.assigned_at or at,
        "organization": client,
        "person": human,
    }
    actions.store(record=current, columns=columns, by=by, at=at)
    LeadConversion.objects.create(
        lead=current, by=by, at=at, made=making.made, completed=making.learnt, had_owner=had_owner
    )
    events.publish(LeadConverted(lead=current, deal=made, by=by, at=at))
    return Conversion(lead=current, organization=client, person=human, deal=made)


def _known(lead: Lead, facts: Mapping[str, Any], by: User, at: datetime) -> Lead:
    """The lead with these facts; Refused as long as it lacks what must be known to convert it."""
    try:
        known: Lead = actions.update(record=lead, changes=facts, by=by, at=at) if facts else lead
        if missing := lacking(known, by):
            raise unfilled(missing)
    except Refused as refusal:
        raise refusal.under(LEAD.name) from refusal
    return known


def _before(lead: Lead) -> Conversion:
    deal = lead.deals.order_by("pk").first()
    return Conversion(lead=lead, organization=lead.organization, person=lead.person, deal=deal, is_repeat=True)


@dataclass(frozen=True, kw_only=True)
class _Making:
    """Makes what a lead becomes, for its owner."""

    lead: Lead
    owner: int
    by: User
    at: datetime
    made: list[tuple[str, int, int]] = field(default_factory=list)
    learnt: dict[str, Any] = field(default_factory=dict)

    def client(self, target: Target) -> Organization | None:
        """The organization; the ИНН of a new one becomes its legal entity."""
        if target is None:
            return None
        if isinstance(target, int):
            known: Organization = access.load(ORGANIZATION, self.by, target)
            return known
        unseen = self.unseen(("phones", "emails", "website", "industry") if not self.lead.person_name else ("website",))
        made: Organization = self.make(ORGANIZATION, {"source": self.lead.source_id, **unseen, **target})
        if self.lead.inn and access.may(self.by, Action.CREATE, LEGAL_ENTITY):
            self.make(LEGAL_ENTITY, {"name": made.name, "organization": made.pk, "inn": self.lead.inn})
        return made

    def human(self, target: Target, client: Organization | None) -> Person | None:
        """The person, of the client when there is one."""
        if target is None:
            return None
        if isinstance(target, int):
            return self.completed(access.load(PERSON, self.by, target), client)
        link = {"organization": client.pk} if client else {}
        unseen = self.unseen(("position", "phones", "emails"))
        made: Person = self.make(PERSON, {"source": self.lead.source_id, **unseen, **target, **link})
        return made

    def unseen(self, names: tuple[str, ...]) -> dict[str, Any]:
        """What the lead says in fields that are hidden from its converter goes along, or it would be lost."""
        return {one.name: one.stored(self.lead) for one in hidden(LEAD, self.by) if one.name in names}

    def completed(self, person: Person, client: Organization | None) -> Person:
        """What the lead knows and the card does not is added, where this person may change the card."""
        changes: dict[str, Any] = {}
        for name in fillable(PERSON, ("phones", "emails"), self.by, making=False):
            known = getattr(person, name)
            if news := [one for one in getattr(self.lead, name) if one not in known]:
                changes[name] = [*known, *news]
        if client and person.organization_id is None:
            changes["organization"] = client.pk
        if not changes or not access.may_do(self.by, Action.EDIT, person):
            return person
        completed: Person = actions.update(record=person, changes=changes, by=self.by, at=self.at)
        self.learnt.update({"id": completed.pk, "version": completed.version, "names": [*changes]})
        return completed

    def deal(self, values: Mapping[str, Any], client: Organization | None, human: Person | None) -> Deal:
        """The deal with this client."""
        links = {
            "lead": self.lead.pk,
            "organization": client.pk if client else human and human.organization_id,
            "person": human and human.pk,
            "source": self.lead.source_id,
            "campaign": self.lead.campaign_id,
            "product": self.lead.product_id,
        }
        made: Deal = self.make(DEAL, {**links, **values})
        return made

    def make(self, kind: Kind, values: Mapping[str, Any]) -> Any:
        """A new record of the lead's owner; a refusal names the kind and the field: `person-last_name`."""
        try:
            record = actions.create(kind=kind, values={"owner": self.owner, **values}, by=self.by, at=self.at)
        except Refused as refusal:
            raise refusal.under(kind.name) from refusal
        self.made.append((kind.name, record.pk, record.version))
        return record
