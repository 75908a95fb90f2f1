"""What a person has made of the form of quick entry: parsed values of what is to be made, every mistake told."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.activities.kinds import TASK
from voronka.activities.models import Ref
from voronka.core import quick_dates
from voronka.core.numbers import whole
from voronka.home import entity_form, open_card
from voronka.home.actions.entries import Wanted
from voronka.home.forms import DEAL_FIELDS, NEW, NONE, ORGANIZATION_FIELDS, PERSON_FIELDS, QuickForm, settled
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.records import access
from voronka.records.actions.given import read_all
from voronka.records.field_rules import demanded, fillable
from voronka.records.kinds import Kind
from voronka.records.moments import CREATE
from voronka.sales.kinds import DEAL
from voronka.sales.models import Currency

NOTED = (("deal", "note"), ("task", "note"), ("person", "note"), ("organization", "note"))


def read(form: QuickForm, *, by: User, at: datetime) -> Wanted | None:
    """What the form asks for; None when something is wrong, `form.errors` says what.

    Parts that this person may not create are left out.
    """
    if form.text("about") and form.about is None:
        form.about = open_card.find(Ref.read(form.text("about")), by)
        if form.about is None:
            form.errors[""] = _("There is no such record, or it is not for you.")
    note, tied = form.text("note"), form.tied
    person = _target(form, PERSON, PERSON_FIELDS, by)
    organization = _target(form, ORGANIZATION, ORGANIZATION_FIELDS, by)
    deal = _values(form, DEAL, DEAL_FIELDS, by) if _is_on(form, DEAL, by) else None
    task = _task(form, by, at) if _is_on(form, TASK, by) else None
    inn = _inn(form, by) if isinstance(organization, dict) else ""
    entity, accounts, faults = entity_form.read(form.given, by) if _is_on(form, LEGAL_ENTITY, by) else (None, (), {})
    form.errors |= faults
    parts = {"deal": deal, "task": task, "person": person, "organization": organization}
    for name, target in NOTED:
        part = parts[name]
        if note and isinstance(part, dict) and not part.get(target):
            part[target], note = note, ""
    known = {}
    if isinstance(person, int):
        values = _values(form, PERSON, ("phones", "emails"), by, moments=())
        known = {name: values.get(name) or [] for name in ("phones", "emails")}
    if form.errors:
        return None
    if form.about and PERSON.name in tied:
        organization = form.about.organization
    return Wanted(
        person=person,
        organization=organization,
        subject=form.about.named.ref if form.about and TASK.name in tied else None,
        inn=inn,
        entity=entity,
        accounts=accounts,
        deal={**open_card.links(form.about, tied), **deal} if deal is not None else None,
        task=task,
        known=known,
    )


def _is_on(form: QuickForm, kind: Kind, by: User) -> bool:
    return bool(form.text(kind.name)) and access.may(by, Action.CREATE, kind)


def _target(form: QuickForm, kind: Kind, names: tuple[str, ...], by: User) -> int | dict[str, Any] | None:
    choice = form.text(kind.name)
    if choice in {NONE, ""}:
        return None
    if choice == NEW:
        return _values(form, kind, names, by) if access.may(by, Action.CREATE, kind) else None
    pk = whole(choice) or 0
    if not access.visible(kind, by, Action.VIEW).filter(pk=pk).exists():
        form.errors[kind.name] = _("There is no such record, or it is not for you.")
        return None
    return pk


def _values(
    form: QuickForm, kind: Kind, names: tuple[str, ...], by: User, moments: Collection[str] = (CREATE,)
) -> dict[str, Any]:
    shown = settled(form, kind)
    names = (*names, *(one.name for one in demanded(kind, by, moments) if one.name not in shown))
    raw = {name: form.text(f"{kind.name}-{name}") for name in names}
    if kind is DEAL:
        raw["currency"] = raw["currency"] or Currency.RUB.value
    may = fillable(kind, names, by)
    values, errors = read_all(
        kind, raw, tuple(name for name in names if name in may or raw[name]), by=by, moments=moments
    )
    form.errors |= {f"{kind.name}-{name}": message for name, message in errors.items()}
    return values


def _inn(form: QuickForm, by: User) -> str:
    if not form.text("organization-inn"):
        return ""
    values, errors = read_all(LEGAL_ENTITY, {"inn": form.text("organization-inn")}, ("inn",), by=by)
    if errors:
        form.errors["organization-inn"] = errors["inn"]
    return str(values.get("inn", ""))


def _task(form: QuickForm, by: User, at: datetime) -> dict[str, Any]:
    values = _values(form, TASK, ("title",), by)
    due = form.text("task-due").strip()
    if not due:
        return values
    try:
        said = quick_dates.read(due, at)
    except ValueError:
        form.errors["task-due"] = _("Such a time was not understood. Try “tomorrow at 15”, “friday”, “15.03”.")
        return values
    return {**values, "due_at": said.at}
