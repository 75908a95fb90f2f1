"""Moving of what points to merged records, and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from voronka.records.kinds import Kind, all_kinds
from voronka.records.merging import own_links, rules
from voronka.records.merging.columns import kept, restored
from voronka.records.merging.rules import Rule
from voronka.records.search.index import index


def counted(kind: Kind, ids: Sequence[int]) -> list[tuple[Rule, int]]:
    """What would move, with numbers; rules without rows are left out."""
    found = [(rule, rule.rows(kind, list(ids)).count()) for rule in _rules_for(kind)]
    return [(rule, count) for rule, count in found if count]


def move(kind: Kind, old: Sequence[int], into: int) -> list[dict[str, Any]]:
    """Point everything to the kept record; gives what is needed to point it back."""
    moved = []
    for rule in _rules_for(kind):
        dropped = _dropped(rule, kind, old, into) if rule.once else []
        resigned = _resigned(rule, kind, old, into) if rule.single else []
        rows = rule.moving(kind, old, into).order_by("pk").select_for_update(of=("self",))
        was = list(rows.values_list("pk", rule.attribute))
        if was:
            rule.point(rule.model._default_manager.filter(pk__in=[pk for pk, _old in was]), into)
            _index(rule, [pk for pk, _old in was])
        if was or dropped:
            moved.append(
                {"rule": rule.name, "rows": [list(pair) for pair in was], "dropped": dropped, "resigned": resigned}
            )
    return moved


def move_back(moved: Sequence[Mapping[str, Any]], into: int) -> tuple[int, dict[str, int]]:
    """Point back what still points to the kept record; gives how many rows, and those that do not, by rule name."""
    back, lost = 0, {}
    for one in reversed(moved):
        rule = find(one["rule"])
        if rule is None:
            lost[one["rule"]] = len(one["rows"])
            continue
        missing = 0
        by_old: dict[int, list[int]] = {}
        for pk, old in one["rows"]:
            by_old.setdefault(old, []).append(pk)
        for old, ids in by_old.items():
            rows = rule.model._default_manager.filter(**{"pk__in": ids, rule.attribute: into})
            count = rule.point(rows, old)
            back += count
            missing += len(ids) - count
        if resigned := one.get("resigned"):
            rows = rule.model._default_manager.filter(pk__in=resigned).exclude(**{rule.attribute: into})
            rows.update(**{rule.single: True})
        _index(rule, [pk for pk, _old in one["rows"]])
        missing += _put_back(rule, one["dropped"])
        if missing:
            lost[rule.name] = missing
    return back, lost


def find(name: str) -> Rule | None:
    """The rule of that name; None for a relation that is no more."""
    return own_links.find(name) or rules.find(name)


def _rules_for(kind: Kind) -> list[Rule]:
    return [*rules.rules_for(kind), *own_links.leading_to(kind)]


def _dropped(rule: Rule, kind: Kind, old: Sequence[int], into: int) -> list[dict[str, Any]]:
    """Take away rows that the kept record, or another merged one, would then have twice."""
    there: set[tuple[Any, ...]] = set()
    rows: QuerySet[Any] = rule.rows(kind, [into, *old])
    doubles = []
    for row in sorted(rows.select_for_update(of=("self",)), key=lambda row: getattr(row, rule.attribute) != into):
        key = tuple(getattr(row, name) for name in rule.once)
        if key in there:
            doubles.append(row)
        there.add(key)
    columns = [kept(row) for row in doubles]
    rule.model._default_manager.filter(pk__in=[row.pk for row in doubles]).delete()
    return columns


def _resigned(rule: Rule, kind: Kind, old: Sequence[int], into: int) -> list[int]:
    """Rows that give up a flag which one row of the kept record may have: its own, else the oldest, keeps it."""
    rows = rule.rows(kind, [into, *old]).filter(**{rule.single: True}).select_for_update(of=("self",))
    holders = sorted(rows, key=lambda row: (getattr(row, rule.attribute) != into, row.pk))
    ids = [row.pk for row in holders[1:]]
    rule.model._default_manager.filter(pk__in=ids).update(**{rule.single: False})
    return ids


def _put_back(rule: Rule, dropped: Sequence[Mapping[str, Any]]) -> int:
    """Make the dropped rows again, where what they hang on still exists; gives how many could not be."""
    rows = [rule.model(**restored(rule.model, columns)) for columns in dropped]
    parents: list[Any] = [one for one in rule.model._meta.concrete_fields if one.is_relation]
    there = {
        one.attname: set(
            one.related_model._default_manager.filter(pk__in={getattr(row, one.attname) for row in rows}).values_list(
                "pk", flat=True
            )
        )
        for one in parents
    }
    whole = [
        row
        for row in rows
        if all(getattr(row, name) is None or getattr(row, name) in known for name, known in there.items())
    ]
    rule.model._default_manager.bulk_create(whole, ignore_conflicts=True)
    return len(rows) - len(whole)


def _index(rule: Rule, ids: list[int]) -> None:
    """Search knows moved records by the name of the kept one."""
    for kind in all_kinds():
        if kind.model is rule.model:
            index(kind, ids)
