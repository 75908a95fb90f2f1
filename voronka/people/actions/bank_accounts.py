"""Bank accounts of a legal entity are added, changed, taken away; one of them is the default."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core.errors import Clash, Conflict, NotFound, Refused
from voronka.people import bank_details
from voronka.people.bank_details import NAMES, BankDetails
from voronka.people.kinds import LEGAL_ENTITY
from voronka.people.models import BankAccount, LegalEntity
from voronka.records import access
from voronka.records.actions.store import store
from voronka.records.history import written_by

MOST = 50


@dataclass(frozen=True)
class Made:
    """What a key of idempotency remembers of an account."""

    name: str = "bank_account"
    model: type[BankAccount] = BankAccount


BANK_ACCOUNT = Made()


def add(*, entity: LegalEntity, values: Mapping[str, Any], by: User, at: datetime) -> BankAccount:
    """Add an account with what was given for it (raw texts by name); the first one becomes the default.

    Raises Refused with the requisite that is wrong, Forbidden and NotFound by access to the legal entity.
    """
    details = _right(bank_details.read(values))
    with transaction.atomic(), written_by(by):
        owner = _locked(entity, by)
        if owner.bank_accounts.count() >= MOST:
            raise Refused(_("A legal entity has at most %(most)s accounts.") % {"most": MOST})
        _only_once(owner, details)
        made = BankAccount(legal_entity=owner, created_at=at, created_by=by, updated_at=at, **details.columns())
        made.save(force_insert=True)
        _tell(owner, by, at)
        made.refresh_from_db()
    return made


def change(
    *, account: BankAccount, values: Mapping[str, Any], by: User, at: datetime, version: int | None = None
) -> BankAccount:
    """Store what was given anew (raw texts by name); Conflict when somebody changed the account since `version`."""
    with transaction.atomic(), written_by(by):
        owner, current = _both(account, by)
        stands = BankDetails(**{name: getattr(current, name) for name in NAMES})
        wanted = bank_details.merged(stands, values)
        if wanted == stands:
            return current
        if version is not None and version != current.version:
            raise Conflict(
                _("Somebody else changed this meanwhile."), version=current.version, clashes=_clashes(stands, wanted)
            )
        details = _right(wanted)
        _only_once(owner, details, but=current.pk)
        for name, value in details.columns().items():
            setattr(current, name, value)
        current.updated_at, current.version = at, current.version + 1
        current.save()
        _tell(owner, by, at)
    return current


def make_default(*, account: BankAccount, by: User, at: datetime) -> BankAccount:
    """Documents name this account from now on; the one that they named before gives way."""
    with transaction.atomic(), written_by(by):
        owner, current = _both(account, by)
        if not current.is_default:
            current.is_default, current.updated_at, current.version = True, at, current.version + 1
            current.save()
            _tell(owner, by, at)
    return current


def remove(*, account: BankAccount, by: User, at: datetime) -> None:
    """Take an account away; if it was the default, the oldest of the others takes its place."""
    with transaction.atomic(), written_by(by):
        owner, current = _both(account, by)
        current.delete()
        _tell(owner, by, at)


def restore(*, entity: LegalEntity, pk: int, by: User, at: datetime) -> BankAccount:
    """Add an account anew that was taken away by mistake, as it last stood; NotFound where there was none."""
    history: Any = BankAccount.pgh_event_model  # type: ignore[attr-defined]  # set by pghistory
    last = history.objects.filter(pgh_obj_id=pk, legal_entity_id=entity.pk).order_by("-pgh_id").first()
    if last is None:
        raise NotFound
    return add(entity=entity, values={name: getattr(last, name) for name in NAMES}, by=by, at=at)


def _locked(entity: LegalEntity, by: User) -> LegalEntity:
    owner: LegalEntity = access.load(LEGAL_ENTITY, by, entity.pk, action=Action.EDIT, lock=True)
    return owner


def _both(account: BankAccount, by: User) -> tuple[LegalEntity, BankAccount]:
    """The legal entity, locked, and the account as it stands now."""
    owner = _locked(account.legal_entity, by)
    current = owner.bank_accounts.select_for_update().filter(pk=account.pk).first()
    if current is None:
        raise NotFound
    return owner, current


def _right(details: BankDetails) -> BankDetails:
    for field, fault in bank_details.faults(details).items():
        raise Refused(fault, field=field)
    return details


def _only_once(owner: LegalEntity, details: BankDetails, but: int = 0) -> None:
    same = owner.bank_accounts.filter(bic=details.bic, number=details.number).exclude(pk=but)
    if same.exists():
        raise Refused(_("This account stands here already."), field="number")


def _clashes(stands: BankDetails, wanted: BankDetails) -> tuple[Clash, ...]:
    theirs, yours = stands.columns(), wanted.columns()
    return tuple(
        Clash(
            field=name,
            label=str(BankAccount._meta.get_field(name).verbose_name),  # type: ignore[union-attr]  # a column of ours
            theirs=theirs[name],
            yours=yours[name],
        )
        for name in NAMES
        if theirs[name] != yours[name]
    )


def _tell(owner: LegalEntity, by: User, at: datetime) -> None:
    """Search, history and open pages learn of the accounts as they stand now."""
    lines = "\n".join(str(account) for account in owner.bank_accounts.order_by("-is_default", "pk"))
    store(record=owner, columns={"account_lines": lines}, by=by, at=at)
