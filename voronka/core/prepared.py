"""Questions whose SQL is worked out once: asked again, they get other values and nothing else."""

import logging
import re
from collections.abc import Callable, Container, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from psycopg.sql import Literal
from psycopg.types import numeric
from psycopg.types.json import Jsonb

from voronka.core.planned import planned_once

log = logging.getLogger(__name__)

# What differs from one asking to the next: the numbers of a tuple stand one by one, a list as one (`core.among`).
type Value = int | str | datetime | date | tuple[int, ...] | list[int] | None

MOST_SHAPES = 300
LARGEST = 2**31
_NAMES = ("selected", "extra_select", "values_select", "annotation_select")
_INTEGERS = (numeric.Int2, numeric.Int4, numeric.Int8)
# Questions that do not bear it, told so that tests fail: they are asked the long way.
unfit: set[str] = set()


class Prepared:
    """A function that makes a QuerySet, asked for its rows again and again.

    `shape` decides about the form of the SQL, `values` only stand in it. For a new shape the function is called with
    stand-ins, and called again with the real values: when these do not come out where the stand-ins stood, the
    question is not fit to be prepared (it reckons with a value, say) and stays a plain QuerySet. What it branches on
    has to be of the shape: of values only None is.
    """

    def __init__(self, ask: Callable[..., QuerySet[Any]], name: str) -> None:
        self._ask, self._name = ask, name
        self._ready: dict[Hashable, _Ready | None] = {}

    def rows(self, shape: tuple[Hashable, ...], values: Mapping[str, Value]) -> list[Any]:
        """The rows; at the price of a plain QuerySet for the first time and where it has to be one."""
        atoms = _atoms(values)
        if atoms is None:
            return list(self._ask(*shape, **values))
        form = shape, tuple((name, _form(value)) for name, value in values.items())
        if form not in self._ready:
            if len(self._ready) >= MOST_SHAPES:
                self._ready.clear()
            self._ready[form] = self._work_out(shape, values, atoms)
        ready = self._ready[form]
        return list(self._ask(*shape, **values)) if ready is None else list(ready.rows(atoms))

    def _work_out(self, shape: tuple[Hashable, ...], values: Mapping[str, Value], atoms: list[Any]) -> "_Ready | None":
        numbers = count(1)
        stand_ins = {name: _stand_in(value, numbers) for name, value in values.items()}
        try:
            ready = _ready(self._ask(*shape, **stand_ins), _atoms(stand_ins) or [])
            sql, given = _compiler(self._ask(*shape, **values)).as_sql()
        except EmptyResultSet:
            return None  # nothing, and that without asking
        if ready.sql == sql and all(map(_same, ready.filled(atoms), given)):
            return ready
        unfit.add(self._name)
        log.error("A question is not fit to be prepared: %s", self._name)
        return None


@dataclass(frozen=True, eq=False)
class _Ready:
    """SQL with the places of its values, and what Django makes of the rows."""

    asked: Any
    sql: str
    given: tuple[Any, ...]
    places: Mapping[int, int]
    said: str
    converters: tuple[tuple[int, tuple[list[Any], Any]], ...]
    columns: Mapping[str, Any]
    names: Mapping[str, Any]

    def filled(self, atoms: list[Any]) -> list[Any]:
        """The parameters with these values in their places, of the type that the column wants."""
        filled = [*self.given]
        for place, value in zip(self.places, self.values(atoms), strict=True):
            filled[place] = value
        return filled

    def values(self, atoms: list[Any]) -> list[Any]:
        """The parameters of `said`: these values alone."""
        kinds = {place: type(self.given[place]) for place in self.places}
        return [
            kinds[place](atoms[number]) if kinds[place] in _INTEGERS else atoms[number]
            for place, number in self.places.items()
        ]

    def rows(self, atoms: list[Any]) -> Iterator[Any]:
        """Ask, and let Django make objects of the answer as it does of any."""
        connection = connections[self.asked.db]
        with planned_once(connection) as cursor:
            cursor.execute(self.said, self.values(atoms))
            found = cursor.fetchall()
        answered = SimpleNamespace(
            **self.columns,
            execute_sql=lambda **_how: found,
            results_iter=lambda _found=None, **_how: self._converted(found, connection),
        )
        stub: Any = SimpleNamespace(
            db=self.asked.db,
            model=self.asked.model,
            query=SimpleNamespace(get_compiler=lambda *_args, **_how: answered, **self.names),
            _fetch_mode=self.asked._fetch_mode,
            _known_related_objects={},
        )
        made: Iterator[Any] = self.asked._iterable_class(stub).__iter__()
        return made

    def _converted(self, found: list[tuple[Any, ...]], connection: Any) -> Iterator[Any]:
        if not self.converters:
            yield from found
            return
        for one in found:
            row = [*one]
            for place, (converters, expression) in self.converters:
                for convert in converters:
                    row[place] = convert(row[place], expression, connection)
            yield tuple(row)


