"""Whatever is typed or pasted: the way to read it is chosen by its look."""

from datetime import datetime

from voronka.home.reading.line import read_line
from voronka.home.reading.pieces import Reading


def understand(raw: str, now: datetime) -> Reading:
    """What a text means at the moment `now`, in the time zone of `now`."""
    return read_line(raw, now)
