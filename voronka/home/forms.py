"""The form of quick entry: what is proposed for a text, and what the form shows."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.activities.kinds import TASK
from voronka.activities.models import Ref
from voronka.core import money
from voronka.core.errors import Refused
from voronka.core.numbers import grouped
from voronka.core.phones import show
from voronka.home import entity_form, open_card
from voronka.home.open_card import About
from voronka.home.reading.pieces import OrganizationRead, PersonRead, Reading, Sort, without_organization
from voronka.home.reading.text import LONGEST
from voronka.home.reading.vcards import cards_in, is_vcard
from voronka.home.reading.whole import longest, understand
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.records import access, aside
from voronka.records.field_rules import demanded
from voronka.records.forms import Input, inputs_beyond
from voronka.records.kinds import Kind
from voronka.sales.kinds import DEAL
from voronka.sales.models import Currency
from voronka.sales.queries.matches import Matches, matching

NEW, NONE, ON = "new", "none", "on"
PARTS = (PERSON, ORGANIZATION, LEGAL_ENTITY, DEAL, TASK)
PERSON_FIELDS = ("last_name", "first_name", "middle_name", "position", "phones", "emails")
ORGANIZATION_FIELDS = ("name", "phones", "emails", "website", "address")
DEAL_FIELDS = ("name", "amount", "currency", "expected_close_on")


@dataclass(kw_only=True)
class QuickForm:
    """Texts by name of input (`person-last_name`), errors by the same names, kinds left out for want of a right.

    `required` are the inputs that the company demands to be filled, `more` those by kind that no card shows by itself.
    """

    given: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    left_out: list[Kind] = field(default_factory=list)
    matches: Matches = field(default_factory=lambda: Matches(organizations=[], persons=[]))
    sort: Sort = Sort.LINE
    count: int = 1
    rest: str = ""
    required: set[str] = field(default_factory=set)
    more: dict[str, list[Input]] = field(default_factory=dict)
    about: About | None = None

    def text(self, name: str) -> str:
        """What stands in an input."""
        return self.given.get(name, "")

    def asks(self, name: str) -> bool:
        """Whether an input is needed that is shown only then: for what was read, or must be filled."""
        return bool(self.text(name)) or name in self.required

    @property
    def accounts(self) -> list[list[str]]:
        """Names of the inputs of each bank account that are shown."""
        return entity_form.shown(self.given, self.errors)[0]

    @property
    def unseen(self) -> list[str]:
        """Names of the requisites that go along unseen."""
        drawn = {one.field.name for one in self.more.get(LEGAL_ENTITY.name, ())}
        return [name for name in entity_form.shown(self.given, self.errors)[1] if name not in drawn]

    def has(self, kind: str) -> bool:
        """Whether this part was read in the text."""
        return kind in self.given

    @property
    def tied(self) -> set[str]:
        """The parts that belong to the record whose card is open."""
        if self.about is None:
            return set()
        person, organization = (self.text(name) not in {NONE, ""} for name in ("person", "organization"))
        return self.about.part_of(is_person_named=person, is_organization_named=organization)


def of_text(raw: str, *, about: str = "", by: User, at: datetime) -> QuickForm:
    """What is proposed for a text at the moment `at`, in the time zone of `at`; `about` names the open card."""
    text = raw.replace("\r\n", "\n").strip()
    if len(text) > (most := longest(text)):
        form = QuickForm(given={})
        form.errors["text"] = _("This is too long for one entry: at most %(most)s signs.") % {
            "most": grouped(Decimal(most))
        }
    else:
        form = proposed(understand(text, at), open_card.find(Ref.read(about), by), by=by)
    form.given |= {"text": text, "read": mark_of(text), "about": str(form.about.named.ref) if form.about else ""}
    return form


def rest_of(raw: str) -> str:
    """The vCards behind the first one, of which a form is still to be made."""
    return "\n".join(cards_in(raw)[1:]) if is_vcard(raw) else ""


def mark_of(raw: str) -> str:
    """By what a form remembers the text that it was made of: the text itself, or a digest of a long one."""
    text = raw.replace("\r\n", "\n").strip()
    return text if len(text) <= LONGEST else hashlib.sha256(text.encode(errors="replace")).hexdigest()


def proposed(reading: Reading, about: About | None = None, *, by: User) -> QuickForm:
    """The parts that were read, with what they may be already: a strong match is chosen before a new record."""
    reading = without_organization(reading) if ORGANIZATION.name in aside.names() else reading
    person, organization = reading.person or PersonRead(), reading.organization or OrganizationRead()
    inn = reading.entity.values.get("inn", "") if reading.entity else organization.inn
    found = matching(
        phones=person.phones + organization.phones,
        emails=person.emails + organization.emails,
        inn=inn,
        company=organization.name,
        person_name=person.name if person.last_name else "",
        by=by,
    )
    form = QuickForm(given={}, matches=found, sort=reading.sort, count=reading.count, rest=reading.rest)
    form.about = about
    allowed = {kind.name for kind in PARTS if access.may(by, Action.CREATE, kind)}
    if reading.person:
        _propose_person(form, person)
    if reading.organization:
        _propose_organization(form, organization, person)
    if reading.entity:
        entity_form.propose(form.given, form.errors, reading.entity, organization=form.text("organization"), by=by)
    if reading.deal:
        deal = reading.deal
        form.given |= {
            "deal": ON,
            "deal-name": deal.name
            or organization.name
            or person.name
            or (about.client if about else "")
            or str(_("New deal")),
            "deal-amount": money.show(deal.amount, "") if deal.currency in {"", *Currency.values} else "",
            "deal-currency": deal.currency if deal.currency in Currency.values else Currency.RUB.value,
            "deal-expected_close_on": f"{deal.close_on:%Y-%m-%d}" if deal.close_on else "",
        }
        if deal.amount is not None and not form.text("deal-amount"):
            reading.note = "; ".join(part for part in (f"{deal.amount} {deal.currency}", reading.note) if part)
    if reading.task:
        title = reading.task.title
        form.given |= {"task": ON, "task-title": title[:1].upper() + title[1:], "task-due": reading.task.due}
    form.given["note"] = reading.note
    for kind in PARTS:
        if form.has(kind.name) and kind.name not in allowed and not (form.text(kind.name) or "0").isdecimal():
            form.left_out.append(kind)
            form.given[kind.name] = NONE if kind.name in {"person", "organization"} else ""
    return form


def _propose_person(form: QuickForm, person: PersonRead) -> None:
    form.given |= {f"person-{name}": getattr(person, name) for name in PERSON_FIELDS[:4]}
    form.given["person-phones"] = ", ".join(show(one) for one in person.phones)
    form.given["person-emails"] = ", ".join(person.emails)
    sure = form.matches.sure_person(person.last_name)
    form.given["person"] = str(sure.record.pk) if sure else NEW


def _propose_organization(form: QuickForm, organization: OrganizationRead, person: PersonRead) -> None:
    form.given |= {
        f"organization-{name}": getattr(organization, name) for name in ("name", "website", "address", "inn")
    }
    form.given["organization-phones"] = ", ".join(show(one) for one in organization.phones)
    form.given["organization-emails"] = ", ".join(organization.emails)
    namesakes = [one for one in form.matches.organizations if _("the same name") in one.reasons]
    sure = form.matches.sure_organization(person.last_name) or (namesakes[0] if len(namesakes) == 1 else None)
    form.given["organization"] = str(sure.record.pk) if sure else NEW if organization.name else NONE


def filled(post: Mapping[str, str]) -> QuickForm:
    """The form as it was sent."""
    given = {name: text[:4000] for name, text in post.items()} | {"text": post.get("text", "")}
    sort = given.get("sort", "")
    return QuickForm(given=given, sort=Sort(sort) if sort in set(Sort) else Sort.LINE)


def with_matches(form: QuickForm, *, by: User) -> QuickForm:
    """The same form with the records that its parts may be."""
    names = (form.text(f"person-{part}") for part in PERSON_FIELDS[:3])
    form.matches = matching(
        phones=_listed(form, "phones"),
        emails=_listed(form, "emails"),
        inn=form.text("legal_entity-inn")[:12],
        company=form.text("organization-name")[:255],
        person_name=" ".join(names)[:255].strip(),
        by=by,
    )
    return form


def _listed(form: QuickForm, name: str) -> list[str]:
    values: list[str] = []
    for kind in (PERSON, ORGANIZATION):
        try:
            values += kind.field(name).parse(form.text(f"{kind.name}-{name}"), by=None) or []  # type: ignore[arg-type]  # asks nobody
        except Refused:
            continue
    return values


def settled(form: QuickForm, kind: Kind) -> set[str]:
    """The fields of a part that its card shows, or that the other parts settle."""
    shown = {
        PERSON.name: {*PERSON_FIELDS},
        ORGANIZATION.name: {*ORGANIZATION_FIELDS},
        DEAL.name: {*DEAL_FIELDS},
        LEGAL_ENTITY.name: {*entity_form.SHOWN, "organization"},
        TASK.name: {"title", "due_at", "subject"},
    }[kind.name]
    has_client = form.text("organization") not in {NONE, ""}
    has_person = form.text("person") not in {NONE, ""}
    if kind is PERSON and has_client:
        shown |= {"organization"}
    if kind is DEAL:
        shown |= {"organization"} if has_client or form.text("person").isdecimal() else set()
        shown |= {"person"} if has_person else set()
    return shown | open_card.settles(form.about, form.tied, kind)


def with_demands(form: QuickForm, sent: Mapping[str, str], *, by: User) -> QuickForm:
    """The same form with inputs of what else the company demands; what was typed into them stays."""
    for kind in PARTS:
        if form.has(kind.name):
            shown = settled(form, kind)
            names = {f"{kind.name}-{one.name}" for one in demanded(kind, by)}
            form.required |= names
            form.given = {name: sent[name][:4000] for name in names & {*sent}} | form.given
            form.more[kind.name] = inputs_beyond(kind, shown, form.given, form.errors, by=by)
    return form


def choose(form: QuickForm, choices: Mapping[str, Any]) -> None:
    """Put what a program has chosen in the place of what was proposed; None leaves the proposal."""
    for kind in (PERSON, ORGANIZATION):
        if choices[kind.name] is not None:
            form.given[kind.name] = str(choices[kind.name])
    for kind in (LEGAL_ENTITY, DEAL, TASK):
        if not choices[kind.name] and form.has(kind.name):
            form.given[kind.name] = ""


def parts_of(form: QuickForm) -> dict[str, dict[str, str]]:
    """The texts of the form by kind and field, without the empty ones."""
    parts: dict[str, dict[str, str]] = {kind.name: {} for kind in PARTS if form.has(kind.name)}
    for name, text in form.given.items():
        kind, _hyphen, field_name = name.partition("-")
        if field_name and text and kind in parts:
            parts[kind][field_name] = text
    return parts
