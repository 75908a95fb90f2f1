"""Reads over clients: who works in an organization, what it is in law, whose colleague a person is."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Window

from voronka.accounts.models import User
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.people.models import LegalEntity, Organization, Person
from voronka.records import access
from voronka.records.models import Record


@dataclass(frozen=True, kw_only=True)
class FirstRows[R: Record]:
    """The rows that a panel shows and how many there are in all."""

    rows: tuple[R, ...]
    count: int

    @property
    def rest(self) -> int:
        """How many are not shown."""
        return self.count - len(self.rows)


@dataclass(frozen=True, kw_only=True)
class Workplace:
    """The organization of a person and the first colleagues there."""

    organization: Organization
    colleagues: tuple[Person, ...]


def people_of(organization: Organization, user: User, *, most: int) -> FirstRows[Person]:
    """The people of an organization whom `user` may see, by name: one query."""
    rows: QuerySet[Person] = access.visible(PERSON, user).filter(organization=organization).select_related("role")
    return _first(rows, most)


def legal_entities_of(organization: Organization, user: User, *, most: int) -> FirstRows[LegalEntity]:
    """What the organization is in law, by name: one query."""
    rows: QuerySet[LegalEntity] = access.visible(LEGAL_ENTITY, user).filter(organization=organization)
    return _first(rows, most)


def organization_of(record: Person | LegalEntity, user: User) -> Organization | None:
    """The organization of a person or a legal entity; None where there is none that `user` may see."""
    if record.organization_id is None:
        return None
    found: Organization | None = access.visible(ORGANIZATION, user).filter(pk=record.organization_id).first()
    return found


def workplace_of(person: Person, user: User, *, most: int) -> Workplace | None:
    """The organization of a person with `most` colleagues by name, as far as `user` may see them."""
    organization = organization_of(person, user)
    if organization is None:
        return None
    others = access.visible(PERSON, user).filter(organization=organization).exclude(pk=person.pk)
    colleagues = tuple(others.select_related("role").order_by("name", "pk")[:most])
    return Workplace(organization=organization, colleagues=colleagues)


def _first[R: Record](rows: QuerySet[R], most: int) -> FirstRows[R]:
    found: list[Any] = list(rows.order_by("name", "pk").annotate(all_rows=Window(Count("pk")))[:most])
    return FirstRows(rows=tuple(found), count=found[0].all_rows if found else 0)
