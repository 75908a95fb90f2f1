"""`make bench-base`: a base of a million persons in a data folder of its own; ARGS="--persons 50000" for less."""

import argparse
import json
import sys
import time
from pathlib import Path

import django
import psycopg
from django.core.management import call_command

from bench.base.place import default_place
from voronka.commands.place import Place

MARK = "big-base.json"


def main() -> int:
    """Make the base anew, unless a whole one of that size stands there."""
    parser = argparse.ArgumentParser(prog="bench.base", description=__doc__)
    parser.add_argument("--data-dir", type=Path, default=default_place())
    parser.add_argument("--persons", type=int, default=1_000_000, help="the rest follows; %(default)s by default")
    options = parser.parse_args()
    mark = options.data_dir / MARK
    if mark.exists() and json.loads(mark.read_text())["persons"] == options.persons:
        print(f"The base stands in {options.data_dir}: {mark.read_text()}")
        return 0
    mark.unlink(missing_ok=True)
    start = time.monotonic()
    with Place(options.data_dir).opened():
        django.setup()
        counts = _made(options.persons)
    mark.write_text(json.dumps(counts))
    print(f"{json.dumps(counts)} in {time.monotonic() - start:.0f} s")
    return 0


def _made(persons: int) -> dict[str, int]:
    from django.db import connection  # noqa: PLC0415  # after django.setup()

    from bench.base.filling import fill  # noqa: PLC0415  # models can be imported after django.setup()

    about = connection.settings_dict
    address = {name.lower(): about[name] or None for name in ("USER", "PASSWORD", "HOST", "PORT")}
    with psycopg.connect(dbname="postgres", **address, autocommit=True) as session:
        session.execute(f'DROP DATABASE IF EXISTS "{about["NAME"]}" WITH (FORCE)')
        session.execute(f'CREATE DATABASE "{about["NAME"]}"')
    call_command("migrate", verbosity=0)
    call_command("demo", verbosity=0)
    connection.close()
    with psycopg.connect(dbname=about["NAME"], **address, autocommit=True) as session:
        return fill(session, persons)


if __name__ == "__main__":
    sys.exit(main())
