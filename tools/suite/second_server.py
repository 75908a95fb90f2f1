"""A PostgreSQL of the second kind for the tests: over TCP, with a password, not started by Voronka."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.suite.browser import install
from voronka.core.postgres.account import Account, give, identity, server_account
from voronka.core.postgres.binaries import Binaries, usable_by

OLDEST = 15
DEBIAN = Path("/usr/lib/postgresql")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")


@contextmanager
def second_server(given: str) -> Iterator[str]:
    """Address of the server: the given one, else the system's PostgreSQL, else the embedded programs over TCP."""
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="voronka-pg-"))
    account = server_account(folder / "data")
    try:
        give(account, folder)
        binaries = _system_binaries() or _embedded(account, folder)
        print(f"== PostgreSQL {binaries.version} from {binaries.root}, over TCP with a password", flush=True)
        yield from _running(binaries, account, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _system_binaries() -> Binaries | None:
    """The newest PostgreSQL of the system that is new enough; root on Debian installs one that is absent."""
    if (found := _newest()) or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    print("Installing PostgreSQL for the tests", flush=True)
    return _newest() if install("postgresql") else None


def _newest() -> Binaries | None:
    folders = [path.parent.parent for path in DEBIAN.glob("*/bin/initdb")]
    versions = sorted((int(folder.name), folder) for folder in folders if folder.name.isdigit())
    if not versions or versions[-1][0] < OLDEST:
        return None
    return Binaries(versions[-1][1], str(versions[-1][0]))


def _embedded(account: Account | None, folder: Path) -> Binaries:
    print("== NOTE: no PostgreSQL of the system could be had; the embedded programs stand in for it", flush=True)
    return usable_by(account, folder)


def _running(binaries: Binaries, account: Account | None, folder: Path) -> Iterator[str]:
    """Start the server on a free port of the loopback address and stop it at the end."""
    password = secrets.token_urlsafe(16)
    word = folder / "password"
    word.write_text(password)
    give(account, word)
    data = str(folder / "data")
    make = [binaries.program("initdb"), "-D", data, "-U", "voronka", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    _do([*make, "--auth=scram-sha-256", f"--pwfile={word}"], account)
    port = _free_port()
    settings = " ".join(f"-c {setting}" for setting in FAST)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' {settings}"
    control = [binaries.program("pg_ctl"), "-D", data, "-w"]
    _do([*control, "-l", str(folder / "log"), "-o", options, "start"], account)
    try:
        yield f"postgresql://voronka:{password}@127.0.0.1:{port}/postgres"
    finally:
        _do([*control, "-m", "immediate", "stop"], account)


def _do(command: list[str], account: Account | None) -> None:
    # pg_ctl leaves the server behind with its output, so a pipe would never close.
    with tempfile.TemporaryFile() as output:
        status = subprocess.run(command, stdout=output, stderr=output, check=False, **identity(account)).returncode
        if status != 0:
            output.seek(0)
            sys.exit(f"{re.sub(r'pwfile=\\S+', 'pwfile=…', ' '.join(command))} failed:\n{output.read().decode()}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
