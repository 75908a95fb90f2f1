"""Files of imports that are still kept: what their rows say of a human being, and the same files without it."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from io import StringIO
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from voronka.imports.engine.marks import Marks, places_of
from voronka.imports.models import ImportedRow, ImportRun
from voronka.imports.models.runs import RunState, random_name
from voronka.imports.queries import no_file
from voronka.imports.reading import limits
from voronka.imports.reading.limits import BadFile
from voronka.imports.reading.sheet import Unreadable, fitted, header_of, lines_of
from voronka.imports.reading.text import SEPARATORS, separator_of
from voronka.imports.targets.registry import TARGETS
from voronka.records.erasing import rules
from voronka.records.erasing.rules import Erasing
from voronka.records.erasing.words import MARK, Words

BETWEEN_CELLS = "|"


@dataclass(frozen=True)
class Line:
    """A row that says something of a human being: all of it, or the cells where its `words` stand."""

    number: int
    cells: list[str]
    words: Words | None = None

    @property
    def is_own(self) -> bool:
        """Whether the whole row is of this one."""
        return self.words is None

    def told(self, header: list[str]) -> dict[str, str]:
        """What of the row is told of this one, by heading."""
        named = zip(header, fitted(self.cells, len(header)), strict=True)
        return {name: cell for name, cell in named if cell and (not self.words or self.words.stand_in(cell))}

    def left(self) -> list[str]:
        """What of the row stays when this one is erased."""
        return [_cleared(cell, self.words) for cell in self.cells] if self.words else []


@dataclass(frozen=True)
class About:
    """A kept file that says something of a human being; one that nobody can write without it `must_go`."""

    run: ImportRun
    header: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    must_go: bool = False


def files_about(found: Erasing) -> Iterator[About]:
    """The kept files with rows of a human being, the newest first: every file is read, for not all rows are records.

    A row is of this one when one of its records came of it, or, where it became nobody else, when it gives a name and
    a phone or e-mail of this one. Of other rows the cells are, that hold these, and any of its words where the
    record of the row is of others too.
    """
    tied = {pk for kind, ids in found.whole.items() for pk in _rows(kind, ids).values_list("run", flat=True)}
    for run in ImportRun.objects.exclude(file="").select_related("owner").order_by("-created_at", "-pk"):
        with translation.override(run.owner.language):
            about = _about(run, found)
        if run.pk in tied and not any(line.is_own for line in about.lines):  # its columns mean something else by now
            about = replace(about, must_go=True)
        if about.lines or about.must_go:
            yield about


def drop(run: ImportRun) -> None:
    """Let the file go; an import that has not come to its end fails, and says what to do."""
    _forget(str(run.file.name))
    run.file, run.problems = "", []
    if run.state in {RunState.UPLOADED, RunState.CHECKED}:
        with translation.override(run.owner.language):
            run.state, run.error = RunState.FAILED, no_file()
    run.save(update_fields=["file", "problems", "state", "error"])


def write_without(about: About) -> None:
    """Give the run another file, with the same numbers of rows: CSV of what is left.

    Whatever happens to the process, the run has either of them: the name goes with the transaction.
    """
    old = str(about.run.file.name)
    fresh = random_name(about.run, "source")
    path = Path(about.run.file.storage.path(fresh))
    left = {line.number: line.left() for line in about.lines}
    try:
        rows = lines_of(Path(about.run.file.path))
        _write(path, about.header, (left.get(number, cells) for number, cells in rows))
    except (BadFile, Unreadable, OSError):
        path.unlink(missing_ok=True)
        drop(about.run)
        return
    _forget(old)
    about.run.file = fresh
    about.run.save(update_fields=["file"])


def _forget(name: str) -> None:
    """Delete a file that no run has any more; what a killed process leaves, `files.forget_lost` finds."""
    transaction.on_commit(partial(default_storage.delete, name), robust=True)


def _write(path: Path, header: list[str], rows: Iterable[list[str]]) -> None:
    """Write a CSV that reads as it is; raises BadFile for one that could not be read again."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=_sign(header), quoting=csv.QUOTE_ALL).writerows(rows)
    if path.stat().st_size > limits.FILE_BYTES:
        raise BadFile("too-big")


