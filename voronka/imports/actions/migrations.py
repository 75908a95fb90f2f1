"""A folder of exports of another program is taken over: every file in its turn, each as a run that can be undone."""

import hashlib
import tempfile
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from voronka.accounts.actions.former import Named, enlist
from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator
from voronka.core.errors import ActionError, Refused
from voronka.imports.actions import from_disk
from voronka.imports.folders import tables
from voronka.imports.folders.results import FileResult, results_of
from voronka.imports.folders.sources import Source, ours, sources_of
from voronka.imports.models import ImportRun, Migration, Part
from voronka.imports.models.runs import RunState
from voronka.imports.presets.folders import Becomes
from voronka.imports.presets.registry import PRESETS, mapping_of, recognise
from voronka.imports.targets.former_owners import with_former_owners
from voronka.imports.targets.registry import TARGETS

EMPTY = {"rows": 0, "created": 0, "updated": 0, "duplicates": 0, "rejected": 0}
HASHED = 1024 * 1024


@dataclass(frozen=True)
class _Goal:
    """What rows of a file become: the kind (plural), the columns that were `made` for it, what the others mean."""

    kind: str
    part: Part
    made: tuple[str, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class _Work:
    """A migration under way: what each step needs."""

    migration: Migration
    folder: tables.Folder
    temporary: Path
    is_dry: bool
    runs: list[ImportRun] = field(default_factory=list)

    @property
    def by(self) -> User:
        return self.folder.by

    @property
    def at(self) -> datetime:
        return self.folder.at


def migrate(
    *,
    folder: Path,
    preset: str,
    by: User,
    at: datetime,
    is_dry: bool = False,
    tell: Callable[[str], None] = lambda _name: None,
) -> tuple[Migration | None, list[FileResult]]:
    """Take over every file of the folder in the right order; what was taken before is known again and stays as it is.

    Each file is all or nothing; one that cannot be read is told, and the others go on. A dry run does the very same and
    takes it back. `tell` hears the name of each file. An administrator's; raises Forbidden, Refused for a folder that
    has no file of this program.
    """
    require_administrator(by)
    if preset not in PRESETS or not PRESETS[preset].folder:
        known = ", ".join(one.name for one in PRESETS.values() if one.folder)
        raise Refused(_("Whole folders are known of: %(known)s.") % {"known": known}, field="preset")
    with translation.override(by.language):  # what is written into notes is the same the next time
        return _migrate(tables.Folder(sources_of(folder, PRESETS[preset]), preset, by, at), folder, tell, is_dry=is_dry)


def take_over(*, migration: Migration, folder: Path, at: datetime, tell: Callable[[str], None]) -> list[FileResult]:
    """Carry a migration out whose files stand in the folder, of whichever program they are; as `migrate` does."""
    by = migration.owner
    require_administrator(by)
    for preset in (one for one in PRESETS.values() if one.folder):
        with suppress(Refused):
            found = tables.Folder(sources_of(folder, preset), preset.name, by, at)
            break
    else:
        known = ", ".join(str(one.label) for one in PRESETS.values() if one.folder)
        raise Refused(
            _("Whole exports are known of: %(known)s. Import the files of another program one by one.")
            % {"known": known},
            field="file",
        )
    migration.preset, migration.tables = found.preset, len(found.sources)
    migration.save(update_fields=["preset", "tables"])
    return _carry_out(migration, found, tell, is_dry=False)


def _migrate(
    folder: tables.Folder, path: Path, tell: Callable[[str], None], *, is_dry: bool
) -> tuple[Migration | None, list[FileResult]]:
    named = {"preset": folder.preset, "folder": path.resolve().name[:255], "tables": len(folder.sources)}
    with transaction.atomic() if is_dry else nullcontext():
        migration = Migration.objects.create(owner=folder.by, created_at=folder.at, **named)
        results = _carry_out(migration, folder, tell, is_dry=is_dry)
        if is_dry:
            transaction.set_rollback(True)
    return None if is_dry else migration, results


def _carry_out(
    migration: Migration, folder: tables.Folder, tell: Callable[[str], None], *, is_dry: bool
) -> list[FileResult]:
    with tempfile.TemporaryDirectory() as temporary:
        work = _Work(migration=migration, folder=folder, temporary=Path(temporary), is_dry=is_dry)
        for source in folder.sources:
            tell(source.path.name)
            try:
                _take(work, source)
            except ActionError as refusal:
                _failed(work, source, refusal.message)
    migration.finished_at = folder.at
    migration.save(update_fields=["finished_at"])
    return results_of(work.runs)


def _take(work: _Work, source: Source) -> None:
    match source.part.becomes:
        case Becomes.USERS:
            _users(work, source)
        case Becomes.NOTES:
            found = tables.notes(source, work.folder)
            _bring(work, source, found.taken, _Goal("interactions", Part.NOTES, tables.NOTE))
            _keep(work, source, found.left)
        case Becomes.RECORDS if source.part.or_task:
            found = tables.contacts(source, work.folder)
            mapping = _mapping(work, source)
            said = {heading: name for heading, name in mapping.items() if name not in tables.CONTACT}
            _bring(work, source, found.taken, _Goal(source.part.kind, Part.RECORDS, tables.CONTACT, said))
            _bring(work, source, found.tasks, _Goal("tasks", Part.TASKS, tables.TASK))
        case Becomes.RECORDS:
            goal = _Goal(source.part.kind, Part.RECORDS, said=_mapping(work, source))
            _record(work, source, source.path, goal)
        case Becomes.KEPT:
            _keep(work, source, None)


def _mapping(work: _Work, source: Source) -> dict[str, str]:
    found = recognise(source.header, name=work.folder.preset, kind=source.part.kind)
    target = TARGETS[source.part.kind].asked_by(work.by)
    return mapping_of(found.export, source.header, target.by_name) if found else {}


def _bring(work: _Work, source: Source, rows: list[tables.Row], goal: _Goal) -> None:
    """Import rows of a file, with the columns that were made for them, as a run of their own."""
    if rows:
        folder = Path(tempfile.mkdtemp(dir=work.temporary))
        _record(work, source, source.write(folder, rows, goal.made), goal)


def _record(work: _Work, source: Source, path: Path, goal: _Goal) -> None:
    part, mapping = goal.part, {**goal.said, **ours(goal.made)}
    run, report = from_disk.bring(
        path=path,
        target=with_former_owners(TARGETS[goal.kind]),
        by=work.by,
        at=work.at,
        mapping=mapping,
        more={"migration": work.migration, "part": part},
    )
    if run is None:
        return
    run.file_name = source.path.name[:255]
    totals = report.passed.totals
    run.problems = [*run.problems, *((number, _total()) for number in totals)]
    run.counts = {**run.counts, "rows": report.rows + len(totals), "rejected": report.rejected + len(totals)}
    if part == Part.RECORDS:
        used = {*mapping, *source.part.says, *source.part.head, *source.part.links.values()}
        told = {word for words in used for word in words.split("|")}
        run.passed = {**run.passed, "unused": [name for name in source.header if name not in told]}
    _with_file(work, run, path)


def _with_file(work: _Work, run: ImportRun, path: Path) -> None:
    """Keep the file of a run, so that what was not taken can be put right; a dry run leaves nothing on the disk."""
    run.file_hash = _hash_of(path)
    if not work.is_dry:
        with path.open("rb") as file:
            run.file.save("source", File(file), save=False)
    run.save()
    work.runs.append(run)


def _keep(work: _Work, source: Source, rows: list[tables.Row] | None) -> None:
    """Rows that have no place here are kept as they are, once: those of `rows`, or the whole file."""
    if rows is not None and not rows:
        return
    path = source.path
    if rows is not None:
        path = source.write(Path(tempfile.mkdtemp(dir=work.temporary)), rows, ())
    count = len(rows) if rows is not None else len(source.rows)
    run = _run(work, source, Part.KEPT)
    same = ImportRun.objects.filter(part=Part.KEPT, file_hash=_hash_of(path), state=RunState.DONE).exclude(file="")
    is_known = same.exists()
    run.counts = {**EMPTY, "rows": count, "duplicates": count if is_known else 0, "kept": 0 if is_known else count}
    run.passed = {"why": tables.why_left(source)}
    if is_known:
        run.save()
        work.runs.append(run)
    else:
        _with_file(work, run, path)


def _users(work: _Work, source: Source) -> None:
    people = [
        Named(
            email=source.cell(cells, "Email"),
            first_name=source.cell(cells, "First Name"),
            last_name=source.cell(cells, "Last Name"),
        )
        for _number, cells in source.rows
    ]
    found = enlist(people=people, by=work.by)
    made = [one.user.pk for one in found if one.user and one.is_made]
    run = _run(work, source, Part.USERS)
    run.problems = [
        (number, one.problem) for (number, _cells), one in zip(source.rows, found, strict=True) if one.problem
    ]
    known = len(found) - len(made) - len(run.problems)
    run.counts = EMPTY | {"rows": len(found), "created": len(made), "duplicates": known, "rejected": len(run.problems)}
    _with_file(work, run, source.path)
    work.migration.made_users = [*work.migration.made_users, *made]
    work.migration.save(update_fields=["made_users"])


def _failed(work: _Work, source: Source, why: str) -> None:
    run = _run(work, source, Part.KEPT)
    run.state, run.error = RunState.FAILED, why
    run.save()
    work.runs.append(run)


def _run(work: _Work, source: Source, part: Part) -> ImportRun:
    moments = {"created_at": work.at, "started_at": work.at, "finished_at": work.at}
    of_it: dict[str, Any] = {"migration": work.migration, "part": part, "kind": str(part), "state": RunState.DONE}
    run = ImportRun(owner=work.by, file_name=source.path.name[:255], counts=dict(EMPTY), **of_it, **moments)
    run.layout = source.layout
    return run


def _total() -> str:
    return _("It looks like a total of the table and was passed over.")


def _hash_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while portion := file.read(HASHED):
            digest.update(portion)
    return digest.hexdigest()
