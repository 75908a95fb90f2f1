"""Jobs of the engine."""

from django.utils import timezone

from voronka.core import jobs
from voronka.records import kinds
from voronka.records.actions import duplicates


@jobs.job(times=2)
def search_duplicates(kind: str) -> None:
    """Look for duplicates among all records of a kind."""
    duplicates.search(kind=kinds.get(kind), at=timezone.now())
