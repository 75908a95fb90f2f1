"""The command `voronka`: what it can do and which command does it."""

import argparse
import signal
import sys
from pathlib import Path
from typing import NoReturn

from voronka.commands import doctor, passing, run
from voronka.commands.place import Place, default_data_dir
from voronka.commands.trouble import Trouble
from voronka.core.postgres import PostgresProblem

DESCRIPTION = "Voronka, a CRM. Every command takes --data-dir and works whether Voronka runs or not."
EPILOG = "Each command tells more: voronka run --help"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 when it did what was asked."""
    words, data_dir = _take_data_dir(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="voronka", description=DESCRIPTION, epilog=EPILOG)
    parser.add_argument("--data-dir", metavar="DIR", help=f"the data folder, {default_data_dir()} by default")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run.add_arguments(commands.add_parser("run", help="start Voronka"))
    doctor.add_arguments(
        commands.add_parser("doctor", help="say what is wrong with the installation and how to mend it")
    )
    for name, help_text in passing.COMMANDS.items():
        commands.add_parser(name, help=help_text)
    place = Place(data_dir)
    signal.signal(signal.SIGTERM, _stop)
    try:
        if words and words[0] in passing.COMMANDS:
            return passing.execute(place, words[0], words[1:])
        chosen = parser.parse_args(words)
        return run.execute(place, chosen) if chosen.command == "run" else doctor.execute(place, chosen)
    except (PostgresProblem, Trouble) as problem:
        print(f"voronka: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _take_data_dir(words: list[str]) -> tuple[list[str], Path]:
    """Take `--data-dir DIR` out wherever it stands, because Django's own commands know nothing of it."""
    rest: list[str] = []
    data_dir = default_data_dir()
    words = list(words)
    while words:
        word = words.pop(0)
        if word == "--data-dir" and words:
            data_dir = Path(words.pop(0))
        elif word.startswith("--data-dir="):
            data_dir = Path(word.partition("=")[2])
        else:
            rest.append(word)
    return rest, data_dir


def _stop(_number: int, _frame: object) -> NoReturn:
    """Turn SIGTERM into an orderly way out, so that what was started is stopped."""
    raise SystemExit(143)
