"""What becomes of quick entries when somebody is erased."""

from voronka.home.models import QuickEntry
from voronka.records.erasing import rules
from voronka.records.erasing.rules import Eraser, Erasing
from voronka.records.erasing.writing import store, take_out


def declare() -> None:
    """Say it to the registry."""
    rules.declare(Eraser(models=(QuickEntry,), erase=_entries))


def _entries(erasing: Erasing) -> None:
    """What stood before an entry completed a record was kept to take it back; for the erased there is no back."""
    gone = {(kind, pk) for kind, ids in erasing.whole.items() for pk in ids}
    rows = [
        (entry.pk, {"completed": completed})
        for entry in QuickEntry.objects.exclude(completed=[]).only("completed").iterator()
        if len(completed := [one for one in entry.completed if (one[0], one[1]) not in gone]) < len(entry.completed)
    ]
    store(QuickEntry, rows)
    take_out(QuickEntry, erasing.words)
