"""Roles and their grants: create, rename, switch, set one cell of the grid."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from voronka.accounts import grid
from voronka.accounts.events import RoleCopied
from voronka.accounts.models import Action, Grant, Role, Scope, User
from voronka.accounts.names import clean_name
from voronka.accounts.policies import require_administrator
from voronka.core import events
from voronka.core.errors import NotFound, Refused


def _save(role: Role) -> Role:
    taken = Role.objects.filter(name__iexact=role.name).exclude(pk=role.pk).exists()
    try:
        if not taken:
            with transaction.atomic():
                role.save()
    except IntegrityError:
        taken = True
    if taken:
        raise Refused(_("There is a role with this name already."), field="name")
    return role


@transaction.atomic
def create(*, name: str, by: User, like: Role | None = None) -> Role:
    """A new role that may nothing, or as much as the role it is made `like`."""
    require_administrator(by)
    role = _save(Role(name=clean_name(name, field="name", limit=120)))
    if like:
        copied = [Grant(role=role, kind=g.kind, action=g.action, scope=g.scope) for g in like.grants.all()]
        Grant.objects.bulk_create(copied)
        events.publish(RoleCopied(role=role, like=like))
    return role


@transaction.atomic
def rename(*, role: Role, name: str, by: User) -> Role:
    """Another name for the same role."""
    require_administrator(by)
    role = Role.objects.select_for_update().get(pk=role.pk)
    role.name = clean_name(name, field="name", limit=120)
    return _save(role)


@transaction.atomic
def switch(*, role: Role, on: bool, by: User) -> Role:
    """A role out of use grants nothing; people keep it for the day it comes back."""
    require_administrator(by)
    role = Role.objects.select_for_update().get(pk=role.pk)
    role.is_active = on
    role.save(update_fields=["is_active"])
    return role


@transaction.atomic
def set_grant(*, role: Role, kind: str, action: str, scope: str | None, by: User) -> None:
    """Set one cell of the grid; without a scope the cell is emptied."""
    require_administrator(by)
    if action not in Action.values or not any(row.name == kind and row.has(action) for row in grid.kinds()):
        raise NotFound(_("There is no such cell."))
    if scope and scope not in Scope.values:
        raise Refused(_("There is no such scope."), field="scope")
    Role.objects.select_for_update().get(pk=role.pk)
    if scope:
        Grant.objects.update_or_create(role=role, kind=kind, action=action, defaults={"scope": scope})
    else:
        Grant.objects.filter(role=role, kind=kind, action=action).delete()
