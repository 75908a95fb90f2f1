"""Records are merged into one, and a merge is taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core import events, live
from voronka.core.errors import Conflict, Forbidden, NotFound, Refused
from voronka.records import access
from voronka.records.actions.constraints import constraints_told
from voronka.records.actions.create import put
from voronka.records.actions.store import tell
from voronka.records.duplicates import registry
from voronka.records.duplicates.groups import MOST
from voronka.records.events import MergeUndone, RecordsMerged
from voronka.records.history import written_by
from voronka.records.kinds import Kind
from voronka.records.merging import moving, own_links, pairs, rules
from voronka.records.merging.columns import kept, restored
from voronka.records.models import Merge, MergedRecord
from voronka.records.search.index import forget, index

KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Undone:
    """What an undoing gave back; `lost` names what had been changed since and stayed: a sentence each."""

    merge: Merge
    lost: tuple[str, ...]


def load(kind: Kind, ids: Sequence[int], *, by: User, lock: bool = False) -> list[Any]:
    """The records to merge, by id, two to five of them, each of which this person may edit.

    Raises Refused for another number and for a kind that is not merged, NotFound, Forbidden.
    """
    wanted = sorted(set(ids))
    if registry.find(kind.name) is None:
        raise NotFound
    if not 2 <= len(wanted) <= MOST:
        raise Refused(_("Choose two to five records to merge."))
    return [access.load(kind, by, pk, action=Action.EDIT, lock=lock) for pk in wanted]


def merge(
    *,
    kind: Kind,
    ids: Sequence[int],
    into: int,
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    versions: Mapping[int, int] | None = None,
) -> Merge:
    """Make one record of two to five: `into` keeps its id and gets `values` (parsed, by field name), all else moves.

    `versions` are those that the person read: Conflict when one has changed since. Raises Refused where a rule is
    broken or a relation has no merge rule, NotFound, Forbidden.
    """
    if unknown := rules.undeclared():
        raise Refused(_("Records cannot be merged: %(what)s has no merge rule.") % {"what": ", ".join(unknown)})
    if into not in ids:
        raise Refused(_("Choose the record that stays."))
    with transaction.atomic(), written_by(by), constraints_told(kind):
        records = load(kind, ids, by=by, lock=True)
        _unchanged(records, versions)
        target = next(one for one in records if one.pk == into)
        old = [one.pk for one in records if one.pk != into]
        done = Merge(kind=kind.name, into_id=into, ids=old, by=by, at=at)
        done.names = [str(one) for one in records if one.pk != into]
        done.before = {str(one.pk): kept(one) for one in records}
        done.moved = [*pairs.take(kind, old, into), *moving.move(kind, old, into)]
        kind.model._default_manager.filter(pk__in=old).delete()
        forget(kind, old)
        before = _fill(kind, target, records, values, at)
        done.after = kept(target)
        done.save()
        MergedRecord.objects.bulk_create(
            [MergedRecord(kind=kind.name, old_id=pk, into_id=into, merge=done) for pk in old]
        )
        tell(kind=kind, records=[target], before={into: before}, by=by, at=at)
        events.publish(RecordsMerged(kind=kind, record=target, merge=done, by=by, at=at))
        live.publish_many(kind=kind.name, ids=tuple(old), verb="deleted")
    return done


def undo(*, merge: int, by: User, at: datetime) -> Undone:
    """Give back the merged records with their ids and everything that was moved, unless it was changed since.

    Raises NotFound for an unknown or foreign merge, Forbidden, Refused after KEPT_FOR, when the kept record has been
    merged further, or when it was undone before.
    """
    from voronka.records import kinds  # noqa: PLC0415  # the kind is only known from the merge

    with transaction.atomic(), written_by(by):
        done = Merge.objects.select_for_update().filter(pk=merge).first()
        if done is None:
            raise NotFound
        kind = kinds.get(done.kind)
        _may_be_undone(kind, done, by, at)
        with constraints_told(kind):
            target = access.load(kind, by, done.into_id, action=Action.EDIT, lock=True)
            before, lost = _gave_back(kind, target, done, at)
            olds = [_again(kind, done.before[str(pk)]) for pk in done.ids]
            kind.model._default_manager.bulk_create(olds)
            _back, left = moving.move_back([one for one in done.moved if one["rule"] != pairs.RULE], done.into_id)
            pairs.give_back(done.moved)
            lost += [f"{label}: {count}" for name, count in left.items() if (label := _label(name))]
            MergedRecord.objects.filter(merge=done).delete()
            done.undone_at, done.undone_by = at, by
            done.save(update_fields=["undone_at", "undone_by"])
            index(kind, done.ids)
            tell(kind=kind, records=[target], before={target.pk: before}, by=by, at=at)
            events.publish(MergeUndone(kind=kind, record=target, merge=done, by=by, at=at))
            live.publish_many(kind=kind.name, ids=tuple(done.ids), verb="created")
    return Undone(merge=done, lost=tuple(lost))


def _unchanged(records: Sequence[Any], versions: Mapping[int, int] | None) -> None:
    for one in records:
        if versions is not None and versions.get(one.pk) != one.version:
            said = _("“%(name)s” has been changed meanwhile: look at the values again.") % {"name": one}
            raise Conflict(said, version=one.version)


def _fill(kind: Kind, target: Any, records: Sequence[Any], values: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Save the kept record with the chosen values; what own fields it lacks comes from the others."""
    before = {name: kind.field(name).stored(target) for name in values}
    put(kind, target, values)
    for field in kind.fields:
        if field.required and field.editable and not field.column and not field.given(field.stored(target)):
            raise Refused(_("Fill in “%(field)s”.") % {"field": field.label}, field=field.name)
    chosen = {one.key for one in kind.own}
    for other in records:
        target.custom = {**{key: value for key, value in other.custom.items() if key not in chosen}, **target.custom}
    own_links.settle(kind, target, [one.pk for one in records])
    changed = {name: old for name, old in before.items() if kind.field(name).stored(target) != old}
    if kind.before_save:
        kind.before_save(target, {name: values[name] for name in changed})
    target.updated_at, target.version = at, target.version + 1
    target.save()
    return changed


