"""The first making of the database files, and the check that these binaries can read them."""

import os
import shutil
import subprocess
import sys

from voronka.core.postgres.account import Account, give, identity
from voronka.core.postgres.binaries import Binaries
from voronka.core.postgres.folder import Folder
from voronka.core.postgres.problem import PostgresProblem

LINUX = sys.platform == "linux"
# A plain C character type would leave trigrams blind to Cyrillic; macOS has no C.UTF-8.
LOCALE = (
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    f"--lc-ctype={'C.UTF-8' if LINUX else 'en_US.UTF-8'}",
)
SAFETY = ("--data-checksums", "--auth-local=trust", "--auth-host=scram-sha-256")
# Written to postgresql.conf, where the administrator may change them.
TUNING = {
    "max_connections": "100",
    "jit": "off",
    "random_page_cost": "1.1",
    "unix_socket_permissions": "0700",
    "logging_collector": "on",
    "log_directory": "../log",
    "log_filename": "postgres-%a.log",
    "log_rotation_age": "1d",
    "log_truncate_on_rotation": "on",
}


def create(folder: Folder, binaries: Binaries, account: Account | None) -> None:
    """Make an empty cluster in the folder; a half-made one is thrown away first."""
    if folder.data.exists():
        shutil.rmtree(folder.data)
    draft = folder.data.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    give(account, draft)
    memory = {"shared_buffers": f"{_buffers()}MB", "effective_cache_size": f"{_buffers() * 3}MB"}
    settings = [f"--set={name}={value}" for name, value in (TUNING | memory).items()]
    answer = subprocess.run(  # noqa: S603  # a list of our own, no shell
        [
            binaries.program("initdb"),
            "-D",
            str(draft),
            "-U",
            "voronka",
            "--no-instructions",
            *LOCALE,
            *SAFETY,
            *settings,
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8" if LINUX else "C", "TZ": "UTC"},
        **identity(account),
    )
    if answer.returncode != 0:
        raise PostgresProblem(
            f"The database files could not be made:\n{answer.stderr.strip()}",
            advice=f"Check the rights to {folder.base} and the free space there.",
        )
    draft.rename(folder.data)


def check_version(folder: Folder, binaries: Binaries) -> None:
    """Raise PostgresProblem when another major version made the data."""
    made_by = folder.made_by
    if made_by and made_by != binaries.major:
        raise PostgresProblem(
            f"The data in {folder.data} were made by PostgreSQL {made_by}; this Voronka brings {binaries.major}.",
            advice=(
                f"Start the release of Voronka that brings PostgreSQL {made_by}, save the base there with pg_dump, and"
                " load it with pg_restore into a new data folder of this release; or keep the old server and give its"
                " address in DATABASE_URL. Nothing was changed."
            ),
        )


def _buffers() -> int:
    """Megabytes for the server's own cache: an eighth of the memory, from 128 to 2048."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return max(128, min(2048, total // 8))
