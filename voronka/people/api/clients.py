"""Legal entities with their bank accounts, positions and places of work, for programs."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Header, Router, Status

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.core.problems import CONFLICTS, REFUSALS
from voronka.people import lookup, queries
from voronka.people.actions import bank_accounts
from voronka.people.actions import legal_entities as entity_actions
from voronka.people.actions import positions as position_actions
from voronka.people.kinds import LEGAL_ENTITY, PERSON, POSITION
from voronka.people.models import BankAccount
from voronka.people.pasted import understand
from voronka.people.schemas import (
    BankAccountNew,
    BankAccountOut,
    BankAccountPatch,
    BankAccountsOut,
    DefaultOut,
    LeaveIn,
    LookedUpOut,
    LookUpIn,
    MainOut,
    PastedIn,
    PastedOut,
    PositionIdOut,
)
from voronka.records import access
from voronka.records.idempotency import once

legal_entities = Router(tags=["legal-entities"])
positions = Router(tags=["positions"])
persons = Router(tags=["persons"])


@legal_entities.post(
    "/read",
    response={200: PastedOut, **REFUSALS},
    operation_id="legal_entity_read",
    summary=gettext_noop("Understand a block of requisites"),
)
def read(request: HttpRequest, body: PastedIn) -> Any:
    """Nothing is stored: the values go into a new legal entity and its accounts."""
    access.require(asker(request), Action.CREATE, LEGAL_ENTITY)
    return understand(body.text)


@legal_entities.post(
    "/look-up",
    response={200: LookedUpOut, **REFUSALS},
    operation_id="legal_entity_look_up",
    summary=gettext_noop("Look a company up by its INN"),
)
def look_up(request: HttpRequest, body: LookUpIn) -> Any:
    """The service that the administrator has set up is asked; nothing is stored."""
    access.require(asker(request), Action.CREATE, LEGAL_ENTITY)
    return lookup.find(inn=body.inn, kpp=body.kpp)


@legal_entities.post(
    "/{int:pk}/default",
    response={200: DefaultOut, **REFUSALS},
    operation_id="legal_entity_default",
    summary=gettext_noop("Make it the default of its organization"),
)
def default(request: HttpRequest, pk: int) -> Any:
    """The one that was the default gives way."""
    by = asker(request)
    entity = access.load(LEGAL_ENTITY, by, pk, action=Action.EDIT)
    return entity_actions.make_default(entity=entity, by=by, at=timezone.now())


@legal_entities.get(
    "/{int:pk}/bank-accounts",
    response={200: BankAccountsOut, **REFUSALS},
    operation_id="bank_account_list",
    summary=gettext_noop("Bank accounts"),
)
def listed(request: HttpRequest, pk: int) -> Any:
    """All accounts, the default first."""
    return {"items": queries.bank_accounts_of(queries.entity_with_accounts(asker(request), pk))}


@legal_entities.post(
    "/{int:pk}/bank-accounts",
    response={201: BankAccountOut, **REFUSALS},
    operation_id="bank_account_create",
    summary=gettext_noop("Add a bank account"),
)
def add(
    request: HttpRequest,
    pk: int,
    body: BankAccountNew,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", max_length=80)] = "",
) -> Any:
    """The check digit of the account is compared with the BIC; the first account becomes the default."""
    by, at = asker(request), timezone.now()
    entity = queries.entity_with_accounts(by, pk, action=Action.EDIT)
    key = f"api:{idempotency_key}" if idempotency_key else ""
    made = once(
        kind=bank_accounts.BANK_ACCOUNT,
        key=key,
        by=by,
        at=at,
        make=lambda: bank_accounts.add(entity=entity, values=body.dict(), by=by, at=at),
    )
    return Status(201, made)


@legal_entities.get(
    "/{int:pk}/bank-accounts/{int:account_id}",
    response={200: BankAccountOut, **REFUSALS},
    operation_id="bank_account_get",
    summary=gettext_noop("Get one bank account"),
)
def one(request: HttpRequest, pk: int, account_id: int) -> Any:
    """One account of this legal entity."""
    return queries.bank_account_of(queries.entity_with_accounts(asker(request), pk), account_id)


@legal_entities.patch(
    "/{int:pk}/bank-accounts/{int:account_id}",
    response={200: BankAccountOut, **CONFLICTS},
    operation_id="bank_account_change",
    summary=gettext_noop("Change a bank account"),
)
def change(request: HttpRequest, pk: int, account_id: int, body: BankAccountPatch) -> Any:
    """What is not named stays."""
    given = {name: value for name, value in body.dict(exclude_unset=True).items() if value is not None}
    version = given.pop("version", None)
    account = _account(request, pk, account_id)
    return bank_accounts.change(account=account, values=given, by=asker(request), at=timezone.now(), version=version)


@legal_entities.post(
    "/{int:pk}/bank-accounts/{int:account_id}/default",
    response={200: BankAccountOut, **REFUSALS},
    operation_id="bank_account_default",
    summary=gettext_noop("Make a bank account the default"),
)
def account_default(request: HttpRequest, pk: int, account_id: int) -> Any:
    """Documents name this account from now on."""
    account = _account(request, pk, account_id)
    return bank_accounts.make_default(account=account, by=asker(request), at=timezone.now())


@legal_entities.delete(
    "/{int:pk}/bank-accounts/{int:account_id}",
    response={204: None, **REFUSALS},
    operation_id="bank_account_delete",
    summary=gettext_noop("Take a bank account away"),
)
def remove(request: HttpRequest, pk: int, account_id: int) -> Any:
    """If it was the default, the oldest of the others takes its place."""
    bank_accounts.remove(account=_account(request, pk, account_id), by=asker(request), at=timezone.now())
    return Status(204, None)


def _account(request: HttpRequest, pk: int, account_id: int) -> BankAccount:
    """An account whose legal entity this person may edit."""
    entity = queries.entity_with_accounts(asker(request), pk, action=Action.EDIT)
    return queries.bank_account_of(entity, account_id)


@positions.post(
    "/{int:pk}/main",
    response={200: MainOut, **REFUSALS},
    operation_id="position_main",
    summary=gettext_noop("Make it the main place of work"),
)
def make_main(request: HttpRequest, pk: int) -> Any:
    """The one that was the main one takes its place among the others."""
    by = asker(request)
    position = access.load(POSITION, by, pk, action=Action.EDIT)
    return position_actions.make_main(position=position, by=by, at=timezone.now())


@persons.post(
    "/{int:pk}/leave",
    response={200: PositionIdOut, **REFUSALS},
    operation_id="person_leave",
    summary=gettext_noop("The person left the main place of work"),
)
def leave(request: HttpRequest, pk: int, body: LeaveIn) -> Any:
    """It becomes a former position, whose id is the answer."""
    by = asker(request)
    person = access.load(PERSON, by, pk, action=Action.EDIT)
    return position_actions.leave(person=person, on=body.on, by=by, at=timezone.now())
