"""What people adds to cards: who works in an organization, its legal entities, the organization of a person."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.accounts.models import Action, User
from voronka.people import consents, queries, requisites
from voronka.people.kinds import LEGAL_ENTITY, PERSON, POSITION
from voronka.people.models import LegalEntity, Organization, Person
from voronka.people.queries import ACCOUNTS, FirstRows
from voronka.records import access, kinds
from voronka.records.field_rules import fillable, hides, veiled, veiled_all
from voronka.records.kinds import Kind, Panel, kind_of
from voronka.records.reads import shown_all

MOST = queries.MOST_PEOPLE
MOST_COLLEAGUES = 5
HABITS = ("called", "preferences")


def register() -> None:
    """Put the panels on their cards."""
    persons = Panel(
        name="persons",
        label=gettext_lazy("People"),
        template="people/panels/persons.html",
        context=persons_panel,
        order=10,
        live=("person", "position"),
        lazy=True,
    )
    entities = Panel(
        name="legal-entities",
        label=gettext_lazy("Legal entities"),
        template="people/panels/legal_entities.html",
        context=legal_entities_panel,
        order=80,
        live=("legal_entity",),
        lazy=True,
    )
    accounts = Panel(
        name="bank-accounts",
        label=gettext_lazy("Bank accounts"),
        template="people/panels/bank_accounts.html",
        context=bank_accounts_panel,
        order=5,
        live=("legal_entity",),
    )
    buttons = Panel(
        name="requisites",
        label=gettext_lazy("Requisites"),
        template="people/panels/requisites.html",
        context=requisites_panel,
        slot="actions",
        live=("legal_entity",),
    )
    kinds.add_panel(["legal_entity"], accounts)
    kinds.add_panel(["legal_entity"], buttons)
    kinds.add_panel(["person"], CONSENTS)
    kinds.add_panel(["organization"], persons)
    kinds.add_panel(["organization"], entities)
    _register_persons()


def _register_persons() -> None:
    """Panels that tell of human beings: where they work, how to address them."""
    workplaces = Panel(
        name="organization",
        label=gettext_lazy("Works at"),
        template="people/panels/workplaces.html",
        context=workplace_panel,
        order=10,
        live=("organization", "person", "position"),
    )
    kinds.add_panel(["person"], workplaces)
    habits = Panel(
        name="habits",
        label=gettext_lazy("Preferences"),
        template="people/panels/habits.html",
        context=habits_panel,
        slot="head",
        live=("person",),
    )
    kinds.add_panel(["person", "organization"], habits)
    kinds.add_panel(["legal_entity"], _organization(organization_panel, live=("organization",)))


CONSENTS = Panel(
    name="consents",
    label=gettext_lazy("Consents"),
    template="people/consents/panel.html",
    context=lambda record, _user, _at: {"rows": consents.standing(kind_of(record).name, record.pk)},
    order=85,
    live=("person",),
    lazy=True,
)


def persons_panel(organization: Organization, user: User, _at: datetime) -> dict[str, Any]:
    """People of the organization, and the way to add one: a new one, or one who works elsewhere too."""
    found = queries.people_of(organization, user, most=MOST)
    shown_all((*found.main.rows, *(one.person for one in (*found.others, *found.former))))
    beside = _add(POSITION, _("Somebody who is known already"), organization, user)
    count = found.main.count + len(found.others)
    add = _add(PERSON, _("Add a person"), organization, user)
    seen = replace(
        found,
        main=replace(found.main, rows=tuple(veiled_all(found.main.rows, user))),
        others=tuple(veiled_all(found.others, user)),
        former=tuple(veiled_all(found.former, user)),
    )
    return {"found": seen, "count": count or None, "add": add, "beside": beside}


def habits_panel(record: Any, user: User, _at: datetime) -> dict[str, Any]:
    """How to address a person and what to mind: a person, a deal's contact, those who decide in a firm."""
    persons = queries.habits_of(record, user)
    shown_all(persons)
    own = isinstance(record, Person) and access.may_do(user, Action.EDIT, record)
    may = fillable(PERSON, HABITS, user, making=False) if own else ()
    return {"persons": veiled_all(persons, user), "own": len(may) == len(HABITS), "hidden": not persons}


