"""`voronka doctor`: looks at everything that Voronka stands on and says how to mend what is wrong."""

import argparse
import json
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import django
import psycopg
from django.conf import settings

import voronka
from voronka.commands.migrations import pending
from voronka.commands.place import Place
from voronka.commands.port import answers, free
from voronka.commands.trouble import Trouble
from voronka.core.postgres import PostgresProblem, binaries

OLDEST_PYTHON = (3, 12)
OLDEST_POSTGRES = 15
CONNECT_SECONDS = 5
LEAST_FREE = 2 * 2**30  # bytes


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `advice` says how to mend it when it is not `ok`."""

    subject: str
    ok: bool
    text: str
    advice: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `voronka doctor` understands."""
    parser.add_argument("--host", default="127.0.0.1", help="address that Voronka is to listen on")
    parser.add_argument("--port", type=int, default=8000, help="port that Voronka is to listen on")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def execute(place: Place, options: argparse.Namespace) -> int:
    """Print all findings; the exit code is 1 when anything is wrong."""
    findings = list(examine(place, options.host, options.port))
    if options.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            print(f"{'ok  ' if finding.ok else 'BAD '} {finding.subject}: {finding.text}")
            if finding.advice and not finding.ok:
                print(f"     → {finding.advice}")
    return 0 if all(finding.ok for finding in findings) else 1


def examine(place: Place, host: str, port: int) -> Iterator[Finding]:
    """All findings, in the order in which things build on each other."""
    yield python()
    yield programs()
    yield from folder(place)
    yield listening(host, port)
    try:
        with place.opened():
            yield secret_key(place)
            django.setup()
            yield vendor()
            yield messages()
            found = database()
            yield found
            if found.ok:
                yield migrations()
    except (PostgresProblem, Trouble) as problem:
        yield Finding("database", False, problem.message, problem.advice)


def python() -> Finding:
    """Version of Python."""
    found = ".".join(map(str, sys.version_info[:3]))
    return Finding("python", sys.version_info >= OLDEST_PYTHON, found, "Install Python 3.12 or newer, then: make setup")


def programs() -> Finding:
    """Programs of the embedded PostgreSQL."""
    if os.environ.get("DATABASE_URL"):
        return Finding("programs of PostgreSQL", True, "not needed, DATABASE_URL is set")
    try:
        found = binaries.packaged()
    except PostgresProblem as problem:
        return Finding("programs of PostgreSQL", False, problem.message, problem.advice)
    return Finding("programs of PostgreSQL", True, f"{found.version} in {found.root}")


def folder(place: Place) -> Iterator[Finding]:
    """Rights to the data folder and the room there."""
    existing = next(path for path in (place.data_dir, *place.data_dir.parents) if path.exists())
    usable = os.access(existing, os.W_OK | os.X_OK)
    advice = f"Make it yours (sudo chown -R $USER {existing}), or choose another folder with --data-dir."
    yield Finding("data folder", usable, str(place.data_dir), advice)
    room = shutil.disk_usage(existing).free
    yield Finding("free space", room >= LEAST_FREE, f"{room / 2**30:.1f} GiB", "Free at least 2 GiB on this disk.")


def listening(host: str, port: int) -> Finding:
    """The port: free, or taken by Voronka itself."""
    where = f"{host}:{port}"
    if free(host, port):
        return Finding("port", True, f"{where} is free")
    if answers(host, port, "/healthz"):
        return Finding("port", True, f"Voronka answers at {where}")
    return Finding(
        "port", False, f"{where} is taken", "Stop the program that listens there, or: voronka run --port 8001"
    )


def secret_key(place: Place) -> Finding:
    """The key file is closed to others."""
    if not place.key_file.exists():
        return Finding("secret key", True, "from the environment")
    rights = stat.S_IMODE(place.key_file.stat().st_mode)
    advice = f"Close it to others: chmod 600 {place.key_file}"
    return Finding("secret key", rights & 0o077 == 0, f"{place.key_file}, rights {rights:o}", advice)


def database() -> Finding:
    """The server answers and is new enough."""
    try:
        with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=CONNECT_SECONDS) as found:
            version = found.info.server_version // 10000
    except psycopg.Error as error:
        advice = "Check DATABASE_URL, and that the server runs and lets this machine in."
        return Finding("database", False, str(error).strip(), advice)
    advice = f"Voronka needs PostgreSQL {OLDEST_POSTGRES} or newer."
    return Finding("database", version >= OLDEST_POSTGRES, f"PostgreSQL {version}", advice)


def migrations() -> Finding:
    """The tables are those of this release."""
    todo = pending()
    text = f"{len(todo)} migrations not applied" if todo else "up to date"
    return Finding("tables", not todo, text, "Start Voronka once (voronka run), or: voronka manage migrate")


def vendor() -> Finding:
    """Front-end libraries are in place."""
    found = (Path(settings.STATIC_ROOT) / "vendor").is_dir() or any(
        (Path(path) / "vendor").is_dir() for path in _static_sources()
    )
    return Finding("front-end libraries", found, "in place" if found else "missing", "make setup")


def messages() -> Finding:
    """Compiled translations are in place."""
    found = list(Path(voronka.__file__).parent.glob("*/locale/ru/LC_MESSAGES/django.mo"))
    return Finding("translations", bool(found), f"{len(found)} catalogues", "make setup")


def _static_sources() -> Iterator[str | os.PathLike[str]]:
    from django.contrib.staticfiles.finders import AppDirectoriesFinder  # noqa: PLC0415  # after django.setup()

    return (storage.location for storage in AppDirectoriesFinder().storages.values())
