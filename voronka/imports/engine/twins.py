"""Rows of one file that are the same thing: the first one becomes a record, the others are told of."""

from django.utils.translation import gettext as _

from voronka.imports.engine.batch import Batch
from voronka.imports.engine.likeness import keys_of, same_first


def mark_twins(batch: Batch) -> None:
    """Set `is_twin` and `twin_of` (a row number) on rows that another row of the file stands for."""
    _by_external_id(batch)
    for key in batch.target.keys:
        if batch.has(key):
            _by_contact(batch, key)
    _claims(batch)
    tell_twins(batch)


def _by_external_id(batch: Batch) -> None:
    batch.run(
        """
        UPDATE {stage} s SET is_twin = true, twin_of = t.first FROM (
            SELECT number, min(number) OVER (PARTITION BY external_id) AS first FROM {stage}
            WHERE external_id <> '' AND problem IS NULL
        ) t WHERE t.number = s.number AND t.first < s.number
        """
    )


def _by_contact(batch: Batch, key: str) -> None:
    """Rows that no record and no outside id tells apart; equal ones are put together before all pairs are looked at."""
    name, rest = keys_of(batch, key)
    batch.run(
        """
        WITH single AS (
            SELECT number, value, {name} AS name, {rest} AS rest FROM {stage} s, unnest(s.{key}) AS value
            WHERE external_id = '' AND record_id IS NULL AND problem IS NULL AND NOT is_twin
        ), said AS (
            SELECT value, name, rest, min(number) AS number FROM single GROUP BY value, name, rest
        ), first AS (
            SELECT one.value, one.name, one.rest, min(other.number) AS number
            FROM said one JOIN said other ON other.value = one.value AND other.name = one.name AND {fits}
            GROUP BY one.value, one.name, one.rest
        )
        UPDATE {stage} s SET is_twin = true, twin_of = t.first FROM (
            SELECT single.number, min(first.number) AS first FROM single
            JOIN first ON first.value = single.value AND first.name = single.name AND first.rest = single.rest
            GROUP BY single.number
        ) t WHERE t.number = s.number AND t.first < s.number
        """,
        key=key,
        name=name,
        rest=rest,
        fits=same_first("one.rest", "other.rest"),
    )


def _claims(batch: Batch) -> None:
    """One row speaks for a record: the surest, then the first.

    Another row with an outside id of its own is something else; one without, or with a merged record’s, is a twin.
    """
    batch.run(
        """
        UPDATE {stage} s SET
            is_twin = {is_twin},
            twin_of = CASE WHEN {is_twin} THEN c.first END,
            record_id = CASE WHEN {is_twin} THEN s.record_id END,
            matched_by = CASE WHEN {is_twin} THEN s.matched_by END
        FROM (
            SELECT number, first_value(number) OVER (
                PARTITION BY record_id ORDER BY matched_by = 'voronka_id' DESC, matched_by = 'external_id' DESC,
                matched_by = 'row' DESC, number
            ) AS first
            FROM {stage} WHERE record_id IS NOT NULL AND problem IS NULL AND NOT is_twin
        ) c WHERE c.number = s.number AND c.first <> s.number AND s.matched_by NOT IN ('row', 'external_id')
        """,
        is_twin="(s.external_id = '' OR s.matched_by IN ('merged', 'voronka_id'))",
    )


def chain(batch: Batch) -> None:
    """Twins of twins are twins of the first."""
    while batch.run(
        "UPDATE {stage} s SET twin_of = f.twin_of FROM {stage} f WHERE s.is_twin AND f.is_twin AND f.number = s.twin_of"
    ):
        pass


def give_records(batch: Batch, said: str) -> None:
    """Rows that bring something beside the record of another row get that record; without it they are told so.

    `said` names the other row as `<number>`.
    """
    batch.run(
        "UPDATE {stage} s SET problem = replace(%s, '<number>', s.twin_of::text) FROM {stage} f"
        " WHERE s.is_beside AND s.problem IS NULL AND f.number = s.twin_of AND f.problem IS NOT NULL",
        [said],
    )
    batch.run(
        "UPDATE {stage} s SET record_id = f.record_id FROM {stage} f"
        " WHERE s.is_beside AND s.problem IS NULL AND f.number = s.twin_of"
    )


def tell_twins(batch: Batch) -> None:
    """Rows that say the very same lose nothing; the others come back with the number of the row that went in.

    Where rows carry several records, one of them stands in many rows.
    """
    if not batch.is_single:
        return
    said = _("Row %(number)s of this file is the same; it went in, this one did not. Put both into one row.")
    batch.run(
        """
        UPDATE {stage} s SET problem = replace(%s, '<number>', s.twin_of::text) FROM {stage} f
        WHERE f.number = s.twin_of AND s.is_twin AND split_part(s.digest, '#', 1) <> split_part(f.digest, '#', 1)
        """,
        [said % {"number": "<number>"}],
    )