def legal_entities_panel(organization: Organization, user: User, _at: datetime) -> dict[str, Any]:
    """Legal entities of the organization, and the way to add one."""
    found, accounts = queries.legal_entities_of(organization, user, most=MOST)
    shown_all(found.rows)
    add = _add(LEGAL_ENTITY, _("Add a legal entity"), organization, user)
    rows = veiled_all(found.rows, user)
    if hides(user, LEGAL_ENTITY, ACCOUNTS):
        accounts = {entity.pk: [] for entity in rows}
    texts = {entity.pk: requisites.text_of(entity, accounts[entity.pk]) for entity in rows}
    return _shown(found, user) | {"add": add, "texts": texts, "accounts": accounts}


def bank_accounts_panel(entity: LegalEntity, user: User, _at: datetime) -> dict[str, Any]:
    """The bank accounts of a legal entity, changed in place by those who may edit it."""
    if hides(user, LEGAL_ENTITY, ACCOUNTS):
        return {"hidden": True}
    rows = queries.bank_accounts_of(entity)
    href = reverse("people:account_new", args=[entity.pk])
    may_edit = access.may_do(user, Action.EDIT, entity)
    add = {"label": _("Add a bank account"), "href": href} if may_edit else None
    return {"rows": rows, "count": len(rows) or None, "add": add, "may_edit": may_edit}


def requisites_panel(entity: LegalEntity, user: User, _at: datetime) -> dict[str, Any]:
    """Buttons of the head: copy the requisites, edit them all at once, make the entity the default."""
    accounts = [] if hides(user, LEGAL_ENTITY, ACCOUNTS) else queries.bank_accounts_of(entity)
    text = requisites.text_of(veiled(entity, user), accounts)
    return {"text": text, "may_edit": access.may_do(user, Action.EDIT, entity)}


def workplace_panel(person: Person, user: User, _at: datetime) -> dict[str, Any]:
    """Where a person works, with the colleagues, and where they worked."""
    found = queries.workplaces_of(person, user, most=MOST_COLLEAGUES)
    shown_all(found.colleagues)
    may_edit = access.may_do(user, Action.EDIT, person)
    add = None
    if may_edit and access.may(user, Action.CREATE, POSITION):
        href = f"{reverse('position:new')}?person={person.pk}&stay=1"
        add = {"label": _("One more place of work"), "href": href}
    empty = not (found.organization or found.others or found.former)
    seen = replace(
        found,
        organization=veiled(found.organization, user),
        colleagues=tuple(veiled_all(found.colleagues, user)),
        others=tuple(veiled_all(found.others, user)),
        former=tuple(veiled_all(found.former, user)),
    )
    return {"found": seen, "add": add, "may_edit": may_edit, "hidden": empty and not add}


def organization_panel(entity: LegalEntity, user: User, _at: datetime) -> dict[str, Any]:
    """The organization of a legal entity."""
    found = queries.organization_of(entity, user)
    return {"hidden": True} if found is None else {"organization": veiled(found, user), "colleagues": ()}


def _organization(context: Any, *, live: tuple[str, ...]) -> Panel:
    return Panel(
        name="organization",
        label=gettext_lazy("Organization"),
        template="people/panels/organization.html",
        context=context,
        order=10,
        live=live,
    )


def _shown(found: FirstRows[Any], user: User) -> dict[str, Any]:
    return {"rows": veiled_all(found.rows, user), "count": found.count or None, "rest": found.rest}


def _add(kind: Kind, label: str, organization: Organization, user: User) -> dict[str, str] | None:
    if not access.may(user, Action.CREATE, kind):
        return None
    return {"label": label, "href": f"{reverse(f'{kind.name}:new')}?organization={organization.pk}&stay=1"}