def _ready(asked: Any, stand_ins: list[Any]) -> _Ready:
    if asked._known_related_objects or asked._prefetch_related_lookups:
        raise TypeError("A prepared question neither starts at a record nor fetches beforehand.")
    compiler = _compiler(asked)
    sql, given = compiler.as_sql()
    numbers = {_plain(one): number for number, one in enumerate(stand_ins)}
    places = {
        place: numbers[_plain(one)]
        for place, one in enumerate(given)
        if isinstance(one, (int, str, date, list)) and _plain(one) in numbers
    }
    fields = [one[0] for one in compiler.select[: compiler.col_count]]
    converters = tuple(compiler.get_converters(fields).items())
    columns = {name: getattr(compiler, name) for name in ("select", "klass_info", "annotation_col_map")}
    names = {name: getattr(asked.query, name) for name in _NAMES}
    said = _said(sql, given, places, connections[asked.db])
    return _Ready(asked, sql, tuple(given), places, said, converters, columns, names)


def _said(sql: str, given: Sequence[Any], places: Container[int], connection: Any) -> str:
    """The SQL with everything in it that never changes: the plan that is kept for it may reckon with that."""
    connection.ensure_connection()
    numbers = count()

    def written(mark: re.Match[str]) -> str:
        place = next(numbers) if mark[0] == "%s" else None
        if place is None or place in places:
            return mark[0]
        return Literal(given[place]).as_string(connection.connection).replace("%", "%%")

    return re.sub("%[s%]", written, sql)


def _compiler(asked: QuerySet[Any]) -> Any:
    return asked.query.get_compiler(asked.db)


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) or (isinstance(one, Jsonb) and isinstance(other, Jsonb) and one.obj == other.obj)


def _plain(one: Any) -> tuple[type, Any]:
    """A parameter as something to be found by; one in a list of other things is found by nothing."""
    if isinstance(one, list):
        return list, tuple(one) if all(isinstance(number, int) for number in one) else id(one)
    return (int, int(one)) if isinstance(one, _INTEGERS) else (type(one), one)


def _atoms(values: Mapping[str, Value]) -> list[Any] | None:
    """All single values in order; None when one of them has to go the long way."""
    found: list[Any] = []
    for value in values.values():
        for one in value if isinstance(value, tuple) else (value,):
            if any(isinstance(part, bool) or (isinstance(part, int) and abs(part) >= LARGEST) for part in _parts(one)):
                return None
            if one is not None:
                found.append(str(one) if isinstance(one, str) else one)
    return found


def _parts(one: Any) -> list[Any]:
    return one if isinstance(one, list) else [one]


def _form(value: Value) -> Hashable:
    if isinstance(value, tuple):
        return len(value)
    kinds: tuple[type, ...] = int, str, datetime, date, list
    return next((kind for kind in kinds if isinstance(value, kind)), None)


def _stand_in(value: Value, numbers: Iterator[int]) -> Value:
    """A value of the same form that nobody would ask for."""
    match value:
        case tuple():
            made: Value = tuple(LARGEST - next(numbers) for _one in value)
        case list():
            made = [LARGEST - next(numbers)]
        case int():
            made = LARGEST - next(numbers)
        case str():
            made = f"\ue000 stand-in {next(numbers)}"
        case datetime():
            made = datetime(1800 + next(numbers), 1, 1, tzinfo=UTC)
        case date():
            made = date(1800 + next(numbers), 1, 1)
        case _:
            made = None
    return made
