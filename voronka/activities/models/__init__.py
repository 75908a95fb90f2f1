"""The tables of what people do for clients."""

from voronka.activities.models.about import AboutRecord, Ref
from voronka.activities.models.history import HistoryEntry, HistoryLink
from voronka.activities.models.interactions import Direction, Interaction
from voronka.activities.models.tasks import Priority, Task
from voronka.activities.models.types import InteractionType

__all__ = [
    "AboutRecord",
    "Direction",
    "HistoryEntry",
    "HistoryLink",
    "Interaction",
    "InteractionType",
    "Priority",
    "Ref",
    "Task",
]
