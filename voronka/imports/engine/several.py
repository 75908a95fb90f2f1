"""Rows that carry several records: they link to one another, and a row goes in with all of them or not at all."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from voronka.imports.engine.batch import FIXED, Batch

# What of a lower record an upper one is, by their kinds: its column, and the one with the name of the upper one.
LINKS = {
    ("person", "organization"): ("organization_id", "organization__text"),
    ("deal", "organization"): ("organization_id", ""),
    ("deal", "person"): ("person_id", ""),
}
ABOUT = ("deal", "person", "lead", "organization")  # whom an interaction or a task is about, the nearest first
SUBJECT = "subject_id"
# The row `h` that stands for the row `u` of an upper record, and the record of both.
ABOVE = "{upper} u LEFT JOIN {upper} h ON h.number = u.twin_of"
RECORD = "COALESCE(u.record_id, h.record_id)"


def link(batch: Batch, above: Sequence[Batch]) -> None:
    """Rows learn which records they link to; what rejects an upper record of a row rejects the others too."""
    for upper in above:
        batch.run(
            "UPDATE {stage} s SET problem = u.problem FROM {upper} u"
            " WHERE u.number = s.number AND u.problem IS NOT NULL AND s.problem IS NULL",
            upper=upper.stage,
        )
    by_kind = {one.target.kind.name: one for one in above}
    for (lower, kind), (column, name) in LINKS.items():
        if lower == batch.target.kind.name and kind in by_kind:
            named = f", {name} = COALESCE(u.name, h.name)" if name else ""
            _give(batch, by_kind[kind], f"{column} = {RECORD}{named}", f"{column} IS NULL")
    if SUBJECT in batch.staged():
        for kind in (kind for kind in ABOUT if kind in by_kind):
            given = f"subject_kind = '{kind}', {SUBJECT} = {RECORD}"
            _give(batch, by_kind[kind], given, f"{SUBJECT} IS NULL")


def _give(batch: Batch, upper: Batch, given: str, free: str) -> None:
    batch.run(
        "UPDATE {stage} s SET {given} FROM {above} WHERE u.number = s.number AND s.{free} AND {record} IS NOT NULL",
        given=given,
        above=ABOVE.format(upper=upper.stage),
        free=free,
        record=RECORD,
    )


def gather(batch: Batch) -> None:
    """What further rows say of a record goes to the row that stands for it: lists are joined, gaps are filled."""
    if not batch.rows("SELECT FROM {stage} WHERE twin_of IS NOT NULL LIMIT 1"):
        return
    for name, kind in batch.staged().items():
        if "[]" in kind:
            _join(batch, name, kind.partition(" ")[0])
        elif "json" not in kind and name not in {column for column, _type in FIXED}:
            _fill(batch, name, "''" if kind.startswith(("text", "varchar")) else "NULL")


def _join(batch: Batch, name: str, kind: str) -> None:
    batch.run(
        """
        UPDATE {stage} f SET {name} = COALESCE(f.{name}, '{{}}') || ARRAY(
            SELECT DISTINCT value FROM unnest(t.found) AS value WHERE value <> ALL (COALESCE(f.{name}, '{{}}'))
        )::{kind} FROM (
            SELECT s.twin_of, array_agg(value) AS found FROM {stage} s, unnest(s.{name}) AS value
            WHERE s.twin_of IS NOT NULL GROUP BY s.twin_of
        ) t WHERE t.twin_of = f.number
        """,
        name=name,
        kind=kind,
    )


def _fill(batch: Batch, name: str, nothing: str) -> None:
    said = f"NOT COALESCE(s.{name} = {nothing}, true)" if nothing != "NULL" else f"s.{name} IS NOT NULL"
    gap = f"COALESCE(f.{name} = {nothing}, true)" if nothing != "NULL" else f"f.{name} IS NULL"
    batch.run(
        """
        UPDATE {stage} f SET {name} = t.found FROM (
            SELECT DISTINCT ON (s.twin_of) s.twin_of, s.{name} AS found FROM {stage} s
            WHERE s.twin_of IS NOT NULL AND {said} ORDER BY s.twin_of, s.number
        ) t WHERE t.twin_of = f.number AND {gap}
        """,
        name=name,
        said=said,
        gap=gap,
    )


def tell_of_heads(batch: Batch) -> None:
    """What rejects the row that stands for others rejects them too, where rows carry several records."""
    if not batch.is_single:
        batch.run(
            "UPDATE {stage} s SET problem = f.problem FROM {stage} f"
            " WHERE f.number = s.twin_of AND f.problem IS NOT NULL AND s.problem IS NULL"
        )


def reject_together(several: Sequence[Batch]) -> None:
    """A row that one of its records rejects goes in with none; a record that a good row needs as well stays."""
    main = next(one for one in several if one.is_main)
    main.run("DROP TABLE IF EXISTS import_rejected")
    main.run("CREATE TEMPORARY TABLE import_rejected (number integer PRIMARY KEY, problem text)")
    for one in several:  # an upper one has handed its problem down
        label = "" if one is main else _("%(kind)s: ") % {"kind": one.target.kind.label}
        main.run(
            "INSERT INTO import_rejected SELECT number, %s || problem FROM {part} WHERE problem IS NOT NULL"
            " ON CONFLICT DO NOTHING",
            [label],
            part=one.stage,
        )
    for one in several:
        one.run(
            """
            UPDATE {stage} s SET problem = x.problem, is_new = false, is_twin = s.is_twin AND NOT {is_main},
                   twin_of = CASE WHEN {is_main} THEN NULL ELSE s.twin_of END,
                   record_id = CASE WHEN s.is_new THEN NULL ELSE s.record_id END
            FROM import_rejected x WHERE x.number = s.number AND NOT EXISTS (
                SELECT FROM {stage} m WHERE m.twin_of = s.number
                AND NOT EXISTS (SELECT FROM import_rejected o WHERE o.number = m.number))
            """,
            is_main=str(one.is_main),
        )
    main.run("DROP TABLE import_rejected")
