"""Entries that stand for another record: a place of work is found as the person who has it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from voronka.accounts.models import Action, User
from voronka.records import access, kinds
from voronka.records.fields import Link
from voronka.records.kinds import Kind


def leads_to(kind: Kind) -> Kind | None:
    """The kind of the record that entries of this kind stand for; None where they stand for themselves."""
    if kind.search is None or not kind.search.through:
        return None
    link = kind.field(kind.search.through)
    assert isinstance(link, Link)  # noqa: S101  # SearchText.through says so
    return kinds.get(link.kind)


def standing_for(kind: Kind, user: User) -> list[Kind]:
    """The kinds whose entries stand for records of this kind, as far as this person may look at them."""
    return [one for one in kinds.all_kinds() if leads_to(one) is kind and access.may(user, Action.VIEW, one)]


def link_of(kind: Kind) -> str:
    """The column that leads from a record of the kind to the one that its entry stands for."""
    return kind.field(kind.search.through).attribute if kind.search else ""


def ids_through(kind: Kind, entries: QuerySet[Any]) -> QuerySet[Any, Any]:
    """The ids of the records that these entries of a kind stand for."""
    rows: QuerySet[Any] = kind.model._default_manager.filter(pk__in=entries.values("record_id"))
    return rows.order_by().values_list(link_of(kind), flat=True)


def led(entries: Iterable[Any]) -> list[Any]:
    """The entries, those that stand for another record with it as `leads` (kind, id): each record once, its own first.

    An entry whose line is not for the reader says nothing beyond the record itself.
    """
    rest: list[Any] = []
    through: list[Any] = []
    for entry in entries:
        (through if leads_to(kinds.get(entry.kind)) else rest).append(entry)
    seen = {(entry.kind, entry.record_id) for entry in rest}
    for name in dict.fromkeys(entry.kind for entry in through):
        kind = kinds.get(name)
        ids = [entry.record_id for entry in through if entry.kind == name]
        there = dict(kind.model._default_manager.filter(pk__in=ids).values_list("pk", link_of(kind)))
        target = leads_to(kind)
        for entry in through:
            known = (target.name, there.get(entry.record_id)) if target and entry.kind == name else None
            if known and known[1] and known not in seen:
                seen.add(known)
                entry.leads = (target, known[1])
                rest.append(entry)
    return rest