def _about(run: ImportRun, found: Erasing) -> About:
    """What one file says; a file that cannot be read to its end must go, since nobody knows what it holds."""
    target = TARGETS.get(run.kind)
    if target is None or not run.file.storage.exists(str(run.file.name)):
        return About(run, must_go=True)
    search = _Search(target.kind.name, found)
    header: list[str] = []
    marks: Marks | None = None
    try:
        for number, cells in lines_of(Path(run.file.path)):
            if not any(cells):
                continue
            if marks:
                search.look(number, cells, marks.of(fitted(cells, len(header))))
            else:
                header = header_of(cells)
                marks = Marks(target.kind.name, places_of(header, run.mapping, target.asked_by(run.owner)))
                if found.words.nameless.stand_in(BETWEEN_CELLS.join(cells)):  # the table has no headings
                    return About(run, header, [Line(number, cells, found.words.nameless)], must_go=True)
    except Unreadable:
        return About(run, must_go=True)
    return About(run, header, search.lines())


class _Search:
    """Gathers the rows of one file that say something."""

    def __init__(self, kind: str, found: Erasing) -> None:
        self.kind, self.words, self.contacts = kind, found.words, found.words.nameless
        self.own = _digests(kind, found.whole.get(kind, ()))
        self.shared = _digests(kind, found.shared.get(kind, ()))
        self.hits: list[tuple[int, list[str], str]] = []

    def look(self, number: int, cells: list[str], digest: str) -> None:
        """Keep a row when it is known, or holds a phone or an e-mail."""
        digest = digest.partition("#")[0]
        known = digest in self.own or digest in self.shared
        if known or self.contacts.stand_in(BETWEEN_CELLS.join(cells)):
            self.hits.append((number, cells, digest))

    def lines(self) -> list[Line]:
        """What each of the rows says."""
        digests = {digest for _number, _cells, digest in self.hits} - self.own
        rows = ImportedRow.objects.filter(kind=self.kind, digest__in=digests)
        taken = set(rows.values_list("digest", flat=True))
        found = [self._line(number, cells, digest, taken) for number, cells, digest in self.hits]
        return [one for one in found if one.words is None or one.left() != one.cells]

    def _line(self, number: int, cells: list[str], digest: str, taken: set[str]) -> Line:
        if digest in self.own or (rules.is_human(self.kind) and digest not in taken and self._is_named(cells)):
            return Line(number, cells)
        return Line(number, cells, self.words if digest in self.shared else self.contacts)

    def _is_named(self, cells: list[str]) -> bool:
        """Whether a name stands beside the phone or the e-mail."""
        return self.words.stand_in(self.contacts.gone(BETWEEN_CELLS.join(cells)))


def _digests(kind: str, ids: Iterable[int]) -> set[str]:
    """Digests of the rows that became these records, without the numbers of equal ones."""
    return {digest.partition("#")[0] for digest in _rows(kind, ids).values_list("digest", flat=True)}


def _rows(kind: str, ids: Iterable[int]) -> QuerySet[ImportedRow]:
    return ImportedRow.objects.filter(kind=kind, record_id__in=list(ids))


def _cleared(cell: str, words: Words) -> str:
    """A cell without the words; an empty one where nothing else stood there."""
    text = str(words.gone(cell))
    return text if text.replace(MARK, "").strip(" ,;") else ""


def _sign(header: list[str]) -> str:
    """What may part the cells, so that a reader finds it out by the headings; raises BadFile where nothing may."""
    for sign in SEPARATORS:
        line = StringIO()
        csv.writer(line, delimiter=sign, quoting=csv.QUOTE_ALL).writerow(header)
        if separator_of(line.getvalue()) == sign:
            return sign
    raise BadFile("not-a-table")
