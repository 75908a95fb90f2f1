"""What a subject's export tells of quick entries: nothing that is not told elsewhere."""

from voronka.home.models import QuickEntry
from voronka.records.subject import parts
from voronka.records.subject.parts import Silent


def declare() -> None:
    """Say it to the registry."""
    reason = "what an entry made stands as records, what it completed in the changes of them"
    parts.declare(Silent(models=(QuickEntry,), reason=reason))
