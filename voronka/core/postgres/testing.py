"""The tests' database: a pytest plugin that starts the embedded server where DATABASE_URL names none."""

import hashlib
import os
import re
import shutil
from collections.abc import Generator, Mapping
from pathlib import Path
from types import MappingProxyType

import psycopg
import pytest
from psycopg import sql

from voronka.core.postgres import PostgresProblem, Server, ensure

# A lost test base costs nothing, so its server need not wait for the disk.
FAST: Mapping[str, str] = MappingProxyType({"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"})

# The base of a run is named after its process, so that several runs in one clone do not meet.
RUN = re.compile(r"test_run(\d+)(_gw\d+)?")

_servers: list[Server] = []


def folder_for(root: Path) -> Path:
    """The cache folder of the tests' server, one for each clone of the project."""
    digest = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:12]
    home = Path("/var/cache") if os.geteuid() == 0 else Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return home / "voronka" / f"tests-{digest}"


def start(root: Path) -> Server:
    """The tests' server; a base broken by a power cut is thrown away and made anew."""
    folder = folder_for(root)
    try:
        return ensure(folder, settings=FAST)
    except PostgresProblem:
        shutil.rmtree(folder, ignore_errors=True)
        return ensure(folder, settings=FAST)


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Give DATABASE_URL before pytest-django reads the settings; processes of pytest-xdist inherit it."""
    # Static files under their plain names, straight from the source, even where `voronka run` has collected them.
    plain = folder_for(early_config.rootpath) / "static"
    plain.mkdir(parents=True, exist_ok=True)
    os.environ["STATIC_ROOT"] = str(plain)
    if not os.environ.get("DATABASE_URL"):
        _servers.append(start(early_config.rootpath))
        _sweep(_servers[0])
        os.environ["DATABASE_URL"] = _servers[0].folder.url(f"run{os.getpid()}")
    return (yield)


def pytest_unconfigure() -> None:
    """Let the server go."""
    while _servers:
        _servers.pop().close()


def _sweep(server: Server) -> None:
    """Drop what killed runs have left."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall():
            run = RUN.fullmatch(name)
            if run and not _alive(int(run[1])):
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
