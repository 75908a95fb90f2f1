"""What becomes of the engine's own tables when somebody is erased."""

from typing import Any

from django.db.models import Q

from voronka.records.actions import exports
from voronka.records.erasing import rules
from voronka.records.erasing.rules import Eraser, Erasing, How, Rule
from voronka.records.erasing.writing import store, take_out
from voronka.records.kinds import get
from voronka.records.models import (
    BulkChange,
    CreationKey,
    DuplicatePair,
    Erasure,
    ExportEntry,
    Merge,
    ReadQuestion,
    SavedView,
    SearchEntry,
    SearchPassage,
)
from voronka.records.search.index import forget

ONLY_IDS = "holds ids only"


def declare() -> None:
    """Say it to the registry."""
    rules.declare(
        *(
            Rule(model=model, column="record_id", kind_column="kind", how=How.KEEP, reason=reason)
            for model, reason in (
                (CreationKey, ONLY_IDS),
                (Erasure, "says that and when, not whom"),
                (SearchEntry, "is written anew out of the emptied record"),
                (SearchPassage, "is written anew out of the emptied text"),
            )
        ),
        Eraser(models=(SavedView, ExportEntry, ReadQuestion), erase=_questions),
        Eraser(models=(Merge, DuplicatePair, SearchEntry), erase=_merges),
        Eraser(models=(BulkChange,), erase=_bulk_changes),
    )


def _questions(erasing: Erasing) -> None:
    """What people looked for: the words of this one are taken out; the journal itself keeps only a digest of them."""
    exports.forget_files()  # they can be made anew, and nobody can take a line out of a file of any program
    for model in (SavedView, ExportEntry):
        take_out(model, erasing.words)
    take_out(ReadQuestion, erasing.words, erasing.words.may_stand(text="text", digits="digits"))


def _merges(erasing: Erasing) -> None:
    """What was kept to undo merges goes, the addresses of old ids still lead on; found pairs go."""
    ids = erasing.ids
    found = Merge.objects.filter(Q(into_id__in=ids) | Q(ids__overlap=list(ids)), kind=erasing.kind.name)
    found.update(before={}, after={}, moved=[], names=[])
    pairs = DuplicatePair.objects.filter(kind=erasing.kind.name)
    pairs.filter(Q(low_id__in=ids) | Q(high_id__in=ids)).delete()
    for name, gone in erasing.whole.items():
        forget(get(name), gone)


def _bulk_changes(erasing: Erasing) -> None:
    """What stood in these records before bulk edits, and the personal values that were given to them."""
    for kind, ids in erasing.whole.items():
        keys = {str(pk) for pk in ids}
        personal = {one.name for one in get(kind).fields if one.personal}
        changes = BulkChange.objects.filter(kind=kind, before__has_any_keys=list(keys)).only("before", "given")
        store(BulkChange, ((one.pk, _without(one, keys, personal)) for one in changes.iterator(chunk_size=50)))
    take_out(BulkChange, erasing.words)


def _without(change: BulkChange, keys: set[str], personal: set[str]) -> dict[str, Any]:
    return {
        "before": {pk: values for pk, values in change.before.items() if pk not in keys},
        "given": {name: value for name, value in change.given.items() if name not in personal},
    }
