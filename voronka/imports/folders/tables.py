"""Rows of another program as tables that the targets read: notes, calls and meetings, tasks of nobody, what is kept."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.imports.columns import Reading, reading_of
from voronka.imports.folders.links import NONE, known
from voronka.imports.folders.sources import Source
from voronka.imports.folders.texts import note_of, with_more
from voronka.imports.presets.folders import place
from voronka.imports.targets.interactions import INTERACTIONS

type Row = tuple[int, list[str]]

NOTE = ("external_id", "text", "happened_at", "owner", "organization_key", "person_key", "lead", "campaign")
CONTACT = ("text", "deal_key", "person_key", "lead_key", "organization_key")
TASK = ("external_id", "title", "note", "due_at", "done_at", "status", "owner", "created_at", *CONTACT[1:])


@dataclass
class Tables:
    """The rows of one file, parted by what they become, each with the columns that were made for it."""

    taken: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    left: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Folder:
    """All files of a folder, for those whose rows belong to rows of another one, and who asks."""

    sources: Sequence[Source]
    preset: str
    by: User
    at: datetime

    def of(self, part: str) -> list[Source]:
        """The files of a part."""
        return [one for one in self.sources if one.part.name == part]


def contacts(source: Source, folder: Folder) -> Tables:
    """Calls and meetings: with a record that they are about, or tasks of their owner; so are those that are to come."""
    reading = reading_of(folder.by, "")
    named = _named(source)
    names = known(_wanted(source, named), folder.by)
    tables = Tables()
    for number, cells in source.rows:
        links = named[number]
        found = {column: pk if pk in names[column] else "" for column, pk in links.items()}
        lost = [column for column, pk in links.items() if pk not in {*NONE, found[column]}]
        missing = [f"{_heading(source, column)}: {links[column]}" for column in lost]
        text = with_more(source, cells, missing)
        begun = _moment(source.cell(cells, source.part.moment), reading)
        is_to_come = begun is not None and begun > folder.at
        if any(found.values()) and not is_to_come:
            tables.taken.append((number, [*cells, text, *(found[name] for name in CONTACT[1:])]))
        else:
            tables.tasks.append((number, [*cells, *_task(source, cells, text, found, is_done=not is_to_come)]))
    return tables


def _task(source: Source, cells: Sequence[str], text: str, found: Mapping[str, str], *, is_done: bool) -> list[str]:
    part = source.part
    moment = source.cell(cells, part.moment)
    title = next((cell for word in part.head if (cell := source.cell(cells, word))), str(part.label))
    values = {
        "external_id": source.cell(cells, part.key),
        "title": title[:255],
        "note": text if text != title or len(title) > 255 else "",
        "due_at": moment,
        "done_at": moment if is_done else "",
        "status": "done" if is_done else "open",
        "owner": source.cell(cells, part.owner),
        "created_at": source.cell(cells, "Created Time"),
        **found,
    }
    return [values[name] for name in TASK]


def notes(source: Source, folder: Folder) -> Tables:
    """Rows of a kind that is not built yet, as notes on the card of the client that they name; the others are left."""
    part = source.part
    clients = _clients(source, folder)
    lines = _lines(folder, part.lines)
    names = known(_wanted(source, clients), folder.by)
    tables = Tables()
    for number, cells in source.rows:
        links = clients[number]
        card_names = {column: names[column].get(pk, "") for column, pk in links.items() if column in names}
        card = next((column for column, name in card_names.items() if name), "")
        if card_names and not card:
            tables.left.append((number, cells))
            continue
        key = source.cell(cells, part.key)
        others = [name for column, name in card_names.items() if name and column != card]
        values = {
            "external_id": f"{folder.preset}:{part.name}:{key or _mark(cells)}",
            "text": note_of(source, cells, lines.get(key, ()), others),
            "happened_at": source.cell(cells, part.moment),
            "owner": source.cell(cells, part.owner),
            "campaign": links.get("campaign", ""),
            "lead": _full(links.get("lead", ""), links.get("lead_first", "")),
            card: links.get(card, ""),
        }
        tables.taken.append((number, [*cells, *(values.get(name, "") for name in NOTE)]))
    return tables


def _wanted(source: Source, named: Mapping[int, Mapping[str, str]]) -> dict[str, set[str]]:
    keys = [column for column in source.part.links if column.endswith("_key")]
    return {column: {links.get(column, "") for links in named.values()} for column in keys}


def _named(source: Source) -> dict[int, dict[str, str]]:
    """What each row names, by the number of the row."""
    links = source.part.links.items()
    return {number: {column: source.cell(cells, words) for column, words in links} for number, cells in source.rows}


def _clients(source: Source, folder: Folder) -> dict[int, dict[str, str]]:
    """The same, out of another file where the row itself names nobody."""
    part, own = source.part, _named(source)
    if part.via is None:
        return own
    told: dict[str, dict[str, str]] = {}
    for other in folder.of(part.via.part):
        theirs = _named(other)
        for number, cells in other.rows:
            told.setdefault(other.cell(cells, part.via.own), theirs[number])
    for number, cells in source.rows:
        if not any(own[number].values()):
            own[number] = told.get(source.cell(cells, part.key), own[number])
    return own


def _lines(folder: Folder, part: str) -> dict[str, list[str]]:
    """Lines of documents by the id of the document, where their file says it."""
    found: dict[str, list[str]] = {}
    for source in folder.of(part):
        if place(source.header, source.part.key) is None:
            continue
        for _number, cells in source.rows:
            said = [text for word in source.part.head if (text := source.cell(cells, word))]
            found.setdefault(source.cell(cells, source.part.key), []).append(f"— {', '.join(said)}")
    return found


def _heading(source: Source, column: str) -> str:
    at = place(source.header, source.part.links[column])
    return source.header[at] if at is not None else column


def _moment(raw: str, reading: Reading) -> datetime | None:
    try:
        found: datetime | None = INTERACTIONS.by_name["happened_at"].read(raw, reading)["happened_at"]
    except Refused:
        return None  # the import says it of the row
    return found


def _full(last: str, first: str) -> str:
    return last if first in {"", last} else f"{last} {first}"


def _mark(cells: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:24]


def why_left(source: Source) -> str:
    """Why rows of this file are kept as they are."""
    if source.part.links:
        return _("These rows name no client that is here: they are kept as they are.")
    return _("Voronka has no place for them yet: they are kept as they are.")
