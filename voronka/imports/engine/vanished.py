"""Between the settling of a file and the writing of a portion somebody may delete what its rows speak of."""

from collections.abc import Iterator
from typing import Any

from django.db.models import ForeignKey
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voronka.imports.engine.batch import Batch
from voronka.people.kinds import ORGANIZATION
from voronka.records import kinds

SAID = gettext_noop("“%(field)s” of this row was deleted while the file was being imported; import the row once more.")


def refuse_vanished(batch: Batch) -> set[int]:
    """Reject the rows whose record, or a record that they link to, is gone, and give their numbers."""
    gone = batch.rows(
        "UPDATE {stage} s SET problem = %s, record_id = NULL WHERE s.record_id IS NOT NULL AND NOT s.is_new"
        " AND s.problem IS NULL AND NOT EXISTS (SELECT FROM {table} r WHERE r.id = s.record_id) RETURNING s.number",
        [_("The record of this row was deleted while the file was being imported; import the row once more.")],
    )
    for column, table, label, which in _links(batch):
        gone += batch.rows(
            """
            UPDATE {stage} s SET problem = %s, is_new = false, record_id = NULL
            WHERE s.{column} IS NOT NULL AND s.problem IS NULL AND {which}
            AND NOT EXISTS (SELECT FROM {related} x WHERE x.id = s.{column})
            AND NOT EXISTS (SELECT FROM {stage} f WHERE {same} AND f.is_new AND f.record_id = s.{column})
            RETURNING s.number
            """,
            [_(SAID) % {"field": label}],
            column=column,
            related=table,
            which=which,
            same=str(table == batch.table),
        )
    return {number for (number,) in gone}


def _links(batch: Batch) -> Iterator[tuple[str, str, str, str]]:
    """Column, the table that it leads to, what it is called, which rows: foreign keys, and links by kind and id."""
    staged, kind = set(batch.staged()), batch.target.kind
    for link in kind.model._meta.concrete_fields:
        if isinstance(link, ForeignKey) and link.column in staged:
            yield str(link.column), str(link.related_model._meta.db_table), _called(batch, link), "true"
    if "place__organization" in staged:
        yield "place__organization", ORGANIZATION.model._meta.db_table, str(ORGANIZATION.label), "true"
    if "subject_id" in staged:
        for (name,) in batch.rows("SELECT DISTINCT subject_kind FROM {stage} WHERE subject_id IS NOT NULL"):
            about = kinds.get(name)
            yield "subject_id", about.model._meta.db_table, str(about.label), f"s.subject_kind = '{about.name}'"


def _called(batch: Batch, link: "ForeignKey[Any, Any]") -> str:
    known = (one.label for one in batch.target.kind.fields if one.attribute == link.column)
    return str(next(known, link.verbose_name))
