"""`voronka run`: everything up in the right order, then supervised until it is told to stop."""

import argparse
import io
import os
import sys
import threading
import time
from importlib import import_module

import django
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from voronka.commands.halves import carry_out_jobs, serve
from voronka.commands.migrations import migrate
from voronka.commands.place import Place
from voronka.commands.port import answers, free
from voronka.commands.static import collect
from voronka.commands.supervisor import Child, stop_signal, supervise
from voronka.commands.trouble import Trouble

FIRST_ANSWER_SECONDS = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `voronka run` understands."""
    parser.add_argument("--demo", action="store_true", help="fill an empty base with a living demo company")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on, %(default)s by default")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on, %(default)s by default")
    parser.add_argument("--workers", type=int, default=1, help="web processes, %(default)s by default")
    parser.add_argument("--only", choices=("web", "worker"), help="one half, where the other runs elsewhere")


def execute(place: Place, options: argparse.Namespace) -> int:
    """Start, say where it is, and stay until a signal."""
    has_web = options.only != "worker"
    if has_web and not free(options.host, options.port):
        raise Trouble(
            f"Port {options.port} of {options.host} is taken.",
            advice="Stop the program that listens there (maybe another Voronka), or choose another port with --port.",
        )
    _set_address(options.host, options.port)
    with stop_signal() as stop, place.opened():
        notes = _prepare(options)
        children = _children(options)
        # The rest follows when the pages answer: at the start every second of the processor is theirs.
        children[0].start()
        if has_web and not _wait_for_web(children, options, stop):
            supervise(children, _already())
            raise Trouble(
                "Voronka did not start.", advice="See the messages above; `voronka doctor` helps to find out why."
            )
        if not stop.is_set():
            _announce(place, options, notes)
        supervise(children, stop)
    return 0


def _set_address(host: str, port: int) -> None:
    """Addresses that the pages answer to, unless the environment says so."""
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104  # compared, not bound
    os.environ.setdefault("SITE_URL", f"http://{shown}:{port}")
    os.environ.setdefault("ALLOWED_HOSTS", ",".join({"127.0.0.1", "localhost", "[::1]", host, os.uname().nodename}))


def _prepare(options: argparse.Namespace) -> str:
    """Migrations, static files, demo company, set-up link; returns what is to be shown when all is up."""
    django.setup()
    migrate()
    notes = ""
    if options.only != "worker":
        collect()
        notes = _demo() if options.demo else ""
        notes += _welcome()
    import_module("voronka.config.asgi")  # the web process finds it loaded
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's own method
    return notes


def _demo() -> str:
    """Found the demo company where there is none; its people and their passwords."""
    said = io.StringIO()
    call_command("demo", stdout=said)
    return said.getvalue()


def _welcome() -> str:
    from voronka.accounts.actions import setup  # noqa: PLC0415  # models can be imported after django.setup()

    if not setup.is_needed():
        return ""
    return f"Make the first administrator by this link, it works once:\n  {setup.issue_link(at=timezone.now())}"


def _children(options: argparse.Namespace) -> list[Child]:
    web = Child("web", serve, (options.host, options.port, options.workers))
    worker = Child("worker", carry_out_jobs)
    return [child for child in (web, worker) if options.only in {None, child.name}]


def _wait_for_web(children: list[Child], options: argparse.Namespace, stop: threading.Event) -> bool:
    """Wait for the first answer; False when the web process fell or never answered."""
    deadline = time.monotonic() + FIRST_ANSWER_SECONDS
    while not stop.is_set() and time.monotonic() < deadline:
        if not children[0].is_alive:
            return False
        if answers(options.host, options.port, "/healthz"):
            return True
        stop.wait(0.1)
    return stop.is_set()


def _already() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


def _announce(place: Place, options: argparse.Namespace, notes: str) -> None:
    if options.only == "worker":
        print("Voronka's worker is running.", flush=True)
        return
    print(f"\nVoronka is at {os.environ['SITE_URL']}\nData: {place.data_dir}", flush=True)
    if notes:
        print(notes, flush=True)
    print("Ctrl+C stops it.", file=sys.stderr, flush=True)
