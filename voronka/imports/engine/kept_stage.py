"""The staging table of a run: it stands until the run has come to its end, whatever happens to the process."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import connection

from voronka.imports.engine.batch import KEPT_STAGE

IS_FILLED = 'SELECT EXISTS (SELECT FROM "{}")'


@dataclass(frozen=True)
class Kept:
    """The settled rows of a run."""

    run_id: int

    @property
    def name(self) -> str:
        """What the table is called."""
        return KEPT_STAGE.format(self.run_id)

    def stands(self) -> bool:
        """Whether there are rows: a server that crashed has emptied the table."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [self.name])
            if not cursor.fetchone()[0]:
                return False
            cursor.execute(IS_FILLED.format(self.name))
            return bool(cursor.fetchone()[0])

    def drop(self) -> None:
        """Let it go, with those of what stands beside its records."""
        with connection.cursor() as cursor:
            for name in _tables():
                if name == self.name or name.startswith(f"{self.name}_"):
                    cursor.execute(f'DROP TABLE IF EXISTS "{name}"')


def drop_others(needed: Callable[[], Collection[int]]) -> int:
    """Let the tables of all runs but the needed ones go; how many there were."""
    found = {int(one[1]) for name in _tables() if (one := re.fullmatch(KEPT_STAGE.format(r"(\d+)(?:_\w+)?"), name))}
    lost = found - set(needed())  # a run that begins by now has its table among the found ones, or later
    for number in lost:
        Kept(number).drop()
    return len(lost)


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE %s AND relkind = 'r' AND pg_table_is_visible(oid)",
            [KEPT_STAGE.format("%").replace("_", r"\_")],
        )
        return [str(name) for (name,) in cursor.fetchall()]
