"""Start, adopt and stop the server of a data folder; the last process that uses it stops it."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

import psycopg
from psycopg import sql

from voronka.core.postgres.account import Account, identity, server_account
from voronka.core.postgres.binaries import Binaries, usable_by
from voronka.core.postgres.cluster import check_version, create
from voronka.core.postgres.folder import SOCKET_NAME, Folder, make_base, prepare
from voronka.core.postgres.problem import PostgresProblem

DATABASE = "voronka"
START_SECONDS = 60
STOP_SECONDS = 60
DURABLE: Mapping[str, str] = MappingProxyType({"fsync": "on", "synchronous_commit": "on"})


class Server:
    """A running server, held by this process until `close`; also a context manager."""

    def __init__(self, folder: Folder, use: int, process: "subprocess.Popen[bytes] | None") -> None:
        self.folder = folder
        self.use = use
        self.started_here = process is not None
        self._process = process

    @property
    def url(self) -> str:
        """Address of Voronka's database, for DATABASE_URL."""
        return self.folder.url(DATABASE)

    def close(self) -> None:
        """Let the server go; it is stopped unless another process uses it. May be called twice."""
        if self.use < 0:
            return
        with _turn(self.folder):
            os.close(self.use)
            self.use = -1
            if _nobody_uses(self.folder):
                _stop(self.folder, self._process)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def ensure(data_dir: Path, *, settings: Mapping[str, str] = DURABLE) -> Server:
    """The server of this data folder: the running one, or a new one started with the settings.

    Safe to call from several processes at once. Raises PostgresProblem with advice when it cannot be had.
    """
    folder = Folder(data_dir.expanduser().resolve())
    make_base(folder)
    with _turn(folder):
        account = server_account(folder.data)
        prepare(folder, account)
        process = None
        if not _alive(folder):
            binaries = usable_by(account, folder.base)
            check_version(folder, binaries)
            if not folder.made_by:
                create(folder, binaries, account)
            process = _start(folder, binaries, account, settings)
        _make_database(folder)
        use = os.open(folder.base / "use.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(use, fcntl.LOCK_SH)
    return Server(folder, use, process)


@contextmanager
def _turn(folder: Folder) -> Iterator[None]:
    """One process at a time starts or stops the server."""
    lock = os.open(folder.base / "turn.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _nobody_uses(folder: Folder) -> bool:
    use = os.open(folder.base / "use.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(use)
    return True


def _answers(folder: Folder) -> bool:
    try:
        psycopg.connect(folder.url("postgres"), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _alive(folder: Folder) -> bool:
    """Whether a server serves the folder; waits for one that is starting or stopping, clears a dead one's marks."""
    deadline = time.monotonic() + START_SECONDS
    while (pid := folder.pid) is not None and time.monotonic() < deadline:
        if not _is_postgres(pid):
            if Path(f"/proc/{pid}").exists():
                _forget(folder)
            return False
        if _answers(folder):
            return True
        time.sleep(0.1)
    return False


def _forget(folder: Folder) -> None:
    """Remove the marks of a dead server whose number another process has now; PostgreSQL itself would stop at them."""
    (folder.data / "postmaster.pid").unlink(missing_ok=True)
    (folder.socket / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)


def _is_postgres(pid: int) -> bool:
    """Whether the process lives and is a server; numbers of dead processes are given to others."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    if not Path("/proc/self/stat").exists():
        return True
    try:
        name, _, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
    except FileNotFoundError:
        return False
    return name == "postgres" and not rest.startswith(" Z")


def _start(
    folder: Folder, binaries: Binaries, account: Account | None, settings: Mapping[str, str]
) -> "subprocess.Popen[bytes]":
    options = {"listen_addresses": "", "unix_socket_directories": str(folder.socket), **settings}
    command = [binaries.program("postgres"), "-D", str(folder.data)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    first_words = folder.log / "start.log"
    with first_words.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  # a list of our own, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8" if sys.platform == "linux" else "C", "TZ": "UTC"},
            **identity(account),
        )
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise PostgresProblem(
                f"The embedded PostgreSQL did not start:\n{_tail(folder)}",
                advice=f"The whole log is in {folder.log}.",
            )
        if folder.pid == process.pid and _answers(folder):
            return process
        time.sleep(0.05)
    process.send_signal(signal.SIGQUIT)
    raise PostgresProblem(
        f"The embedded PostgreSQL did not answer in {START_SECONDS} seconds.",
        advice=f"See its log in {folder.log}.",
    )


def _tail(folder: Folder) -> str:
    logs = sorted(folder.log.glob("*.log"), key=lambda path: path.stat().st_mtime)
    return "\n".join("".join(path.read_text(errors="replace") for path in logs).splitlines()[-15:])


def _make_database(folder: Folder) -> None:
    with psycopg.connect(folder.url("postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _stop(folder: Folder, process: "subprocess.Popen[bytes] | None") -> None:
    """Stop the server by a fast shutdown: sessions are broken off, everything committed is on the disk."""
    pid = folder.pid
    if process is not None:
        process.poll()
    if pid is None or not _is_postgres(pid):
        return
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + STOP_SECONDS
    while folder.pid == pid and _is_postgres(pid) and time.monotonic() < deadline:
        if process is not None:
            process.poll()
        time.sleep(0.02)
    if process is not None:
        process.wait(timeout=STOP_SECONDS)
