"""The months of the journal of reads that are over: what dropping them would take."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format

from voronka.records.models import ReadEntry


@dataclass(frozen=True, kw_only=True)
class Month:
    """One month of the journal: its first day, its table on the disk in bytes, about how many lines it holds."""

    first: date
    size: int
    lines: int

    def __str__(self) -> str:
        return str(date_format(self.first, "F Y"))

    @property
    def said_size(self) -> str:
        """«12,0 МБ»."""
        return str(filesizeformat(self.size))


MONTHS = """
SELECT right(child.relname, 6), pg_total_relation_size(child.oid), child.reltuples::bigint FROM pg_inherits
JOIN pg_class child ON child.oid = inhrelid
WHERE inhparent = 'records_readentry'::regclass AND child.relname < 'records_readentry_' || to_char(%s::date, 'YYYYMM')
ORDER BY child.relname
"""


def months_over(before: date) -> list[Month]:
    """The months that dropping all before this day would take, the oldest first.

    The database itself knows about how many lines a table has; they are counted where it has not looked yet.
    """
    with connection.cursor() as cursor:
        cursor.execute(MONTHS, [before])
        rows = cursor.fetchall()
    found = [(date(int(name[:4]), int(name[4:]), 1), size, lines) for name, size, lines in rows]
    return [
        Month(first=first, size=size, lines=lines if lines >= 0 else _counted(first)) for first, size, lines in found
    ]


def _counted(month: date) -> int:
    first = datetime.combine(month, time(), UTC)
    return ReadEntry.objects.filter(at__gte=first, at__lt=(first + timedelta(days=32)).replace(day=1)).count()
