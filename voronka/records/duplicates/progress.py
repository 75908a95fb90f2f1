"""How far a search for duplicates is: told while its one transaction goes on, by a connection of its own."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.db import connection

from voronka.records.models import DuplicateSearch

SAY = f"UPDATE {DuplicateSearch._meta.db_table} SET percent = %s WHERE id = %s"  # noqa: S608  # a table of ours
PORTION = 2000
# Reading the records and working out their keys is about so much of the whole.
READING = 40
WHOLE = 100

type Say = Callable[[int], None]


@contextmanager
def reporting(search: DuplicateSearch) -> Iterator[Say]:
    """A function that says the percent; a row that is not committed yet (in a test, in the demo) is left as it is."""
    other, last = connection.copy(), search.percent

    def say(percent: int) -> None:
        nonlocal last
        if percent > last:
            last = min(percent, WHOLE)
            with other.cursor() as cursor:
                cursor.execute(SAY, [last, search.pk])

    try:
        yield say
    finally:
        other.close()


def counted[Row](rows: Iterable[Row], total: int, say: Say) -> Iterator[Row]:
    """The rows, one by one, saying how many of `total` have been read."""
    for number, row in enumerate(rows):
        if number % PORTION == 0:
            say(READING * number // max(total, 1))
        yield row


def compared(number: int, total: int) -> int:
    """The percent when so many of all pairs are compared."""
    return READING + (WHOLE - READING) * number // max(total, 1)
