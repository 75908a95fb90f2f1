"""Access: roles compiled to one condition per kind and action."""

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from voronka.accounts import queries
from voronka.accounts.models import Action, Scope, User
from voronka.core.errors import Forbidden, NotFound
from voronka.records import aside, kinds, sharing
from voronka.records.kinds import Kind, kind_of
from voronka.records.models import Record
from voronka.records.prepared import prepared
from voronka.records.reads import shown_all

NOTHING = Q(pk__in=[])


def scope(kind: Kind, user: User, action: str) -> Scope | None:
    """How far this person's widest grant reaches, or None; nobody reaches what the company does without."""
    if kind.name in aside.names():
        return None
    if user.is_superuser:
        return Scope.ALL
    return queries.grants_of(user).get((kind.name, action))


def condition(kind: Kind, user: User, action: str = Action.VIEW) -> Q:
    """The one condition on the kind's table that this person's rights compile to."""
    if kind.reach:
        return kind.reach(user, action)
    return placed(kind, user, action)


def placed(kind: Kind, user: User, action: str = Action.VIEW, *, column: str = "pk") -> Q:
    """The same of a kind without `reach`: what owner and department decide, and what is shared with this person.

    `column` names the id, for tables that copy owner and department: the search table.
    """
    rule = owned(scope(kind, user, action), user, shared=kind.shared_when_unowned and action != Action.DELETE)
    if rule in {NOTHING, Q()}:
        return rule
    more = sharing.shared(kind.name, user, action, column)
    return rule if more is None else rule | more


def owned(reach: Scope | None, user: User, *, shared: bool = False) -> Q:
    """Condition over `owner` and `department` for a scope; the search table has the same two columns."""
    if reach is None or not user.is_active:
        return NOTHING
    if reach == Scope.ALL:
        return Q()
    own = Q(owner_id=user.pk)
    if shared:
        here = [user.department_id] if user.department_id else []
        own |= Q(owner_id=None) & (Q(department_id=None) | Q(department_id__in=here))
    if reach == Scope.DEPARTMENT and user.department_id:
        return own | Q(department_id__in=queries.places_of(user))
    return own


def visible(kind: Kind, user: User, action: str = Action.VIEW) -> QuerySet[Any]:
    """The records of a kind that this person may see, or may do `action` to."""
    return kind.model._default_manager.filter(condition(kind, user, action))


def may(user: User, action: str, kind: Kind) -> bool:
    """Whether this person may do this to records of the kind at all: decides about buttons."""
    if kind.reach and action == Action.VIEW:
        return kind.reach(user, action) != NOTHING
    return scope(kind, user, action) is not None


def may_do(user: User, action: str, record: Record) -> bool:
    """Whether this person may do this to this very record; no query unless it is seen through another one or shared."""
    kind = kind_of(record)
    reach = scope(kind, user, action)
    if reach is None or not user.is_active:
        return False
    if user.is_superuser:
        return True
    if kind.reach:
        return _reached(kind, user, action, record)
    if _holds(record, reach, user, shared=kind.shared_when_unowned and action != Action.DELETE):
        return True
    return sharing.shared(kind.name, user, action) is not None and _reached(kind, user, action, record)


def _reached(kind: Kind, user: User, action: str, record: Record) -> bool:
    """One query per loaded record, person and action, kept on the record: its card and each panel ask again."""
    kept: dict[tuple[int, str], bool] = record.__dict__.setdefault("_reached", {})
    asked = (id(user), action)
    if asked not in kept:
        kept[asked] = visible(kind, user, action).filter(pk=record.pk).exists()
    return kept[asked]


def holds(user: User, action: str, record: Record) -> bool:
    """Whether owner and department of a record let this person do it, whatever is shared beside; no query."""
    kind = kind_of(record)
    reach = scope(kind, user, action)
    return reach is not None and _holds(record, reach, user, shared=kind.shared_when_unowned)


def _holds(record: Record, reach: Scope, user: User, *, shared: bool) -> bool:
    """The condition of `owned`, for a record that is at hand."""
    if reach == Scope.ALL or record.owner_id == user.pk:
        return True
    if shared and record.owner_id is None and record.department_id in {None, user.department_id}:
        return True
    if reach != Scope.DEPARTMENT or user.department_id is None:
        return False
    return record.department_id in queries.places_of(user)


def load(
    kind: Kind, user: User, pk: int, *, action: str = Action.VIEW, lock: bool = False, related: bool = False
) -> Any:
    """The record, for this person to do `action` to; with all that its links point to when `related`.

    Raises NotFound for an absent and for a foreign record alike, Forbidden where it may be seen but not this. What is
    loaded to be seen, not locked to be written, goes to the journal of reads.
    """
    joined = kind.related if related else ()
    if lock:
        record = only(_joined(visible(kind, user).filter(pk=pk), joined).select_for_update(of=("self",)))
    else:
        record = next(iter(_one(kind.name, joined, by=user, pk=pk)), None)
    if record is None:
        raise NotFound
    if action != Action.VIEW and not may_do(user, action, record):
        raise Forbidden(_("You may look at this record but not change it."))
    if not lock:
        shown_all([record])
    return record


@prepared
def _one(kind: str, joined: tuple[str, ...], /, *, by: User, pk: int) -> QuerySet[Any]:
    return _joined(visible(kinds.get(kind), by).filter(pk=pk), joined).order_by()[:1]


def _joined(rows: QuerySet[Any], names: tuple[str, ...]) -> QuerySet[Any]:
    return rows.select_related(*names) if names else rows  # without names Django joins whatever there is


def only[Row: Model](rows: QuerySet[Row]) -> Row | None:
    """The row of a QuerySet that can hold one at most; `first()` would spend a millisecond on putting it in order."""
    return next(iter(rows.order_by()[:1]), None)


def require(user: User, action: str, kind: Kind) -> None:
    """Raises Forbidden unless this person may do `action` to records of the kind."""
    if not may(user, action, kind):
        raise Forbidden(_("Your role does not allow this."))
