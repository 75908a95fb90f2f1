"""What the company demands of a new record is demanded of a row too: a row without it is rejected."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _

from voronka.activities.fields import About
from voronka.imports.engine.batch import Batch
from voronka.records.completeness import Completeness
from voronka.records.field_rules import demanded
from voronka.records.fields import Field
from voronka.records.fields.custom import COLUMN, Custom
from voronka.records.moments import CREATE, steps_of

NAMES = "\x1f"
SUBJECT = "subject_id"


def ask(batch: Batch) -> None:
    """Reject the rows that would become a record without what its author must fill; all that is missing is named.

    Known records are brought up to date whatever they lack: nobody makes them now.
    """
    complete, steps = Completeness(kind=batch.target.kind, by=batch.by), steps_of(batch.target.kind.name)
    attribute = batch.target.kind.field(steps.field).attribute if steps else ""
    if attribute not in batch.staged():
        _ask(batch, (CREATE,), "true", [])
        return
    found = batch.rows("SELECT DISTINCT s.{attribute} FROM {stage} s WHERE {due}", attribute=attribute)
    alike = defaultdict(list)
    for value, reached in complete.reached_by([value for (value,) in found]).items():
        alike[reached].append(value)
    for reached, values in alike.items():
        among = f"s.{attribute} = ANY (%s)" + (f" OR s.{attribute} IS NULL" if None in values else "")
        _ask(batch, (CREATE, *reached), f"({among})", [[value for value in values if value is not None]])


def _ask(batch: Batch, moments: Collection[str], which: str, parameters: list[Any]) -> None:
    begun = batch.target.kind.model()
    wanted = [one for one in demanded(batch.target.kind, batch.by, moments) if not one.given(one.stored(begun))]
    if not wanted:
        return
    labels: list[str] = []
    for one in wanted:
        labels += [*_own_key(batch, one), _("“%(field)s”") % {"field": one.label}]
    batch.run(
        """
        UPDATE {stage} t SET problem = replace(%s, %s, lacking.names)
        FROM (SELECT s.number, concat_ws(', ', {lacks}) AS names FROM {stage} s
              WHERE {due} AND s.record_id IS NULL AND NOT s.is_twin AND {which}) lacking
        WHERE lacking.number = t.number AND lacking.names <> ''
        """,
        [_("Fill in: %(fields)s.") % {"fields": NAMES}, NAMES, *labels, *parameters],
        which=which,
        lacks=", ".join(f"CASE WHEN {_empty(batch, one)} THEN %s END" for one in wanted),
    )


def _own_key(batch: Batch, field: Field) -> list[str]:
    """The key of an own field, where the file gives the column of own fields; nothing for any other."""
    return [field.key] if isinstance(field, Custom) and COLUMN in batch.staged() else []


def _empty(batch: Batch, field: Field) -> str:
    """The condition that a staged row says nothing of the field; an own field takes its key as a parameter."""
    if _own_key(batch, field):
        return "NOT COALESCE(s.custom, '{}') ? %s"
    if isinstance(field, About | Custom) or field.attribute not in batch.staged():
        return f"s.{SUBJECT} IS NULL" if isinstance(field, About) and SUBJECT in batch.staged() else "true"
    column: Any = batch.target.kind.model._meta.get_field(field.attribute)
    name = f"s.{field.attribute}"
    match column:
        case ArrayField():
            return f"COALESCE(cardinality({name}), 0) = 0"
        case models.JSONField():
            return f"COALESCE(jsonb_array_length({name}), 0) = 0"
        case models.CharField() | models.TextField():
            return f"COALESCE({name}, '') = ''"
    return f"{name} IS NULL"
