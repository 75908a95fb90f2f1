"""From a human being to everything that hangs on it, as the rules say: records as they stand and as they stood."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from voronka.accounts.models import User
from voronka.records import kinds
from voronka.records.erasing import rules
from voronka.records.erasing.rules import Erasing, How, Rule
from voronka.records.erasing.words import words_of
from voronka.records.history import event_model
from voronka.records.kinds import Kind
from voronka.records.merging import own_links
from voronka.records.models import Merge

NAMED_BY = ("last_name", "first_name", "middle_name", "phones", "emails")


def walk(kind: Kind, record: Any, *, by: User, at: datetime) -> Erasing:
    """From a human being to every record that is of this one alone, or speaks of it too."""
    ids = all_ids(kind, record.pk)
    now = [{name: getattr(record, name, None) for name in NAMED_BY}]
    known = [name for name in NAMED_BY if name in {field.name for field in kind.model._meta.concrete_fields}]
    before = event_model(kind).objects.filter(pgh_obj_id__in=ids).values(*known).distinct()
    found = Erasing(kind=kind, ids=ids, words=words_of([*now, *before]), by=by, at=at)
    reach(found)
    return found


def all_ids(kind: Kind, pk: int) -> set[int]:
    """The id of a record and those of all that were merged into it, and into these, and have not come back."""
    found, fresh = {pk}, {pk}
    while fresh:
        rows = Merge.objects.filter(kind=kind.name, into_id__in=fresh, undone_at=None).values_list("ids", flat=True)
        fresh = {one for ids in rows for one in ids} - found
        found |= fresh
    return found


def reach(erasing: Erasing) -> None:
    """Fill in which records are of this human being alone, and which are of others too."""
    queue: deque[tuple[Kind, set[int], How]] = deque([(erasing.kind, set(erasing.ids), How.WHOLE)])
    while queue:
        kind, ids, how = queue.popleft()
        ids -= erasing.whole.get(kind.name, set())
        if how is How.WORDS:
            ids -= erasing.shared.get(kind.name, set())
        if not ids:
            continue
        place = erasing.whole if how is How.WHOLE else erasing.shared
        place.setdefault(kind.name, set()).update(ids)
        for rule in rules.rules():
            queue.extend(_hanging(rule, kind, ids, how))
        queue.extend(_spread(kind, ids))
        queue.extend(_linked(kind, ids, how))
    for name in erasing.shared:
        erasing.shared[name] -= erasing.whole.get(name, set())


def _hanging(rule: Rule, kind: Kind, ids: set[int], how: How) -> Iterable[tuple[Kind, set[int], How]]:
    """What a relation adds: kinds only, tables of other sort have erasers."""
    target = next((one for one in kinds.all_kinds() if one.model is rule.model), None)
    if target is None or rule.how is How.KEEP or not _points(rule, kind):
        return
    if how is How.WORDS and rules.is_human(target.name):  # somebody else's card
        return
    there, gone = _rows(rule, kind, target, ids)
    alone = there if how is How.WHOLE and rule.how is How.WHOLE else set()
    if alone and rule.alone is not None:
        alone = set(target.model._default_manager.filter(rule.alone, pk__in=alone).values_list("pk", flat=True))
    yield target, alone | (gone if how is How.WHOLE else set()), How.WHOLE
    yield target, there - alone, How.WORDS


def _linked(kind: Kind, ids: set[int], how: How) -> Iterable[tuple[Kind, set[int], How]]:
    """Records that name these by a link of the company's own: they are of others, and may speak of this one."""
    for link in own_links.leading_to(kind):
        if how is How.WHOLE or not rules.is_human(link.holder.name):
            yield link.holder, set(link.rows(kind, list(ids)).values_list("pk", flat=True)), How.WORDS


def _points(rule: Rule, kind: Kind) -> bool:
    return bool(rule.kind_column) or rule.model._meta.get_field(rule.column).related_model is kind.model


def _rows(rule: Rule, kind: Kind, target: Kind, ids: set[int]) -> tuple[set[int], set[int]]:
    """Ids of rows that point to these records, and of rows that did and are no more."""
    attribute = str(getattr(rule.model._meta.get_field(rule.column), "attname", rule.column))
    condition: dict[str, Any] = {f"{attribute}__in": ids}
    if rule.kind_column:
        condition[rule.kind_column] = kind.name
    there = set(target.model._default_manager.filter(**condition).values_list("pk", flat=True))
    once = set(event_model(target).objects.filter(**condition).values_list("pgh_obj_id", flat=True)) - there
    still = set(target.model._default_manager.filter(pk__in=once).values_list("pk", flat=True))
    return there, once - still


def _spread(kind: Kind, ids: set[int]) -> Iterable[tuple[Kind, set[int], How]]:
    """Records of others whose texts may speak of this one: the organization of a person."""
    for name in rules.own(kind.name).spreads:
        target = kinds.get(getattr(kind.field(name), "kind"))  # noqa: B009  # only links spread
        rows = kind.model._default_manager.filter(Q(pk__in=ids) & Q(**{f"{name}__isnull": False}))
        yield target, set(rows.values_list(f"{name}_id", flat=True)), How.WORDS
