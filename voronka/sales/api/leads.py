"""What programs may do with leads beyond what every kind of record has."""

from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router, Schema
from pydantic import Field

from voronka.accounts.asking import asker
from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.core.problems import CONFLICTS
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.records.actions.given import read_new
from voronka.records.kinds import Kind
from voronka.sales.actions import conversion, qualification, unconversion
from voronka.sales.actions import leads as lead_actions
from voronka.sales.asking import the_lead
from voronka.sales.kinds import DEAL
from voronka.sales.models import Lead
from voronka.sales.moments import MADE
from voronka.sales.queries import qualification as worth

leads = Router(tags=["leads"])

type Given = dict[str, Any]


class LeadMoved(Schema):
    """A lead after the deed."""

    id: int
    name: str
    state: str
    owner: int | None = Field(alias="owner_id")
    organization: int | None = Field(alias="organization_id")
    person: int | None = Field(alias="person_id")
    version: int


class ConvertIn(Schema):
    """What the lead becomes: the id of an existing record, the fields of a new one, or nothing."""

    organization: int | Given | None = None
    person: int | Given | None = None
    deal: Given | None = None


class ConvertOut(Schema):
    """What the lead became; `repeated` when it had become that before."""

    lead: int
    organization: int | None
    person: int | None
    deal: int | None
    repeated: bool


class DisqualifyIn(Schema):
    """Why the lead is of no use: the id or the name of a reason."""

    reason: int | str
    comment: str = ""


class VerdictIn(Schema):
    """A fact of a lead and what the seller found of it; an empty verdict takes it back."""

    fact: Literal["need", "budget", "contact", "timing"]
    verdict: Literal["right", "wrong", "missing", ""]


class VerdictOut(Schema):
    """What sellers found of the facts of a lead, "" where nobody has said."""

    lead: int
    need: str
    budget: str
    contact: str
    timing: str


@leads.post("/{int:pk}/convert", response={200: ConvertOut, **CONFLICTS}, operation_id="lead_convert",
            summary=gettext_noop("Convert into a client, a person and a deal"))  # fmt: skip
def convert(request: HttpRequest, pk: int, body: ConvertIn) -> Any:
    """One request converts a lead; a repeated one gives what it became."""
    by, lead = asker(request), the_lead(request, pk)
    made = conversion.convert(
        lead=lead,
        organization=_target(ORGANIZATION, body.organization, by, lead),
        person=_target(PERSON, body.person, by, lead, *(["organization"] if body.organization else [])),
        deal=None if body.deal is None else _new(DEAL, body.deal, by, lead, *_linked(body)),
        by=by,
        at=timezone.now(),
    )
    found = {name: getattr(made, name) for name in ("lead", "organization", "person", "deal")}
    return {name: record and record.pk for name, record in found.items()} | {"repeated": made.is_repeat}


@leads.post("/{int:pk}/disqualify", response={200: LeadMoved, **CONFLICTS}, operation_id="lead_disqualify",
            summary=gettext_noop("Disqualify with a reason"))  # fmt: skip
def disqualify(request: HttpRequest, pk: int, body: DisqualifyIn) -> Any:
    """Close a lead as useless."""
    lead, by = the_lead(request, pk), asker(request)
    return lead_actions.disqualify(lead=lead, reason=body.reason, comment=body.comment, by=by, at=timezone.now())


@leads.post("/{int:pk}/take", response={200: LeadMoved, **CONFLICTS}, operation_id="lead_take",
            summary=gettext_noop("Take from the queue"))  # fmt: skip
def take(request: HttpRequest, pk: int) -> Any:
    """The lead becomes the caller's."""
    return lead_actions.take(lead_id=pk, by=asker(request), at=timezone.now())


@leads.post("/{int:pk}/unconvert", response={200: LeadMoved, **CONFLICTS}, operation_id="lead_unconvert",
            summary=gettext_noop("Take a conversion back"))  # fmt: skip
def unconvert(request: HttpRequest, pk: int) -> Any:
    """The lead is open again; what its conversion made is gone."""
    return unconversion.undo(lead=the_lead(request, pk), by=asker(request), at=timezone.now())


@leads.post("/{int:pk}/verdicts", response={200: VerdictOut, **CONFLICTS}, operation_id="lead_judge",
            summary=gettext_noop("Say of what came with the lead whether it was right"))  # fmt: skip
def judge(request: HttpRequest, pk: int, body: VerdictIn) -> Any:
    """The verdicts that stand after this one."""
    lead, by = the_lead(request, pk), asker(request)
    qualification.judge(lead=lead, fact=body.fact, verdict=body.verdict, by=by, at=timezone.now())
    return {"lead": lead.pk, **{one.fact.value: one.verdict for one in worth.verdicts(lead)}}


def _target(kind: Kind, given: int | Given | None, by: User, lead: Lead, *settled: str) -> int | Given | None:
    return _new(kind, given, by, lead, *settled) if isinstance(given, dict) else given


def _new(kind: Kind, given: Given, by: User, lead: Lead, *settled: str) -> Given:
    """Values of a new record; what the lead knows and the other records settle is not asked again."""
    known = tuple(name for name in ("source", "campaign") if getattr(lead, f"{name}_id"))
    try:
        return read_new(kind, given, by=by, moments=MADE, settled=(*known, *settled))
    except Refused as refusal:
        raise refusal.under(kind.name) from refusal


def _linked(body: ConvertIn) -> list[str]:
    """The links of the deal that the conversion sets."""
    has_client = body.organization is not None or isinstance(body.person, int)
    return ["lead", *(["organization"] if has_client else []), *(["person"] if body.person is not None else [])]
