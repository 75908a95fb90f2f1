"""Commands passed on to Django with the database up: manage, token, import, export."""

import sys

import django
from django.core.management import execute_from_command_line

from voronka.commands.migrations import migrate
from voronka.commands.place import Place

COMMANDS = {
    "manage": "Django's own commands with the database up, such as: voronka manage shell",
    "token": "make a personal token of the API: voronka token USER",
    "import": "load a file, or all of another program: voronka import FILE --as leads",
    "export": "write a file: voronka export FILE.xlsx --as persons",
}
# Commands of ours that need tables, so that they work on a new folder too: name on the terminal -> name for Django.
OURS = {"token": "token", "import": "import_file", "export": "export_file"}


def execute(place: Place, command: str, words: list[str]) -> int:
    """Run the command with the rest of the words."""
    with place.opened():
        if command in OURS:
            if not {"-h", "--help"} & {*words}:
                django.setup()
                migrate()
            words = [OURS[command], *words]
        execute_from_command_line(["voronka manage", *words])
    sys.stdout.flush()
    return 0
