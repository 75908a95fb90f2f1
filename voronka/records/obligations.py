"""What the company demands of whom, and from which moment on: the rules as this process knows them."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.accounts.queries import grants_by_role
from voronka.core.errors import Refused
from voronka.records.fields import Computed, Field, Flag
from voronka.records.kinds import Kind
from voronka.records.models import Obligation
from voronka.records.moments import CREATE

# Who makes a record is its owner, and the department is that of the owner.
SETTLED = ("owner", "department")

type Roles = frozenset[int] | None
type Demands = Mapping[str, Mapping[str, Roles]]

_known: list[Mapping[str, Demands]] = [{}]


def read() -> None:
    """Read the rules anew; whoever knows that they have changed calls it."""
    found: dict[str, dict[str, dict[str, Roles]]] = {}
    for kind, field, moment, role in Obligation.objects.values_list("kind", "field", "moment", "role"):
        moments = found.setdefault(kind, {}).setdefault(field, {})
        known = moments.get(moment, frozenset())
        moments[moment] = None if role is None or known is None else known | {role}
    _known[0] = found


def forget() -> None:
    """No rules: what tests begin with."""
    _known[0] = {}


def demands_on(kind: Kind) -> Demands:
    """By field and moment the roles of whom it is demanded; None stands for everybody."""
    return _known[0].get(kind.name, {})


def demanded(kind: Kind, user: User, moments: Collection[str]) -> frozenset[str]:
    """The fields that must be filled by this person at any of the moments. No query of its own.

    Whether the person sees them and may change them is not asked here: `field_rules.as_seen` does.
    """
    rules = demands_on(kind)
    if not rules:
        return frozenset()
    return frozenset(
        name for name, of in rules.items() if any(moment in of and _concerns(of[moment], user) for moment in moments)
    )


def demanded_of_roles(kind: Kind) -> dict[str, frozenset[int]]:
    """The fields that a new record must have where somebody of certain roles makes it, with the ids of these roles."""
    return {name: roles for name, of in demands_on(kind).items() if (roles := of.get(CREATE))}


def may_demand(kind: Kind, field: Field) -> bool:
    """Whether the company decides if it is demanded: not what always is, settles itself, or is a yes or no."""
    settled = field.required or field.name in (*SETTLED, *kind.ruled) or isinstance(field, Computed | Flag)
    return field.editable and not settled


def unfilled(fields: Sequence[Field]) -> Refused:
    """The refusal that names everything that is still to be filled."""
    said = {one.name: _("Fill in “%(field)s”.") % {"field": one.label} for one in fields}
    if len(said) == 1:
        return Refused(next(iter(said.values())), fields=said)
    names = ", ".join(_("“%(field)s”") % {"field": one.label} for one in fields)
    return Refused(_("Fill in: %(fields)s.") % {"fields": names}, fields=said)


def _concerns(roles: Roles, user: User) -> bool:
    return roles is None or not roles.isdisjoint(grants_by_role(user))
