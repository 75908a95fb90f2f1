"""`voronka import FILE --as persons`, `… --preset zoho DIR`, `… --undo RUN`, `… --undo-migration NUMBER`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from voronka.accounts.models import User
from voronka.core.errors import ActionError
from voronka.imports.actions import from_disk, migrations, undoing, undoing_migrations
from voronka.imports.engine.report import Report
from voronka.imports.folders.printed import as_json, as_table
from voronka.imports.management.printed import (
    report_as_json,
    undone_as_json,
    undone_as_text,
    undone_files_as_json,
    undone_files_as_text,
)
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.presets.registry import PRESETS, recognise
from voronka.imports.queries import migration_for, run_for
from voronka.imports.reading.sheet import read_sheet
from voronka.imports.targets.registry import TARGETS
from voronka.imports.terms import terms_of
from voronka.records import arrangement


class Command(BaseCommand):
    """Import a table; the mapping is guessed unless one is given. Or a folder, or undo an import by its number."""

    help = "Import an .xlsx, .xls, .ods or .csv file or a whole folder of another program, or undo such an import"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--as", dest="target", choices=sorted(TARGETS))
        parser.add_argument("--preset", choices=sorted(PRESETS), default="", help="the program that the file is of")
        parser.add_argument("--undo", type=int, metavar="RUN", help="take back the import of this number instead")
        parser.add_argument("--undo-migration", type=int, metavar="NUMBER", help="take back a whole folder instead")
        parser.add_argument("--map", dest="mapping", type=Path, help="JSON: heading → column name")
        parser.add_argument("--terms", type=Path, help="JSON: fixed values, owners, conflicts by the keys of the API")
        parser.add_argument("--by", help="e-mail of the one who imports; the first administrator by default")
        parser.add_argument("--region", default="", help="country of the phones, like RU or US; guessed by default")
        parser.add_argument("--sheet", default="", help="name or number of the sheet; the first table by default")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--no-new-values", action="store_true", help="reject rows with a value that no list has")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Carry the import out, or take one back, and print the counts."""
        arrangement.refresh_now()
        if options["undo"] is not None:
            self._undo(options["undo"], self._importer(options["by"]), is_json=options["json"])
            return
        if options["undo_migration"] is not None:
            self._undo_migration(options["undo_migration"], self._importer(options["by"]), is_json=options["json"])
            return
        if options["file"] is not None and options["file"].is_dir():
            self._migrate(options)
            return
        if options["file"] is None or not (options["target"] or options["preset"]):
            raise CommandError("Name a file and what is in it: voronka import FILE --as persons")
        if not options["file"].is_file():
            raise CommandError(f"No such file: {options['file']}")
        try:
            run, report = from_disk.bring(
                path=options["file"],
                target=TARGETS[options["target"] or self._kind_of(options["file"], options["preset"])],
                by=self._importer(options["by"]),
                at=timezone.now(),
                mapping=self._mapping(options["mapping"]),
                terms=terms_of(self._json(options["terms"], "terms")) if options["terms"] else None,
                region=options["region"],
                is_dry=options["dry_run"],
                adds_values=not options["no_new_values"],
                sheet=options["sheet"],
                preset=options["preset"],
            )
        except ActionError as error:
            raise CommandError(error.message) from error
        self.stdout.write(report_as_json(report, run) if options["json"] else self._told(report, run))

    def _migrate(self, options: dict[str, Any]) -> None:
        """A whole folder: as a table on the terminal, or as JSON."""
        if not options["preset"]:
            raise CommandError("Name the program that the folder is of: voronka import --preset zoho DIR")
        is_quiet = options["json"]
        try:
            migration, results = migrations.migrate(
                folder=options["file"],
                preset=options["preset"],
                by=self._importer(options["by"]),
                at=timezone.now(),
                is_dry=options["dry_run"],
                tell=(lambda _name: None) if is_quiet else self.stderr.write,
            )
        except ActionError as error:
            raise CommandError(error.message) from error
        number = migration.pk if migration else None
        self.stdout.write(as_json(results, number) if is_quiet else as_table(results, number))

    def _kind_of(self, path: Path, preset: str) -> str:
        found = recognise(read_sheet(path).header, name=preset)
        if found is None:
            raise CommandError(f"This is no export of {preset} that is known; say what it is: --as persons")
        return found.export.kind

    def _undo(self, pk: int, by: User, *, is_json: bool) -> None:
        """Here and now; the job that would do it finds it done."""
        try:
            run = undoing.undo(run=run_for(pk, by), by=by, at=timezone.now())
        except ActionError as error:
            raise CommandError(error.message) from error
        undoing.work(run_id=run.pk, at=timezone.now())
        run.refresh_from_db()
        if run.state != RunState.UNDONE:
            raise CommandError(run.error)
        self.stdout.write(undone_as_json(run) if is_json else undone_as_text(run))

    def _undo_migration(self, pk: int, by: User, *, is_json: bool) -> None:
        """Every file of it, the last one first, here and now."""
        try:
            runs = undoing_migrations.undo_now(migration=migration_for(pk, by), by=by, at=timezone.now())
        except ActionError as error:
            raise CommandError(error.message) from error
        self.stdout.write(undone_files_as_json(pk, runs) if is_json else undone_files_as_text(runs))
        if failed := [run.file_name for run in runs if run.state != RunState.UNDONE]:
            raise CommandError(f"Not undone: {', '.join(failed)}")

    def _importer(self, email: str | None) -> User:
        users = User.objects.filter(is_active=True)
        found = users.filter(email=email.lower()) if email else users.filter(is_superuser=True).order_by("pk")
        user = found.first()
        if user is None:
            raise CommandError(f"No such user: {email}" if email else "There is no administrator yet: voronka run")
        return user

    def _mapping(self, path: Path | None) -> dict[str, str] | None:
        if path is None:
            return None
        mapping = self._json(path, "mapping")
        if not isinstance(mapping, dict):
            raise CommandError("The mapping must be an object: heading → column name")
        return {str(heading): str(name) for heading, name in mapping.items()}

    def _json(self, path: Path, name: str) -> Any:
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"The {name} cannot be read: {error}") from error

    def _told(self, report: Report, run: ImportRun | None) -> str:
        lines = [f"run: {run.pk}"] if run else []
        lines += [f"{name}: {count}" for name, count in report.counts().items()]
        lines += [f"new value: {value}" for value in report.values]
        lines += [f"row {number}: {reason}" for number, reason in report.problems[:20]]
        return "\n".join(lines)
