"""What becomes of tasks, interactions and history when somebody is erased."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voronka.activities.models import HistoryEntry, HistoryLink, Interaction, Task
from voronka.records.erasing import rules
from voronka.records.erasing.rules import Eraser, Erasing, How, Own, Rule
from voronka.records.erasing.writing import store

# What the sentence of an entry needs and what tells nothing of the client: stages, sums, reasons, colleagues.
HARMLESS = {"from", "to", "amount", "said", "reason"}


def declare() -> None:
    """Say it to the registry."""
    rules.declare(
        Own(kind="task", put={"title": _("Erased")}),
        Own(kind="interaction"),
        *(
            Rule(model=model, column="subject_id", kind_column="subject_kind", how=How.WHOLE)
            for model in (Interaction, Task, HistoryEntry)
        ),
        Rule(model=HistoryLink, column="record_id", kind_column="kind", how=How.KEEP, reason="holds ids only"),
        Eraser(models=(HistoryEntry,), erase=_entries),
    )


def _entries(erasing: Erasing) -> None:
    for touched, is_whole in ((erasing.whole, True), (erasing.shared, False)):
        condition = Q(pk__in=[])
        for kind, ids in touched.items():
            condition |= Q(subject_kind=kind, subject_id__in=ids)
        rows = HistoryEntry.objects.filter(condition).exclude(data={}).only("pk", "data")
        store(HistoryEntry, _told_less(rows, erasing, is_whole=is_whole))


def _told_less(
    rows: Iterable[HistoryEntry], erasing: Erasing, *, is_whole: bool
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The entries whose data change, with what is left of these."""
    for entry in rows:
        kept = {key: value for key, value in entry.data.items() if not is_whole or key in HARMLESS}
        data = erasing.words.gone(kept)
        if data != entry.data:
            yield entry.pk, {"data": data}
