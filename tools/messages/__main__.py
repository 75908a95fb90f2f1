"""`python -m tools.messages update | check | compile`, called by `make messages`, `make check` and `make setup`."""

import argparse
import sys
from pathlib import Path

from tools.messages.catalogues import compile_catalogue, complaints, quarrels, update
from tools.messages.extraction import DOMAINS, apps

ROOT = Path(__file__).resolve().parent.parent.parent


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Does what is asked for every app; the number of complaints decides the exit code."""
    parser = argparse.ArgumentParser(prog="tools.messages", description=__doc__)
    parser.add_argument("command", choices=("update", "check", "compile"))
    command = parser.parse_args(arguments).command
    folders = apps(root / "voronka")
    places = [(app, domain) for app in folders for domain in DOMAINS]
    found = []
    for app, domain in places:
        if command == "update":
            update(app, domain)
        elif command == "compile":
            compile_catalogue(app, domain)
        if command != "compile":
            found += complaints(app, domain)
    if command != "compile":
        found += [quarrel for domain in DOMAINS for quarrel in quarrels(folders, domain)]
    for complaint in found:
        print(complaint, file=sys.stderr)
    if found and command == "update":
        print(f"{len(found)} to translate; then run `make messages` again", file=sys.stderr)
    return 1 if found and command == "check" else 0


if __name__ == "__main__":
    sys.exit(main())
