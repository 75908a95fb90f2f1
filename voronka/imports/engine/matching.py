"""Staged rows find the records that exist already, and their twins within the file."""

from django.utils.translation import gettext as _

from voronka.accounts.models import Action
from voronka.imports.engine.batch import Batch
from voronka.records import access

FREE = "x.record_id IS NULL AND x.problem IS NULL"
SAME_SOURCE = "(x.external_id = '' OR r.external_id = '' OR r.external_id = x.external_id)"


def match(batch: Batch) -> None:
    """Set `record_id` and `matched_by` where a record stands; the surest key first."""
    _recognised(batch)
    if batch.has("external_id"):
        _by_external_id(batch)
    for step in batch.target.match:
        step(batch)
    for key in batch.target.keys:
        if batch.has(key):
            _by_contact(batch, key)
    _twins(batch)
    _rights(batch)


def settle(batch: Batch, condition: str, key: str, join: str) -> None:
    """Give free rows `x` the oldest record `r` that the join and the condition find, marked with the key."""
    batch.run(
        """
        UPDATE {stage} s SET record_id = found.id, matched_by = %s FROM (
            SELECT DISTINCT ON (x.number) x.number, r.id FROM {stage} x {join}
            WHERE {free} AND {condition} ORDER BY x.number, r.id
        ) found WHERE found.number = s.number
        """,
        [key],
        join=join,
        free=FREE,
        condition=condition,
    )


def _recognised(batch: Batch) -> None:
    batch.run(
        """
        UPDATE {stage} s SET record_id = r.id, matched_by = 'row'
        FROM imports_importedrow seen JOIN {table} r ON r.id = seen.record_id
        WHERE seen.kind = %s AND seen.digest = s.digest AND s.problem IS NULL
        """,
        [batch.target.kind.name],
    )


def _by_external_id(batch: Batch) -> None:
    settle(batch, "x.external_id <> ''", "external_id", f"JOIN {batch.table} r ON r.external_id = x.external_id")


def _by_contact(batch: Batch, key: str) -> None:
    settle(batch, f"x.{key} <> '{{}}' AND {SAME_SOURCE}", key, f"JOIN {batch.table} r ON r.{key} && x.{key}")


def _twins(batch: Batch) -> None:
    """A later row of the file that says the same thing as an earlier one makes no second record."""
    batch.run(
        """
        UPDATE {stage} s SET is_twin = true FROM (
            SELECT number, min(number) OVER (PARTITION BY external_id) AS first FROM {stage}
            WHERE external_id <> '' AND problem IS NULL
        ) t WHERE t.number = s.number AND t.first < s.number
        """
    )
    for key in batch.target.keys:
        if batch.has(key):
            batch.run(
                """
                UPDATE {stage} s SET is_twin = true FROM (
                    SELECT number, min(number) OVER (PARTITION BY value) AS first
                    FROM (SELECT number, unnest({key}) AS value FROM {stage}
                          WHERE external_id = '' AND record_id IS NULL AND problem IS NULL) single
                ) t WHERE t.number = s.number AND t.first < s.number
                """,
                key=key,
            )


def _rights(batch: Batch) -> None:
    kind = batch.target.kind
    editable, parameters = batch.ids(access.visible(kind, batch.by, Action.EDIT))
    batch.run(
        """
        UPDATE {stage} SET problem = %s, record_id = NULL
        WHERE record_id IS NOT NULL AND matched_by <> 'row' AND record_id NOT IN ({editable})
        """,
        [_("There is such a record already, and your role does not let you change it."), *parameters],
        editable=editable,
    )