def _may_be_undone(kind: Kind, done: Merge, by: User, at: datetime) -> None:
    if done.undone_at is None and MergedRecord.objects.filter(kind=kind.name, old_id=done.into_id).exists():
        raise Refused(_("The record has been merged further: undo that merge first."))
    target = access.load(kind, by, done.into_id)
    if not access.may_do(by, Action.EDIT, target):
        raise Forbidden(_("You may look at this record but not change it."))
    if done.undone_at is not None:
        raise Refused(_("This merge has been undone already."))
    if not done.before:
        raise Refused(_("Personal data of it have been erased."))
    if at - done.at > KEPT_FOR:
        raise Refused(_("A merge can be undone within 30 days."))
    taken = kind.model._default_manager.filter(Q(pk__in=done.ids))
    if taken.exists():
        raise Refused(_("This contradicts what is already stored."))


def _gave_back(kind: Kind, target: Any, done: Merge, at: datetime) -> tuple[dict[str, Any], list[str]]:
    """The kept record as it stood, but for columns that were changed since; its version goes on growing."""
    was = restored(kind.model, done.before[str(target.pk)])
    then = restored(kind.model, done.after)
    lost, before = [], {}
    labels = {one.attribute: str(one.label) for one in kind.fields}
    untouched = target.version == then["version"]
    for name, value in was.items():
        now = getattr(target, name)
        if name in {"id", "version", "updated_at"} or now == value:
            continue
        if now == then[name]:
            before[name] = now
            setattr(target, name, value)
        elif then[name] != value:
            lost.append(_("%(field)s: changed since") % {"field": labels.get(name, name)})
    target.version += 1
    target.updated_at = was["updated_at"] if untouched else at
    target.save()
    by_attribute = {one.attribute: one.name for one in kind.fields}
    return {by_attribute[name]: old for name, old in before.items() if name in by_attribute}, lost


def _again(kind: Kind, columns: Mapping[str, Any]) -> Any:
    """A merged record as it stood; links to what has been erased meanwhile are empty."""
    record = kind.model(**restored(kind.model, columns))
    for field in kind.model._meta.concrete_fields:
        if not field.is_relation:
            continue
        related: Any = field.related_model
        stored = getattr(record, field.attname)
        gone = stored is not None and not related._default_manager.filter(pk=stored).exists()
        if gone and field.null:
            setattr(record, field.attname, None)
    return record


def _label(name: str) -> str:
    rule = moving.find(name)
    return rule.label if rule else name
