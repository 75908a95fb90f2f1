"""Files of imports that are still kept: what their rows say of a human being, and the same files without it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from voronka.imports.engine.marks import Marks
from voronka.imports.models import ImportedRow, ImportRun
from voronka.imports.models.runs import RunState, random_name
from voronka.imports.queries import no_file
from voronka.imports.reading import limits
from voronka.imports.reading.kept_lines import write
from voronka.imports.reading.layout import Lines, found_in, headings
from voronka.imports.reading.limits import BadFile
from voronka.imports.reading.sheet import Unreadable, fitted, header_of, whole_sheets
from voronka.imports.targets.base import Target
from voronka.imports.targets.beside import parts_of
from voronka.imports.targets.registry import TARGETS
from voronka.records.erasing import rules
from voronka.records.erasing.rules import Erasing
from voronka.records.erasing.words import MARK, Words

BETWEEN_CELLS = "|"


@dataclass(frozen=True)
class Line:
    """A row that says something of a human being: all of it, or the cells where its `words` stand.

    One that `is_known` has become a record of this one, or one beside its own record.
    """

    number: int
    cells: list[str]
    words: Words | None = None
    sheet: int = 0
    header: list[str] = field(default_factory=list)
    is_known: bool = False

    @property
    def is_own(self) -> bool:
        """Whether the whole row is of this one."""
        return self.words is None

    def told(self) -> dict[str, str]:
        """What of the row is told of this one, by heading."""
        width = max(len(self.header), len(self.cells))
        named = zip(header_of(fitted(self.header, width)), fitted(self.cells, width), strict=True)
        return {name: cell for name, cell in named if cell and (not self.words or self.words.stand_in(cell))}

    def left(self) -> list[str]:
        """What of the row stays when this one is erased."""
        return [_cleared(cell, self.words) for cell in self.cells] if self.words else []


@dataclass(frozen=True)
class About:
    """A kept file that says something of a human being; one that nobody can write without it `must_go`."""

    run: ImportRun
    lines: list[Line] = field(default_factory=list)
    words: Words | None = None
    must_go: bool = False


def files_about(found: Erasing) -> Iterator[About]:
    """The kept files with rows of a human being, the newest first: every file is read, for not all rows are records.

    A row is of this one when one of its records came of it, or, where it became nobody else, when it gives a name and
    a phone or e-mail of this one. Of other rows the cells are, that hold these, and any of its words where the
    record of the row is of others too. In sheets that were not imported, and above the headings, cells are that hold
    a phone or e-mail, or nothing but name and surname.
    """
    tied = {pk for kind, ids in found.whole.items() for pk in _rows(kind, ids).values_list("run", flat=True)}
    for run in ImportRun.objects.exclude(file="").select_related("owner").order_by("-created_at", "-pk"):
        with translation.override(run.owner.language):
            about = _about(run, found)
        if run.pk in tied and not any(
            line.is_own or line.is_known for line in about.lines
        ):  # its columns mean something else by now
            about = replace(about, must_go=True)
        if about.lines or about.must_go:
            yield about


def drop(run: ImportRun) -> None:
    """Let the file go; an import that has not come to its end fails, and says what to do."""
    _forget(str(run.file.name))
    run.file, run.problems, run.survey, run.found, run.conflicts = "", [], {}, {}, []
    if run.state in {RunState.UPLOADED, RunState.CHECKED}:
        with translation.override(run.owner.language):
            run.state, run.error = RunState.FAILED, no_file()
    run.save(update_fields=["file", "problems", "survey", "found", "conflicts", "state", "error"])
    run.portions.update(problems=[])


def write_without(about: About) -> None:
    """Give the run another file, with the same sheets and the same numbers of rows: what is left of each.

    Whatever happens to the process, the run has either of them: the name goes with the transaction.
    """
    old = str(about.run.file.name)
    fresh = random_name(about.run, "source")
    path = Path(about.run.file.storage.path(fresh))
    left = {(line.sheet, line.number): line.left() for line in about.lines}
    try:
        sheets = whole_sheets(Path(about.run.file.path))
        write(
            path,
            (
                (
                    str(about.words.gone(sheet.name)) if about.words else sheet.name,
                    sheet.is_hidden,
                    (left.get((sheet.index, number), cells) for number, cells in sheet.lines),
                )
                for sheet in sheets
            ),
        )
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


def _about(run: ImportRun, found: Erasing) -> About:
    """What one file says; a file that cannot be read to its end must go, since nobody knows what it holds."""
    target = TARGETS.get(run.kind)
    if (target is None and not run.part) or not run.file.storage.exists(str(run.file.name)):
        return About(run, must_go=True)
    lines: list[Line] = []
    try:
        for sheet in whole_sheets(Path(run.file.path)):
            search = _Search(target.kind.name if target else "", found, sheet.index)
            if target and sheet.index == run.sheet:
                if _read_table(run, sheet.lines, search, found):  # the table has no headings
                    return About(run, [*lines, *search.lines()], must_go=True)
            else:
                _read_aside(sheet.lines, search)
            lines += search.lines()
    except Unreadable:
        return About(run, must_go=True)
    return About(run, lines, words=found.words)


def _read_table(run: ImportRun, rows: Lines, search: "_Search", found: Erasing) -> bool:
    """Look through the sheet that was imported, above its headings too; whether its headings are of somebody."""
    target = TARGETS[run.kind].asked_by(run.owner)
    first = list(islice(rows, max(limits.HEAD_ROWS, run.heading_row + run.heading_rows)))
    layout = run.layout if run.heading_row else found_in(first, run.sheet) or run.layout
    below = layout.top + layout.deep
    head = dict(first)
    search.header = header_of(headings([head.get(number, []) for number in range(layout.top, below)]))
    marks, beside = _marks(run, target, search.header)
    search.width = len(search.header)
    for number, cells in chain(first, rows):
        if layout.top <= number < below:
            if found.words.nameless.stand_in(BETWEEN_CELLS.join(cells)):
                search.hits.append((number, cells, ""))
                return True
        elif number < layout.top:
            search.look(number, cells)
        elif any(cells):
            whole = fitted(cells, search.width)
            known = [(kind, other.of(whole)) for kind, other in beside if any(whole)]
            search.look(number, cells, marks.of(whole), is_of_many=search.knows(known))
    return False


def _marks(run: ImportRun, target: Target, header: list[str]) -> tuple[Marks, list[tuple[str, Marks]]]:
    """By what the rows are known again, as records that the file is of and as people who stand beside them."""
    parts = parts_of(target, header, run.mapping, run.created_at)
    marks = [(one, Marks(one.target.kind.name, one.marked)) for one in parts]
    main = next(mark for one, mark in marks if one.is_main)
    return main, [(one.target.kind.name, mark) for one, mark in marks if not one.is_main]


def _read_aside(rows: Lines, search: "_Search") -> None:
    """Look through a sheet that was not imported: what its columns are called, nobody has said."""
    for number, cells in rows:
        search.header = search.header or header_of(cells)
        search.look(number, cells)


class _Search:
    """Gathers the rows of one sheet that say something."""

    def __init__(self, kind: str, found: Erasing, sheet: int) -> None:
        self.sheet = sheet
        self.header: list[str] = []
        self.width = 0
        self.kind, self.words, self.contacts = kind, found.words, found.words.nameless
        self.own = _digests(kind, found.whole.get(kind, ()))
        self.shared = _digests(kind, found.shared.get(kind, ()))
        self.many: set[str] = set()
        self.beside = {name: _digests(name, ids) for name, ids in found.whole.items()}
        self.hits: list[tuple[int, list[str], str]] = []

    def knows(self, beside: list[tuple[str, str]]) -> bool:
        """Whether one of the records that a row carried beside its own is of this one."""
        return any(digest.partition("#")[0] in self.beside.get(kind, ()) for kind, digest in beside)

    def look(self, number: int, cells: list[str], digest: str = "", *, is_of_many: bool = False) -> None:
        """Keep a row when it is known, or holds a phone or an e-mail; only rows of the table have a digest.

        One that is `is_of_many` carried other records too: only the words of this one go out of it.
        """
        digest = digest.partition("#")[0]
        if is_of_many and digest not in self.own:
            self.many.add(digest)
        known = bool(digest) and (digest in self.own or digest in self.shared or digest in self.many)
        if known or self.contacts.stand_in(BETWEEN_CELLS.join(cells)) or (not digest and self._is_called(cells)):
            self.hits.append((number, cells, digest))

    def lines(self) -> list[Line]:
        """What each of the rows says."""
        digests = {digest for _number, _cells, digest in self.hits} - self.own
        rows = ImportedRow.objects.filter(kind=self.kind, digest__in=digests)
        taken = set(rows.values_list("digest", flat=True))
        found = [self._line(number, cells, digest, taken) for number, cells, digest in self.hits]
        return [one for one in found if one.words is None or one.left() != one.cells]

    def _line(self, number: int, cells: list[str], digest: str, taken: set[str]) -> Line:
        is_whole = bool(digest) and rules.is_human(self.kind) and digest not in taken and self._is_named(cells)
        if digest in self.own or is_whole:
            return Line(number, cells, None, self.sheet, self.header)
        is_of_both = (
            digest in self.shared
            or digest in self.many
            or (not digest and (self._is_named(cells) or self._is_called(cells)))
        )
        words = self.words if is_of_both else self.contacts
        return Line(number, cells, words, self.sheet, self.header, is_known=digest in self.many)

    def _is_called(self, cells: list[str]) -> bool:
        """Whether the name and the surname fill a cell: where nothing is a record, that is all that tells."""
        return any(" " in cell and self.words.gone(cell) == MARK for cell in cells)

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
