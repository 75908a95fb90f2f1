"""One change of many records at once, and its undoing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core.errors import NotFound, Refused
from voronka.core.numbers import grouped
from voronka.records import access
from voronka.records.actions.constraints import constraints_told
from voronka.records.actions.create import put
from voronka.records.actions.given import require_editable
from voronka.records.actions.ownership import together, with_department
from voronka.records.actions.store import tell
from voronka.records.completeness import Completeness
from voronka.records.fields.custom import Custom
from voronka.records.gates import Gate, gate_of
from voronka.records.history import written_by
from voronka.records.kinds import Kind
from voronka.records.models import BulkChange

MOST = 10_000
ANY = Q()


@dataclass(frozen=True, kw_only=True)
class BulkResult:
    """How many records changed, how many did not and why (a sentence and its count), and what undoes it."""

    changed: int
    refused: Mapping[str, int] = field(default_factory=dict)
    change: BulkChange | None = None


@dataclass(frozen=True)
class _Rules:
    """What one change of many records must satisfy."""

    complete: Completeness
    gate: Gate


class _Touched:
    """A record about to change, with the columns as they stood."""

    def __init__(self, kind: Kind, record: Any) -> None:
        columns = [one for one in kind.model._meta.concrete_fields if not one.primary_key and not one.generated]
        self.record = record
        self.stood = {one.attname: getattr(record, one.attname) for one in columns}

    def changed(self) -> set[str]:
        """The columns that differ now."""
        return {name for name, value in self.stood.items() if getattr(self.record, name) != value}


def change(
    *, kind: Kind, ids: Iterable[int], values: Mapping[str, Any], by: User, at: datetime, where: Q = ANY
) -> BulkResult:
    """Store the same parsed `values` (by field name) in many records, those that the person may edit.

    `where` is what must still be true of a record when its turn comes: others may have changed it meanwhile. A record
    that a rule refuses stays as it is and is counted with the reason; versions grow, the history and the search index
    are written set by set. Raises Refused for more than MOST records.
    """
    kind, wanted = kind.whole, bounded(ids)
    require_editable(kind, values, by=by)
    values = with_department(kind, values, by=by)
    with transaction.atomic(), written_by(by), constraints_told(kind):
        records = _locked(kind, wanted, by, where)
        refused: Counter[str] = Counter()
        if missing := len(wanted) - len(records):
            refused[_("you may not change it, or it is gone")] += missing
        before, changed = {}, []
        rules = _Rules(Completeness(kind=kind, by=by), gate_of(kind, by=by, at=at))
        rules.gate.meet(records)
        for record in records:
            touched = _Touched(kind, record)
            stood = {name: _stored(kind, record, name) for name in values}
            try:
                if _put(kind, record, values, stood, rules):
                    before[record.pk] = stood
                    changed.append(touched)
            except Refused as refusal:
                refused[refusal.message] += 1
        _store(kind, changed, before, by, at)
        kept = _keep(kind, values, before, by, at) if changed else None
    return BulkResult(changed=len(changed), refused=dict(refused), change=kept)


def undo(*, kind: Kind, pk: int, by: User, at: datetime, made_by: User | None = None, where: Q = ANY) -> BulkResult:
    """Give back what stood before a bulk edit, where nobody changed it since; raises NotFound.

    The edit is one's own unless `made_by` says whose: for an action that has checked the right to undo it. Records of
    which `where` is not true stay as they are, and so does the department of one that has another owner by now.
    """
    kind = kind.whole
    with transaction.atomic(), written_by(by), constraints_told(kind):
        done = (
            BulkChange.objects.select_for_update()
            .filter(pk=pk, kind=kind.name, user=made_by or by, undone_at=None)
            .first()
        )
        if done is None:
            raise NotFound(_("There is nothing to undo."))
        given = {name: _python(kind, name, value) for name, value in done.given.items()}
        records = _locked(kind, {int(key) for key in done.before}, by, where)
        before, changed = {}, []
        rules = _Rules(Completeness(kind=kind, by=None), gate_of(kind, by=None, at=at))
        for record in records:
            touched = _Touched(kind, record)
            stood = {name: _stored(kind, record, name) for name in given}
            old = {name: _python(kind, name, value) for name, value in done.before[str(record.pk)].items()}
            still = {name: old[name] for name in given if stood[name] == given[name] and name in old}
            same = together(still, given)
            if same and _put(kind, record, same, stood, rules):
                before[record.pk] = {name: stood[name] for name in same}
                changed.append(touched)
        _store(kind, changed, before, by, at)
        done.undone_at = at
        done.save(update_fields=["undone_at"])
    left = len(done.before) - len(changed)
    return BulkResult(changed=len(changed), refused={_("changed since, or not yours any more"): left} if left else {})


def bounded(ids: Iterable[int]) -> set[int]:
    """The ids, each once; raises Refused for more than MOST."""
    wanted = set(ids)
    if len(wanted) > MOST:
        raise Refused(_("At most %(most)s records at once: narrow the list down.") % {"most": grouped(MOST)})
    return wanted


def _locked(kind: Kind, ids: set[int], by: User, where: Q) -> list[Any]:
    rows = access.visible(kind, by, Action.EDIT).filter(where, pk__in=ids)
    seen = access.condition(kind, by, Action.VIEW)
    return list(rows.filter(seen).order_by("pk").select_for_update(of=("self",)))


def _put(kind: Kind, record: Any, values: Mapping[str, Any], stood: Mapping[str, Any], rules: _Rules) -> bool:
    """Set values on a record; gives whether anything changed, raises Refused by the rules of the kind."""
    put(kind, record, values)
    changed = [name for name in values if _stored(kind, record, name) != stood[name]]
    if not changed:
        return False
    rules.complete.require(record, changed)
    rules.gate.admit(record, stood)
    if kind.before_save:
        kind.before_save(record, {name: values[name] for name in changed})
    return True


def _store(
    kind: Kind, touched: list[_Touched], before: Mapping[int, Mapping[str, Any]], by: User, at: datetime
) -> None:
    """Write changed records: a column that gets one value by one statement, others by portions."""
    if not touched:
        return
    records = [one.record for one in touched]
    same, differing = {}, []
    for column in sorted({column for one in touched for column in one.changed()}):
        found = [getattr(record, column) for record in records]
        if all(value == found[0] for value in found):
            same[column] = found[0]
        else:
            differing.append(column)
    if differing:
        kind.model._default_manager.bulk_update(records, differing, batch_size=500)
    rows = kind.model._default_manager.filter(pk__in=[record.pk for record in records])
    rows.update(**same, updated_at=at, version=F("version") + 1)
    for record in records:
        record.updated_at, record.version = at, record.version + 1
    tell(kind=kind, records=records, before=before, by=by, at=at)


def _keep(
    kind: Kind, values: Mapping[str, Any], before: Mapping[int, Mapping[str, Any]], by: User, at: datetime
) -> BulkChange:
    kept = {str(pk): _packed(kind, stood) for pk, stood in before.items()}
    return BulkChange.objects.create(user=by, kind=kind.name, given=_packed(kind, values), before=kept, at=at)


def _packed(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    packed = {}
    for name, value in values.items():
        field = kind.field(name)
        is_own = isinstance(field, Custom) and value != field.blank
        packed[name] = field.pack(value) if is_own else value  # type: ignore[attr-defined]  # it is one's own
    return packed


def _stored(kind: Kind, record: Any, name: str) -> Any:
    return kind.field(name).stored(record)


def _python(kind: Kind, name: str, value: Any) -> Any:
    """A kept JSON value as the column has it."""
    field = kind.field(name)
    if isinstance(field, Custom):
        return value if value == field.blank else field.unpack(value)
    column: Any = kind.model._meta.get_field(name)
    return getattr(column, "target_field", column).to_python(value)
