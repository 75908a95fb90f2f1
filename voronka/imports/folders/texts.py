"""The text of a note: what it is, then all that the row says of it, then its lines."""

from collections.abc import Collection, Sequence

from voronka.imports.folders.sources import Source
from voronka.imports.headings import plain
from voronka.imports.presets.folders import Part

LONGEST = 20_000  # signs, as an interaction may have


def note_of(source: Source, cells: Sequence[str], lines: Sequence[str], names: Sequence[str]) -> str:
    """«Invoice 1593016, Created, $21,042» with the rest by its headings; `names` are lines on who is named."""
    part = source.part
    head = [said for word in part.head if (said := source.cell(cells, word))]
    silent = {plain(word) for word in (*part.head, *part.silent, *_words(part))}
    rest = said_by_headings(source.header, cells, silent)
    return "\n".join([f"{part.label} {', '.join(head)}".strip(), *names, *rest, *lines])[:LONGEST]


def with_more(source: Source, cells: Sequence[str], missing: Sequence[str]) -> str:
    """The text of a call or a meeting: its subject, and what the part `says` beside it; `missing` names lost links."""
    part = source.part
    others = {plain(name) for name in source.header} - {plain(word) for word in part.says}
    head = [said for word in part.head if (said := source.cell(cells, word))]
    return "\n".join([*head, *said_by_headings(source.header, cells, others), *missing])[:LONGEST]


def said_by_headings(header: Sequence[str], cells: Sequence[str], silent: Collection[str]) -> list[str]:
    """«Tax: $12» for every filled cell whose heading is not silent."""
    return [f"{name}: {cell}" for name, cell in zip(header, cells, strict=False) if cell and plain(name) not in silent]


def _words(part: Part) -> list[str]:
    """The headings that are told otherwise: ids, owner, moment, links."""
    return "|".join((part.key, part.owner, part.moment, *part.links.values())).split("|")
