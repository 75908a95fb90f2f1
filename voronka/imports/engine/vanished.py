"""Between the settling of a file and the writing of a portion somebody may delete what its rows speak of."""

from typing import Any

from django.db.models import ForeignKey
from django.utils.translation import gettext as _

from voronka.imports.engine.batch import Batch


def refuse_vanished(batch: Batch) -> None:
    """Reject the rows whose record, or a record that they link to, is gone; the others are written."""
    batch.run(
        "UPDATE {stage} s SET problem = %s, record_id = NULL WHERE s.record_id IS NOT NULL AND NOT s.is_new"
        " AND s.problem IS NULL AND NOT EXISTS (SELECT FROM {table} r WHERE r.id = s.record_id)",
        [_("The record of this row was deleted while the file was being imported; import the row once more.")],
    )
    said = _("“%(field)s” of this row was deleted while the file was being imported; import the row once more.")
    for link in _links(batch):
        table = str(link.related_model._meta.db_table)
        batch.run(
            """
            UPDATE {stage} s SET problem = %s, is_new = false, record_id = NULL
            WHERE s.{column} IS NOT NULL AND s.problem IS NULL
            AND NOT EXISTS (SELECT FROM {related} x WHERE x.id = s.{column})
            AND NOT EXISTS (SELECT FROM {stage} f WHERE {same} AND f.is_new AND f.record_id = s.{column})
            """,
            [said % {"field": _called(batch, link)}],
            column=str(link.column),
            related=table,
            same=str(table == batch.table),
        )


def _called(batch: Batch, link: "ForeignKey[Any, Any]") -> str:
    known = (one.label for one in batch.target.kind.fields if one.attribute == link.column)
    return str(next(known, link.verbose_name))


def _links(batch: Batch) -> "list[ForeignKey[Any, Any]]":
    staged = set(batch.staged())
    fields = batch.target.kind.model._meta.concrete_fields
    return [one for one in fields if isinstance(one, ForeignKey) and one.column in staged]
