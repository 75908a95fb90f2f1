"""Writing of the search index: one statement for one record or for a hundred thousand."""

from collections.abc import Iterable
from functools import reduce
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import connection, transaction
from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Concat, Now

from voronka.core import jobs
from voronka.records.fields.custom import COLUMN, CustomText
from voronka.records.kinds import Kind, Passage, SearchText
from voronka.records.models import SearchEntry, SearchPassage
from voronka.records.names import folded_expression
from voronka.records.search import words

COLUMNS = ("kind", "record_id", "owner_id", "department_id", "title", "subtitle", "words", "digits", "updated_at")
LAST = 2**63 - 1
PASSAGE = ("kind", "record_id", "at", "stems")


def index(kind: Kind, ids: Iterable[int] | None = None) -> int:
    """Write what search knows of these records (all of the kind when none are named); gives the number written.

    The caller has changed them in this transaction, or nobody else can.
    """
    named = None if ids is None else list(ids)
    if named == []:
        return 0
    rows = kind.model._default_manager.all() if named is None else kind.model._default_manager.filter(pk__in=named)
    rows = rows.order_by()
    written = 0
    if kind.passage:
        written = _write(SearchPassage, PASSAGE, rows.values_list(*_passage(kind, kind.passage)))
    if kind.search:
        written = _write(SearchEntry, COLUMNS, rows.values_list(*_columns(kind, kind.search)))
    _learn(kind, named)
    return written


def index_anew(kind: Kind, rows: QuerySet[Any]) -> int:
    """The same for records that the caller has not changed: they are held meanwhile, in the order of their ids.

    Else one that somebody changes at this moment would be written as it stood before: found by whoever had it then.
    """
    with transaction.atomic():
        held = rows.order_by("pk").select_for_update(of=("self",), no_key=True)
        return index(kind, list(held.values_list("pk", flat=True)))


def forget(kind: Kind, ids: Iterable[int]) -> None:
    """Take these records out of the index."""
    named = Q(kind=kind.name, record_id__in=list(ids))
    SearchEntry.objects.filter(named).delete()
    SearchPassage.objects.filter(named).delete()


def _write(model: type[Any], columns: tuple[str, ...], rows: QuerySet[Any, Any]) -> int:
    select, parameters = rows.query.sql_with_params()
    names = ", ".join(f'"{name}"' for name in columns)
    updates = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in columns[2:])
    with connection.cursor() as cursor:
        target = f"INSERT INTO {model._meta.db_table} ({names})"  # names come from the model
        cursor.execute(f"{target} {select} ON CONFLICT (kind, record_id) DO UPDATE SET {updates}", parameters)
        return int(cursor.rowcount)


def _learn(kind: Kind, ids: list[int] | None) -> None:
    from voronka.records.tasks import learn_words  # noqa: PLC0415  # the job calls this package

    learnt = [words.learn(texts) for texts in texts_of(kind, ids)]
    if not all(learnt):
        low, high = (0, LAST) if ids is None else (min(ids), max(ids))
        jobs.enqueue(learn_words, kind=kind.name, low=low, high=high, once=f"words:{kind.name}:{low}:{high}")


def texts_of(kind: Kind, ids: Iterable[int] | None = None) -> list[QuerySet[Any, Any]]:
    """The indexed texts of these records (of all when none are named), as QuerySets of one column."""
    chosen: dict[str, Any] = {} if ids is None else {"in": list(ids)}
    if isinstance(ids, range):
        chosen = {"range": (ids.start, ids.stop - 1)}
    found: list[QuerySet[Any, Any]] = []
    if kind.passage:
        rows = kind.model._default_manager.filter(**{f"pk__{name}": value for name, value in chosen.items()})
        found.append(rows.order_by().values_list(_text(kind.passage.text)))
    if kind.search:
        named = {f"record_id__{name}": value for name, value in chosen.items()}
        found.append(SearchEntry.objects.filter(kind=kind.name, **named).values_list("words"))
    return found


def _passage(kind: Kind, passage: Passage) -> tuple[Combinable | F, ...]:
    stems = Func(_text(passage.text), template="to_tsvector('ru', left(%(expressions)s, 100000))")
    stems.output_field = SearchVectorField()
    return Value(kind.name, output_field=TextField()), F("pk"), passage.at, stems


def _columns(kind: Kind, search: SearchText) -> tuple[Combinable | F, ...]:
    return (
        Value(kind.name, output_field=TextField()),
        F("pk"),
        F("owner_id"),
        F("department_id"),
        _text(search.title),
        _text(search.subtitle) if search.subtitle else Value("", output_field=TextField()),
        folded_expression(_joined((search.title, *search.words, *_own_texts(kind)))),
        _joined(search.digits),
        Now(),
    )


def _own_texts(kind: Kind) -> tuple[Combinable, ...]:
    """The texts that the company keeps in fields of its own."""
    return tuple(KeyTextTransform(one.key, COLUMN) for one in kind.own if isinstance(one, CustomText))


def _text(expression: Combinable) -> Combinable:
    return Coalesce(expression, Value(""), output_field=TextField())


def _joined(parts: tuple[Combinable, ...]) -> Combinable:
    if not parts:
        return Value("", output_field=TextField())
    space = Value(" ", output_field=TextField())
    return reduce(lambda one, two: Concat(one, space, two, output_field=TextField()), map(_text, parts))
