"""Reads over clients: who works in an organization, what it is in law, whose colleague a person is."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import JSONObject

from voronka.accounts.models import Action, User
from voronka.core.errors import NotFound
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON, POSITION
from voronka.people.models import BankAccount, LegalEntity, Organization, Person, Position
from voronka.records import access
from voronka.records.field_rules import hides
from voronka.records.models import Record
from voronka.records.prepared import prepared

# Who decides first: the order in which the company keeps its roles.
BY_ROLE = (F("role__position").asc(nulls_last=True),)
MOST_PLACES = 30
MOST_PEOPLE = 20
ACCOUNTS = "account_lines"
ACCOUNT = ("id", "bank", "bic", "number", "correspondent", "swift", "is_default")


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
    """The organization of a person and the first colleagues there, the other places of work, the former ones."""

    organization: Organization | None
    colleagues: tuple[Person, ...]
    others: tuple[Position, ...]
    former: tuple[Position, ...]


@dataclass(frozen=True, kw_only=True)
class Staff:
    """People of an organization: those whose main place it is, those who work there beside another one, the former."""

    main: FirstRows[Person]
    others: tuple[Position, ...]
    former: tuple[Position, ...]


def people_of(organization: Organization, user: User, *, most: int) -> Staff:
    """The people of an organization whom `user` may see, by the order of the list of roles; asked once a card."""
    kept: dict[tuple[int, int], Staff] = organization.__dict__.setdefault("_staff", {})
    if (user.pk, most) not in kept:
        kept[user.pk, most] = _staff(organization, user, most)
    return kept[user.pk, most]


def _staff(organization: Organization, user: User, most: int) -> Staff:
    ties = _beside(2 * most, by=user, pk=organization.pk)
    return Staff(
        main=_counted(_main(most, by=user, pk=organization.pk)),
        others=tuple(one for one in ties if one.until_on is None),
        former=tuple(one for one in ties if one.until_on),
    )


@prepared
def _main(most: int, /, *, by: User, pk: int) -> QuerySet[Person]:
    rows = access.visible(PERSON, by).filter(organization=pk).select_related("role")
    return _with_count(rows.order_by(*BY_ROLE, "name", "pk"))[:most]


@prepared
def _beside(most: int, /, *, by: User, pk: int) -> QuerySet[Position]:
    rows = access.visible(POSITION, by).filter(organization=pk).select_related("role", "person")
    return rows.order_by(*BY_ROLE, "person__name", "pk")[:most]


def habits_of(record: Any, user: User) -> list[Person]:
    """Whose habits stand in the head: the person, the contact of a deal, at most two of a company's people.

    Those who decide come first; of others than the person itself only who told something and whom `user` may see.
    """
    if isinstance(record, Person):
        return [record]
    if isinstance(record, Organization):
        return _told(by=user, pk=record.pk)
    contact: Person | None = record.person
    if contact is None or not (contact.called or contact.preferences):
        return []
    if access.condition(PERSON, user) == Q():  # all are seen
        return [contact]
    return list(access.visible(PERSON, user).filter(pk=contact.pk))


@prepared
def _told(*, by: User, pk: int) -> QuerySet[Person]:
    told = access.visible(PERSON, by).filter(organization=pk).exclude(called="", preferences="")
    return told.order_by(*BY_ROLE, "name", "pk")[:2]


def legal_entities_of(
    organization: Organization, user: User, *, most: int
) -> tuple[FirstRows[LegalEntity], dict[int, list[BankAccount]]]:
    """What the organization is in law, the default first, and their accounts by id: one query.

    Each says in `may_edit` whether `user` may change it.
    """
    found = _counted(_legal_entities(most, by=user, pk=organization.pk))
    return found, {one.pk: [BankAccount(**told) for told in vars(one)["told_accounts"]] for one in found.rows}


@prepared
def _legal_entities(most: int, /, *, by: User, pk: int) -> QuerySet[LegalEntity]:
    rows = access.visible(LEGAL_ENTITY, by).filter(organization=pk)
    told = JSONObject(**{name: name for name in ACCOUNT})
    accounts = BankAccount.objects.filter(legal_entity=OuterRef("pk")).order_by("-is_default", "pk")
    editable = ExpressionWrapper(access.condition(LEGAL_ENTITY, by, Action.EDIT), BooleanField())
    annotated = rows.annotate(told_accounts=ArraySubquery(accounts.values(told=told)), may_edit=editable)
    return _with_count(annotated.order_by("-is_default", "name", "pk"))[:most]


def bank_accounts_of(entity: LegalEntity) -> list[BankAccount]:
    """The bank accounts of a legal entity that was loaded by its policy, the default first."""
    if "bank_accounts" not in getattr(entity, "_prefetched_objects_cache", {}):
        prefetch_related_objects([entity], "bank_accounts")
    return list(entity.bank_accounts.all())


def entity_with_accounts(user: User, pk: int, *, action: str = Action.VIEW) -> LegalEntity:
    """The legal entity whose accounts this person may see; raises NotFound, Forbidden as `access.load` does.

    Somebody whose roles hide the accounts finds none, as if they did not exist.
    """
    if hides(user, LEGAL_ENTITY, ACCOUNTS):
        raise NotFound
    found: LegalEntity = access.load(LEGAL_ENTITY, user, pk, action=action)
    return found


def bank_account_of(entity: LegalEntity, pk: int) -> BankAccount:
    """One of these accounts; raises NotFound."""
    found = entity.bank_accounts.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def organization_of(record: Person | LegalEntity, user: User) -> Organization | None:
    """The organization of a person or a legal entity; None where there is none that `user` may see."""
    if record.organization_id is None:
        return None
    if access.condition(ORGANIZATION, user) == Q():  # all are seen: it came with the record
        return record.organization
    found: Organization | None = access.visible(ORGANIZATION, user).filter(pk=record.organization_id).first()
    return found


def workplaces_of(person: Person, user: User, *, most: int) -> Workplace:
    """Where a person works and worked, with `most` colleagues at the main place, as far as `user` may see them."""
    organization = organization_of(person, user)
    colleagues: tuple[Person, ...] = ()
    if organization:
        colleagues = tuple(_colleagues(most, by=user, pk=person.pk, organization=organization.pk))
    ties = _places(by=user, pk=person.pk)
    return Workplace(
        organization=organization,
        colleagues=colleagues,
        others=tuple(one for one in ties if one.until_on is None),
        former=tuple(one for one in ties if one.until_on),
    )


@prepared
def _colleagues(most: int, /, *, by: User, pk: int, organization: int) -> QuerySet[Person]:
    others = access.visible(PERSON, by).filter(organization=organization).exclude(pk=pk)
    return others.select_related("role").order_by(*BY_ROLE, "name", "pk")[:most]


@prepared
def _places(*, by: User, pk: int) -> QuerySet[Position]:
    rows = access.visible(POSITION, by).filter(person=pk, organization__in=access.visible(ORGANIZATION, by))
    return rows.select_related("organization", "role").order_by(F("until_on").desc(nulls_first=True), "pk")[
        :MOST_PLACES
    ]


def _with_count[R: Record](rows: QuerySet[R]) -> QuerySet[Any]:
    return rows.annotate(all_rows=Window(Count("pk")))


def _counted(found: list[Any]) -> FirstRows[Any]:
    """What `_with_count` tells."""
    return FirstRows(rows=tuple(found), count=found[0].all_rows if found else 0)
