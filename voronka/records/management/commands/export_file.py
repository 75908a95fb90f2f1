"""`voronka export FILE --as persons`: a list as a file, from the command line."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from voronka.accounts.models import Action, User
from voronka.core.errors import ActionError
from voronka.records import access, arrangement, kinds
from voronka.records.actions import exports
from voronka.records.exporting.record_id import whole
from voronka.records.exporting.wanted import Wanted
from voronka.records.field_rules import as_seen
from voronka.records.kinds import Kind


class Command(BaseCommand):
    """Export records of a kind; the end of the file's name says the format."""

    help = "Export records as .xlsx or .csv, contacts as .vcf, tasks as .ics"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="kind", required=True, choices=sorted(one.plural for one in kinds.all_kinds()))
        every = "names of fields with commas between; by default all of them and the id that an import knows"
        parser.add_argument("--columns", default="", help=every)
        parser.add_argument("--filter", default="", help="a condition as the API takes it, JSON")
        parser.add_argument("--text", default="", help="only records that hold these words")
        parser.add_argument("--by", help="e-mail of the one whose rights hold; the first administrator by default")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how many records are in it."""
        arrangement.refresh_now()
        by = self._user(options["by"])
        kind = as_seen(next(one for one in kinds.all_kinds() if one.plural == options["kind"]), by)
        wanted = Wanted(
            kind=kind,
            code=options["file"].suffix.lstrip(".").lower(),
            filter=self._condition(options["filter"]),
            text=options["text"],
            columns=self._columns(kind, options["columns"]),
        )
        zone = timezone.get_current_timezone()
        try:
            access.require(by, Action.EXPORT, kind)
            entry = exports.write_to(wanted=wanted, path=options["file"], by=by, at=timezone.now(), zone=zone)
        except ActionError as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(f"The file cannot be written: {error}") from error
        told = {"id": entry.pk, "kind": kind.plural, "format": entry.format, "columns": entry.columns}
        known = json.dumps({**told, "records": entry.done, "file": str(options["file"])}, ensure_ascii=False)
        self.stdout.write(known if options["json"] else f"records: {entry.done}")

    def _user(self, email: str | None) -> User:
        users = User.objects.filter(is_active=True)
        found = users.filter(email=email.lower()) if email else users.filter(is_superuser=True).order_by("pk")
        user = found.first()
        if user is None:
            raise CommandError(f"No such user: {email}" if email else "There is no administrator yet: voronka run")
        return user

    def _condition(self, text: str) -> dict[str, Any]:
        try:
            found = json.loads(text or "{}")
        except ValueError as error:
            raise CommandError(f"The condition cannot be read: {error}") from error
        if not isinstance(found, dict):
            raise CommandError("The condition must be an object")
        return found

    def _columns(self, kind: Kind, names: str) -> list[str]:
        wanted = [name.strip() for name in names.split(",") if name.strip()]
        if unknown := [name for name in wanted if name not in whole(kind)]:
            raise CommandError(f"No such field: {', '.join(unknown)}. There are: {', '.join(whole(kind))}")
        return wanted or list(whole(kind))
