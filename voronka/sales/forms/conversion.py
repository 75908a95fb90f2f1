"""The form of conversion: what is proposed for a lead, and what a person has made of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core import money
from voronka.core.errors import Refused
from voronka.core.numbers import whole
from voronka.core.phones import show
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.records import access
from voronka.records.actions.given import read_all
from voronka.records.field_rules import demanded, fillable, veiled
from voronka.records.forms import Input, inputs_beyond, raw_text
from voronka.records.kinds import Kind
from voronka.sales.kinds import DEAL, LEAD
from voronka.sales.models import Lead
from voronka.sales.moments import CONVERT, MADE
from voronka.sales.queries import pipelines
from voronka.sales.queries.demands import lacking
from voronka.sales.queries.matches import Matches

NEW, NONE, OTHER = "new", "none", "other"
ORGANIZATION_FIELDS = ("name", "phones", "emails", "website", "industry")
PERSON_FIELDS = ("last_name", "first_name", "middle_name", "position", "phones", "emails")
DEAL_FIELDS = ("name", "amount", "expected_close_on", "note")
# What goes along unseen as long as nobody demands it.
UNSHOWN = {"website", "industry"}


@dataclass(kw_only=True)
class ConversionForm:
    """Texts by name of input, as they stand in the form; `errors` by the same names.

    `required` are the inputs that the company demands to be filled, `more` those by kind that were not there anyway.
    """

    given: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    more: dict[str, list[Input]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What stands in an input."""
        return self.given.get(name, "")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to convert a lead into: arguments of the action."""

    organization: int | Mapping[str, Any] | None
    person: int | Mapping[str, Any] | None
    deal: Mapping[str, Any] | None
    facts: Mapping[str, Any]


def proposed(lead: Lead, matches: Matches, *, by: User) -> ConversionForm:
    """The form as it opens: an exact match is chosen, else what the lead says becomes a new record."""
    lead = veiled(lead, by)
    has_person = bool(lead.person_name)
    phones, emails = ", ".join(show(number) for number in lead.phones), ", ".join(lead.emails)
    organization, person = matches.sure_organization(lead.last_name), matches.sure_person(lead.last_name)
    new_person = NEW if has_person or not lead.company else NONE
    given = {
        "organization": str(organization.record.pk) if organization else NEW if lead.company else NONE,
        "organization-name": lead.company,
        "organization-phones": "" if has_person else phones,
        "organization-emails": "" if has_person else emails,
        "organization-website": lead.website,
        "organization-industry": str(lead.industry_id or ""),
        "person": str(person.record.pk) if person else new_person,
        "person-phones": phones,
        "person-emails": emails,
        "deal": "on",
        "deal-name": lead.company or lead.name,
        "deal-amount": money.show(lead.amount, ""),
        "deal-note": lead.note,
        "deal-expected_close_on": "",
        "deal-pipeline": "",
    }
    given |= {f"person-{name}": getattr(lead, name) for name in PERSON_FIELDS[:4]}
    shut = closed(by)
    known = {
        f"{kind.name}-{one.name}": raw_text(LEAD.field(one.name), lead)
        for kind in (ORGANIZATION, PERSON, DEAL)
        for one in demanded(kind, by, MADE)
        if one.name in LEAD.by_name
    }
    return ConversionForm(given=known | {name: "" if name in shut else text for name, text in given.items()})


def closed(by: User) -> set[str]:
    """The names of inputs that this person may not fill: they are not shown."""
    parts = ((ORGANIZATION, ORGANIZATION_FIELDS), (PERSON, PERSON_FIELDS), (DEAL, DEAL_FIELDS))
    return {f"{kind.name}-{name}" for kind, names in parts for name in {*names} - {*fillable(kind, names, by)}}


def filled(post: Mapping[str, str]) -> ConversionForm:
    """The form as it was sent."""
    return ConversionForm(given={name: text[:2000] for name, text in post.items()})


def with_demands(form: ConversionForm, lead: Lead, *, by: User) -> ConversionForm:
    """The same form with inputs of what else the company demands, of the lead itself too."""
    for kind in (ORGANIZATION, PERSON, DEAL):
        asked = {one.name for one in demanded(kind, by, MADE)}
        form.required |= {f"{kind.name}-{name}" for name in asked}
        shown = settled(form, kind) - (asked & UNSHOWN)
        form.more[kind.name] = inputs_beyond(kind, shown, form.given, form.errors, by=by, moments=MADE)
    missing = {one.name for one in lacking(lead, by)}
    beside = {one.name for one in LEAD.fields} - missing
    form.more[LEAD.name] = inputs_beyond(LEAD, beside, form.given, form.errors, by=by, moments=(CONVERT,))
    return form


def settled(form: ConversionForm, kind: Kind) -> set[str]:
    """The fields of a part that the form has, or that the other parts settle."""
    has_client = form.text("organization") not in {NONE, ""}
    has_person = form.text("person") not in {NONE, ""}
    if kind is ORGANIZATION:
        return {*ORGANIZATION_FIELDS}
    if kind is PERSON:
        return {*PERSON_FIELDS} | ({"organization"} if has_client else set())
    client = {"organization"} if has_client or form.text("person") not in {NEW, NONE, ""} else set()
    return {*DEAL_FIELDS, "lead", "stage"} | client | ({"person"} if has_person else set())


def read(form: ConversionForm, lead: Lead, *, by: User) -> Wanted | None:
    """What the form asks for; None when something is wrong, `form.errors` says what."""
    missing = tuple(one.name for one in lacking(lead, by))
    facts = _parsed(form, LEAD, missing, by, (CONVERT,)) if missing else {}
    organization = _target(form, ORGANIZATION, ORGANIZATION_FIELDS, by)
    person = _target(form, PERSON, PERSON_FIELDS, by)
    deal = _deal(form, by) if form.text("deal") else None
    if organization is None and person is None and not form.errors:
        form.errors["person"] = _("Choose or make a client or a person: the lead must become somebody.")
    return None if form.errors else Wanted(organization=organization, person=person, deal=deal, facts=facts)


def _target(form: ConversionForm, kind: Kind, names: tuple[str, ...], by: User) -> int | Mapping[str, Any] | None:
    choice = form.text(kind.name)
    if choice == OTHER:
        choice = form.text(f"{kind.name}-other")
        if not choice:
            form.errors[f"{kind.name}-other"] = _("Choose a record or make a new one.")
            return None
    if choice == NEW:
        return _values(form, kind, names, by)
    if choice in {NONE, ""}:
        return None
    pk = whole(choice) or 0
    if not access.visible(kind, by, Action.VIEW).filter(pk=pk).exists():
        form.errors[kind.name] = _("There is no such record, or it is not for you.")
        return None
    return pk


def _values(form: ConversionForm, kind: Kind, names: tuple[str, ...], by: User) -> dict[str, Any]:
    shown = settled(form, kind)
    beyond = (one.name for one in demanded(kind, by, MADE) if one.name not in shown)
    return _parsed(form, kind, (*names, *beyond), by, MADE)


def _parsed(
    form: ConversionForm, kind: Kind, names: tuple[str, ...], by: User, moments: Collection[str]
) -> dict[str, Any]:
    raw = {name: form.text(f"{kind.name}-{name}") for name in names}
    may = fillable(kind, names, by)
    given = tuple(name for name in names if name in may or raw[name])
    values, errors = read_all(kind, raw, given, by=by, moments=moments)
    form.errors |= {f"{kind.name}-{name}": message for name, message in errors.items()}
    return values


def _deal(form: ConversionForm, by: User) -> dict[str, Any]:
    values = _values(form, DEAL, DEAL_FIELDS, by)
    pipeline = form.text("deal-pipeline")
    try:
        stage = pipelines.first_stage(whole(pipeline))
    except Refused as refusal:
        form.errors["deal-pipeline"] = refusal.message
        return values
    return {**values, "stage": stage.pk}
