"""The data folder: what lies where in it, with which rights."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from voronka.core.postgres.account import Account, can_enter, give
from voronka.core.postgres.problem import PostgresProblem

SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 100  # the system allows 104 to 108 bytes


@dataclass(frozen=True)
class Folder:
    """Paths inside one data folder of Voronka."""

    base: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder."""
        return self.base / "postgres"

    @property
    def log(self) -> Path:
        """The server's log files."""
        return self.base / "log"

    @property
    def socket(self) -> Path:
        """The folder of the socket; a short one in the system's temporary folder where the path would be too long."""
        own = self.base / "run"
        if len(os.fsencode(own / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return own
        digest = hashlib.sha256(os.fsencode(self.base)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"voronka-{digest}"

    @property
    def made_by(self) -> str:
        """Major version of the server that made the data, empty while there are none."""
        mark = self.data / "PG_VERSION"
        return mark.read_text().strip() if mark.exists() else ""

    @property
    def pid(self) -> int | None:
        """The process that the server's own lock file names; it may be long gone."""
        try:
            first = (self.data / "postmaster.pid").read_text().split("\n", maxsplit=1)[0]
        except FileNotFoundError:
            return None
        return int(first) if first.strip().isdigit() else None

    def url(self, database: str) -> str:
        """Address of a database of this folder's server."""
        return f"postgresql://voronka@/{database}?host={self.socket}"


def make_base(folder: Folder) -> None:
    """Make the data folder itself, where the locks of starting and stopping lie; PostgresProblem without a right."""
    try:
        folder.base.mkdir(parents=True, exist_ok=True)
    except PermissionError as error:
        raise _no_right(folder) from error
    if not os.access(folder.base, os.R_OK | os.W_OK | os.X_OK):
        raise _no_right(folder)


def prepare(folder: Folder, account: Account | None) -> None:
    """Make the folders with their rights: the base closed to others, the server's own ones belong to its account.

    One process at a time: another one may be putting the server's files in place.
    """
    try:
        folder.base.chmod(0o700 if account is None else 0o711)
        for path in (folder.data, folder.log, folder.socket):
            path.mkdir(exist_ok=True)
            give(account, path)
            path.chmod(0o700)
    except PermissionError as error:
        raise _no_right(folder) from error
    if not can_enter(account, folder.data):
        raise PostgresProblem(
            f"The system user «{account.name if account else os.getuid()}» cannot reach the data folder {folder.base}.",
            advice="Choose a folder that every user can reach, such as /var/lib/voronka, with --data-dir.",
        )


def _no_right(folder: Folder) -> PostgresProblem:
    return PostgresProblem(
        f"No right to use the data folder {folder.base}.",
        advice="Run as the user who owns it, or choose another folder with --data-dir.",
    )
