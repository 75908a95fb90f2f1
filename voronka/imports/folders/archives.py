"""An archive of a whole export: looked at and unpacked by a process of its own, which a hostile one may kill."""

import json
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voronka.core.errors import Refused
from voronka.imports.reading import limits

ENDING = ".zip"
REASONS = {
    "too-big": gettext_noop("The archive is too big: no more than 200 MB. Part it into several."),
    "swollen": gettext_noop("The archive unpacks to far more than an export needs. Pack the folder anew."),
    "many": gettext_noop("The archive has more than 500 tables, or more than 1 GB of them. Part it into several."),
    "unsafe": gettext_noop("The archive would write outside of its folder. Unpack it and pack the folder anew."),
    "nested": gettext_noop("There is another archive in this one. Unpack it, and pack all tables into one folder."),
    "locked": gettext_noop("The archive wants a password. Pack the folder without one."),
    "no-tables": gettext_noop("There is no table in the archive: an export has files .csv, .xlsx, .xls or .ods."),
    "workbook": gettext_noop("This is a table, and no archive of a folder. Give it its own ending, .xlsx or .ods."),
    "no-archive": gettext_noop("This is no archive that can be read, or it is damaged. Pack the folder anew as .zip."),
    "heavy": gettext_noop("The archive is too heavy to unpack. Part it into several."),
}


class BadArchive(Refused):
    """The archive cannot be taken in; says why and what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(_(REASONS.get(code, REASONS["heavy"])), field="file")


def look(path: Path) -> list[str]:
    """The names of the tables of an archive, without unpacking it; raises BadArchive."""
    return _told(path, limits.LOOK_SECONDS)


def unpack(path: Path, folder: Path) -> list[str]:
    """Write the tables of an archive into a folder, and give their names; raises BadArchive."""
    return _told(path, limits.CPU_SECONDS, str(folder))


def _told(path: Path, seconds: int, *into: str) -> list[str]:
    if path.stat().st_size > limits.FILE_BYTES:
        raise BadArchive("too-big")
    command = [sys.executable, "-m", "voronka.imports.reading.archive", str(path), str(seconds), *into]
    try:
        done = subprocess.run(  # noqa: S603  # our own module
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=2 * seconds, check=False
        )
        told = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:  # it was killed by what it read
        raise BadArchive("heavy") from error
    if "error" in told:
        raise BadArchive(told["error"])
    return list(told["files"])
