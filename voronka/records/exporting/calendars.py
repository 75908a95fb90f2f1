"""Records with a moment as events for calendars."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import batched
from tempfile import TemporaryFile
from typing import IO, Any

from voronka.records.exporting.content_lines import folded, line
from voronka.records.exporting.formats import Format
from voronka.records.exporting.tables import PORTION
from voronka.records.fields import Field, FilterContext, Moment
from voronka.records.fields.base import Label
from voronka.records.kinds import Kind
from voronka.records.values import values_of


@dataclass(frozen=True, kw_only=True)
class EventFields:
    """Which fields of a kind say what an event is; a record without a moment makes none.

    A moment that `is_day` stands for its whole day.
    """

    title: str
    at: str
    text: str = ""
    about: str = ""
    is_day: Callable[[datetime], bool] = lambda _at: False
    minutes: int = 30


def events(label: Label, of: EventFields) -> Format:
    """The format, under the name that the kind gives it."""
    names = tuple(name for name in (of.title, of.at, of.text, of.about) if name)
    return Format(
        code="ics",
        label=label,
        icon="calendar",
        content_type="text/calendar; charset=utf-8",
        write=partial(_write, of),
        names=names,
    )


def _write(
    of: EventFields, kind: Kind, fields: Sequence[Field], records: Iterable[Any], asking: FilterContext
) -> IO[bytes]:
    """Events, not tasks: most calendars read nothing else. Source: RFC 5545."""
    file = TemporaryFile()  # noqa: SIM115  # the answer that sends it closes it

    def put(*lines: str) -> None:
        file.write("".join(folded(lines)).encode())

    put("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Voronka//Voronka//RU", "CALSCALE:GREGORIAN")
    for portion in batched(records, PORTION, strict=False):
        values = values_of(portion, fields, by=asking.by, at=asking.at)
        for record in portion:
            put(*_event(of, f"voronka-{kind.name}-{record.pk}", _told(fields, values[record.pk]), asking))
    put("END:VCALENDAR")
    file.seek(0)
    return file


def _told(fields: Sequence[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Moments as they are, everything else as text."""
    kept = {one.name: values[one.name] for one in fields if values[one.name]}
    return {one.name: kept[one.name] if isinstance(one, Moment) else one.show(kept[one.name])
            for one in fields if one.name in kept}  # fmt: skip


def _event(of: EventFields, uid: str, told: Mapping[str, Any], asking: FilterContext) -> Iterator[str]:
    begins = told.get(of.at)
    if begins is None:
        return
    yield "BEGIN:VEVENT"
    yield line("UID", uid)
    yield f"DTSTAMP:{_moment(asking.at)}"
    if of.is_day(begins):
        yield f"DTSTART;VALUE=DATE:{begins.astimezone(asking.zone):%Y%m%d}"
    else:
        yield f"DTSTART:{_moment(begins)}"
        yield f"DURATION:PT{of.minutes}M"
    yield line("SUMMARY", " — ".join(filter(None, (told.get(of.title, ""), told.get(of.about, "")))))
    if text := told.get(of.text):
        yield line("DESCRIPTION", text)
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
