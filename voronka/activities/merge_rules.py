"""What becomes of tasks, interactions and history when the records that they are about are merged."""

from voronka.activities.models import HistoryEntry, HistoryLink, Interaction, Task
from voronka.records.merging import rules
from voronka.records.merging.rules import Rule


def declare() -> None:
    """Say it to the registry; an entry that stood on both cards stands on the kept one once."""
    rules.declare(
        *(
            Rule(model=model, column="subject_id", kind_column="subject_kind")
            for model in (Interaction, Task, HistoryEntry)
        ),
        Rule(model=HistoryLink, column="record_id", kind_column="kind", once=("entry_id",)),
    )
