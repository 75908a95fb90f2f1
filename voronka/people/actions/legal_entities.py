"""A legal entity comes with its bank accounts; one of several becomes the client's default."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core import live
from voronka.core.errors import Refused
from voronka.people.actions import bank_accounts
from voronka.people.kinds import LEGAL_ENTITY
from voronka.people.models import LegalEntity, Organization
from voronka.records import access, actions
from voronka.records.actions.store import store
from voronka.records.history import written_by


def create(
    *,
    values: Mapping[str, Any],
    accounts: Iterable[Mapping[str, Any]] = (),
    by: User,
    at: datetime,
) -> LegalEntity:
    """Store a new legal entity out of parsed `values` with its bank accounts (raw texts by name), all or nothing.

    Raises Refused; what is wrong with the second account is told of the field `account-2-number` and the like.
    """
    with transaction.atomic():
        made: LegalEntity = actions.create(kind=LEGAL_ENTITY, values=values, by=by, at=at)
        for place, account in enumerate(accounts, start=1):
            try:
                bank_accounts.add(entity=made, values=account, by=by, at=at)
            except Refused as refusal:
                raise Refused(refusal.message, field=f"account-{place}-{refusal.field or 'number'}") from refusal
        made.refresh_from_db()
    return made


def make_default(*, entity: LegalEntity, by: User, at: datetime) -> LegalEntity:
    """Documents of the organization are issued to this one from now on; the one before gives way.

    Raises Forbidden and NotFound by access. The organization is locked first, as the triggers of the table do.
    """
    with transaction.atomic(), written_by(by):
        Organization.objects.select_for_update(no_key=True).filter(pk=entity.organization_id).first()
        current: LegalEntity = access.load(LEGAL_ENTITY, by, entity.pk, action=Action.EDIT, lock=True)
        if current.organization_id != entity.organization_id:
            raise Refused(_("It went to another organization meanwhile. Look again."))
        if current.is_default:
            return current
        siblings = LegalEntity.objects.filter(organization=current.organization_id, is_default=True)
        others = list(siblings.values_list("pk", flat=True))
        store(record=current, columns={"is_default": True}, by=by, at=at)
        live.publish_many(kind=LEGAL_ENTITY.name, ids=others, verb="updated")
    return current
