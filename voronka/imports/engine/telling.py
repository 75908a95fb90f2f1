"""What an import has written is told like any other write: to search, to the history of cards, to open pages."""

from collections.abc import Collection
from typing import Any

from voronka.activities import history, subjects
from voronka.core import live
from voronka.imports.engine.batch import Batch
from voronka.records.fields import Link
from voronka.records.kinds import Kind, all_kinds
from voronka.records.search.index import index, index_anew


def begin(batch: Batch, kind: Kind, ids: Collection[int]) -> None:
    """New records of a kind can be found, have a history and show on open pages."""
    if not ids:
        return
    index(kind, ids)
    history.begin_many(kind=kind.name, ids=ids, by=batch.by)
    live.publish_many(kind=kind.name, ids=ids, verb="created")


def tell(batch: Batch) -> None:
    """The records of the rows: new ones begin, changed ones are found anew, and show on the cards of new clients."""
    kind = batch.target.kind
    begin(batch, kind, _ids(batch, "is_new"))
    changed = _ids(batch, "is_changed")
    if not changed:
        return
    index(kind, changed)
    tell_linked(kind, changed)
    if subjects.find(kind.name):
        _handed_over(batch, kind.model._default_manager.filter(pk__in=_ids(batch, "is_moved")))
        history.relink_many(kind.model._default_manager.filter(pk__in=_ids(batch, "is_relinked")))
    live.publish_many(kind=kind.name, ids=changed, verb="updated")


def tell_linked(kind: Kind, changed: Collection[int]) -> None:
    """Others are found by the names of these records: people by their organization, places of work by their person."""
    for other in all_kinds():
        search = other.search
        names = (*search.links, *((search.through,) if search.through else ())) if search else ()
        for link in (other.field(name) for name in names):
            if isinstance(link, Link) and link.kind == kind.name:
                index_anew(other, other.model._default_manager.filter(**{f"{link.attribute}__in": changed}))


def _handed_over(batch: Batch, records: Any) -> None:
    history.add_many(
        records=records.select_related("owner"),
        type="assigned",
        by=batch.by,
        at=batch.at,
        data=lambda record: {"to": str(record.owner) if record.owner_id else ""},
    )


def _ids(batch: Batch, flag: str) -> list[int]:
    return [pk for (pk,) in batch.rows("SELECT record_id FROM {stage} WHERE {flag}", flag=flag)]
