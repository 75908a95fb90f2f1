"""`make bench`: the pages of the demo company, timed beside the floor; ARGS="--rounds 100 --json" and the like."""

import argparse
import logging
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command, get_commands
from django.utils import timezone

from bench.base.place import default_place
from voronka.commands.place import Place, default_data_dir


def main() -> int:
    """Fill a base of its own with the demo company, sign in as the head, time every page."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--big", action="store_true", help="the base that `make bench-base` has made")
    parser.add_argument("--rounds", type=int, default=50, help="requests per page, %(default)s by default")
    parser.add_argument("--only", default="", help="pages whose name has this in it")
    parser.add_argument("--import-rows", type=int, default=10_000, help="rows of the measured import, %(default)s")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    place = default_place() if options.big else default_data_dir().with_name("voronka-bench")
    with Place(options.data_dir or place).opened():
        django.setup()
        return _measure(options)


def _measure(options: argparse.Namespace) -> int:
    from bench.duplicates import report  # noqa: PLC0415  # models can be imported after django.setup()
    from bench.imports import report as import_report  # noqa: PLC0415  # the same
    from bench.measure import Pages  # noqa: PLC0415  # models can be imported after django.setup()
    from bench.pages import pages  # noqa: PLC0415  # the same
    from bench.rest import come_to_rest  # noqa: PLC0415  # the same
    from bench.search import report as search_report  # noqa: PLC0415  # the same
    from bench.table import as_json, table  # noqa: PLC0415  # the same

    call_command("migrate", verbosity=0)
    if "demo" in get_commands():
        call_command("demo", verbosity=0)
    cookie = _cookie()
    if not cookie:
        print("Nobody works in this base, so there is nothing to measure: fill it first.", file=sys.stderr)
        return 1
    _log_into_nothing()
    for name in come_to_rest():
        print(f"Swept before measuring, as the server does by itself: {name}", file=sys.stderr)
    asked = Pages(cookie)
    timings = []
    for page in pages():
        if options.only.lower() in page.name.lower():
            print(page.name, file=sys.stderr)
            timings.append(asked.timing(page, rounds=options.rounds))
    print(as_json(timings) if options.json else table(timings))
    if not options.json and options.only.lower() in "duplicates":
        print(f"\n{report.table(report.measured())}\n\n{report.classes()}")
    if not options.json and options.only.lower() in "search":
        print(f"\n{search_report.table(search_report.measured(timezone.now()))}")
    if not options.json and options.only.lower() in "import":
        print(f"\n{import_report.table(import_report.measured(options.import_rows, at=timezone.now()))}")
    return 0 if all(timing.answers for timing in timings) else 1


def _cookie() -> str:
    """A session of the person who sees most without being the administrator; empty in an empty base."""
    from voronka.accounts.models import User  # noqa: PLC0415  # models can be imported after django.setup()

    seeing_all = User.objects.filter(is_superuser=False, is_active=True, roles__grants__scope="all")
    user = seeing_all.order_by("pk").first() or User.objects.filter(is_active=True).order_by("pk").first()
    if user is None:
        return ""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _log_into_nothing() -> None:
    """The lines of the log are still made, as on a server, but do not mix with the table."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(Path(os.devnull).open("w"))  # noqa: SIM115  # open until the end of the run


if __name__ == "__main__":
    sys.exit(main())
