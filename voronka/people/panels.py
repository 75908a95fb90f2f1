"""What people adds to cards: who works in an organization, its legal entities, the organization of a person."""

from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.accounts.models import Action, User
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records import access, kinds
from voronka.records.kinds import Kind, Panel

MOST = 20


def register() -> None:
    """Put the panels on their cards."""
    persons = Panel(
        name="persons",
        label=gettext_lazy("People"),
        template="people/panels/persons.html",
        context=persons_of,
        order=10,
        live=("person",),
    )
    entities = Panel(
        name="legal-entities",
        label=gettext_lazy("Legal entities"),
        template="people/panels/legal_entities.html",
        context=legal_entities_of,
        order=80,
        live=("legal_entity",),
    )
    organization = Panel(
        name="organization",
        label=gettext_lazy("Organization"),
        template="people/panels/organization.html",
        context=organization_of,
        order=10,
        live=("organization", "person"),
    )
    kinds.add_panel(["organization"], persons)
    kinds.add_panel(["organization"], entities)
    kinds.add_panel(["person", "legal_entity"], organization)


def persons_of(organization: Organization, user: User, _at: datetime) -> dict[str, Any]:
    """People of the organization whom this person may see."""
    rows = access.visible(PERSON, user).filter(organization=organization).select_related("role").order_by("name", "pk")
    return _shown(rows) | {"add": _add(PERSON, _("Add a person"), organization, user)}


def legal_entities_of(organization: Organization, user: User, _at: datetime) -> dict[str, Any]:
    """Legal entities of the organization."""
    rows = access.visible(LEGAL_ENTITY, user).filter(organization=organization).order_by("name", "pk")
    return _shown(rows) | {"add": _add(LEGAL_ENTITY, _("Add a legal entity"), organization, user)}


def organization_of(record: Any, user: User, _at: datetime) -> dict[str, Any]:
    """The organization of a person or of a legal entity, with the colleagues of a person."""
    if record.organization_id is None:
        return {"hidden": True}
    organization = access.visible(ORGANIZATION, user).filter(pk=record.organization_id).first()
    if organization is None:
        return {"hidden": True}
    colleagues: list[Person] = []
    if isinstance(record, Person):
        others = access.visible(PERSON, user).filter(organization=organization).exclude(pk=record.pk)
        colleagues = list(others.select_related("role").order_by("name", "pk")[:5])
    return {"organization": organization, "colleagues": colleagues}


def _shown(rows: QuerySet[Any]) -> dict[str, Any]:
    """The first rows and how many there are, in one query."""
    found = list(rows.annotate(_all=Window(Count("pk")))[:MOST])
    count = found[0]._all if found else 0
    return {"rows": found, "count": count or None, "rest": count - len(found)}


def _add(kind: Kind, label: str, organization: Organization, user: User) -> dict[str, str] | None:
    if not access.may(user, Action.CREATE, kind):
        return None
    return {"label": label, "href": f"{reverse(f'{kind.name}:new')}?organization={organization.pk}&stay=1"}
