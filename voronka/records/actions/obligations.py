"""What the company demands of a field: from which moments on, and of whom."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.actions.arrangement import rearranged
from voronka.accounts.events import RoleCopied
from voronka.accounts.models import Role, User
from voronka.accounts.policies import require_administrator
from voronka.core.errors import NotFound, Refused
from voronka.records import arrangement, moments
from voronka.records.kinds import Kind
from voronka.records.models import Obligation
from voronka.records.obligations import may_demand


@transaction.atomic
def prescribe(*, kind: Kind, field: str, demands: Mapping[str, Collection[int] | None], by: User) -> None:
    """Say anew from which moments on the field must be filled, each of everybody (None) or of these roles.

    It holds for everybody's next request. Raises NotFound for an unknown field or role, Refused for a field that the
    company does not decide about, a moment that the kind does not have, and a moment of no role at all.
    """
    require_administrator(by)
    one = kind.whole.by_name.get(field)
    if one is None:
        raise NotFound(_("There is no such field."))
    if demands and not may_demand(kind.whole, one):
        raise Refused(_("“%(field)s” cannot be demanded.") % {"field": one.label}, field=field)
    _require_known(kind, demands)
    Obligation.objects.filter(kind=kind.name, field=field).delete()
    Obligation.objects.bulk_create(
        Obligation(kind=kind.name, field=field, moment=moment, role_id=role)
        for moment, roles in demands.items()
        for role in ([None] if roles is None else sorted(set(roles)))
    )
    rearranged()
    arrangement.refresh_now()


def copy_obligations(event: RoleCopied) -> None:
    """Of a role that is made like another one the same is demanded."""
    rules = Obligation.objects.filter(role=event.like)
    copied = [Obligation(role=event.role, kind=one.kind, field=one.field, moment=one.moment) for one in rules]
    if copied:
        Obligation.objects.bulk_create(copied)
        rearranged()


def _require_known(kind: Kind, demands: Mapping[str, Collection[int] | None]) -> None:
    for choice in moments.offered(kind.name):
        names = [name for name, _label in choice.moments if name in demands]
        if len(names) > 1:
            raise Refused(_("Choose one moment of “%(line)s”.") % {"line": choice.label}, field=choice.prefix)
        if names and demands[names[0]] == []:
            raise Refused(_("Choose the roles of whom it is demanded."), field=choice.prefix)
    known = {name for choice in moments.offered(kind.name) for name, _label in choice.moments}
    if set(demands) - known:
        raise Refused(_("There is no such moment."))
    wanted = {role for roles in demands.values() for role in roles or ()}
    if Role.objects.select_for_update().filter(pk__in=wanted).count() != len(wanted):
        raise NotFound(_("There is no such role."))
