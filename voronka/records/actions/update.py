"""Fields of a record change."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core.errors import Clash, Conflict
from voronka.records import access, kinds
from voronka.records.actions.constraints import constraints_told
from voronka.records.actions.create import put
from voronka.records.actions.given import require_editable
from voronka.records.actions.ownership import with_department
from voronka.records.actions.store import save
from voronka.records.completeness import Completeness
from voronka.records.edits import shown
from voronka.records.fields.links import ToRecord
from voronka.records.gates import gate_of
from voronka.records.history import as_of_version, written_by
from voronka.records.kinds import Kind, kind_of


def update(
    *,
    record: Any,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    version: int | None = None,
    by_hand: bool = True,
    waived: Collection[str] = (),
) -> Any:
    """Store parsed `changes` (by field name) of a record and give it back as it stands now.

    `version` is the one that the person read; when somebody else has changed one of the same fields since, Conflict
    shows both values, other fields are merged. None saves over whatever stands there (bulk, import).
    Values that an action carries on by itself (`by_hand=False`) ask nothing of the person's rights to single fields,
    and the company demands nothing of them. `waived` names rules of the kind's gate that the caller has settled.
    Raises NotFound or Forbidden by access, Refused by the rules.
    """
    kind = kind_of(record)
    if by_hand:
        require_editable(kind, changes, by=by)
    changes = with_department(kind, changes, by=by)
    with transaction.atomic(), written_by(by), constraints_told(kind):
        current = access.load(kind, by, record.pk, action=Action.EDIT, lock=True)
        if version is not None and version != current.version:
            _refuse_stale(kind, current, changes, version, by)
        changes = {name: value for name, value in changes.items() if not _hides(kind, current, name, value, by)}
        before = {name: _stored(kind, current, name) for name in changes}
        complete = Completeness(kind=kind, by=by if by_hand else None)
        put(kind, current, changes)
        changed = [name for name in changes if _stored(kind, current, name) != before[name]]
        if not changed:
            return current
        complete.require(current, changed)
        gate_of(kind, by=by if by_hand else None, at=at, waived=waived).admit(current, before)
        current.updated_at = at
        if kind.before_save:
            kind.before_save(current, {name: changes[name] for name in changed})
        save(record=current, before={name: before[name] for name in changed}, by=by, at=at)
    return current


def _stored(kind: Kind, record: Any, name: str) -> Any:
    return kind.field(name).stored(record)


def _hides(kind: Kind, record: Any, name: str, value: Any, by: User) -> bool:
    """Whether nothing is given for a link that the person does not see: an empty input is not an order to cut it."""
    field, stored = kind.field(name), _stored(kind, record, name)
    if value is not None or stored is None or not isinstance(field, ToRecord):
        return False
    return not access.visible(kinds.get(field.kind), by).filter(pk=stored).exists()


def _refuse_stale(kind: Kind, current: Any, changes: Mapping[str, Any], version: int, by: User) -> None:
    """Conflict when a field to be changed is not what the person read; changes of other fields fit together."""
    then = as_of_version(kind, current.pk, version)
    clashes = []
    for name, yours in changes.items():
        field, theirs = kind.field(name), _stored(kind, current, name)
        if theirs != yours and (then is None or field.kept(then) != theirs):
            clashes.append(
                Clash(
                    field=name,
                    label=str(field.label),
                    theirs=shown(kind, field, theirs, by=by),
                    yours=shown(kind, field, yours, by=by),
                )
            )
    if clashes:
        raise Conflict(_("Somebody else changed this meanwhile."), version=current.version, clashes=tuple(clashes))
