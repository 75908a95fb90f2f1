"""What becomes of tasks, interactions and history when somebody is erased."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voronka.activities.models import HistoryEntry, HistoryLink, Interaction, Task
from voronka.records.erasing import rules
from voronka.records.erasing.rules import Eraser, Erasing, How, Own, Rule

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
        for entry in HistoryEntry.objects.filter(condition).exclude(data={}).only("pk", "data"):
            kept = {key: value for key, value in entry.data.items() if not is_whole or key in HARMLESS}
            data = erasing.words.gone(kept)
            if data != entry.data:
                HistoryEntry.objects.filter(pk=entry.pk).update(data=data)
