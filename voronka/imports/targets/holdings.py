"""Organizations of a file that stand below others: the parent is known already or is a row of the same file."""

from django.utils.translation import gettext as _

from voronka.imports.engine.batch import SURE, Batch
from voronka.people.kinds import ORGANIZATION
from voronka.records import access

DEEPEST = 100
SAME_NAME = "translate(lower({one}.name), 'ё', 'е') = translate(lower({other}), 'ё', 'е')"
# The parents as they will stand: what the rows change, and all the others.
CLIMB = """
    WITH RECURSIVE given (node, above) AS (
        SELECT s.record_id, s.parent_id FROM {stage} s LEFT JOIN {table} r ON r.id = s.record_id
        WHERE s.parent_id IS NOT NULL AND {due}
        AND (s.is_new OR {sure} OR r.parent_id IS NULL)
    ), edge (node, above) AS (
        SELECT node, above FROM given UNION ALL
        SELECT r.id, r.parent_id FROM {table} r
        WHERE r.parent_id IS NOT NULL AND NOT EXISTS (SELECT FROM given WHERE node = r.id)
    ), climb (start, above, steps) AS (
        SELECT node, above, 1 FROM given UNION ALL
        SELECT c.start, e.above, c.steps + 1 FROM climb c JOIN edge e ON e.node = c.above
        WHERE c.above <> c.start AND c.steps < {deepest}
    )
    UPDATE {stage} s SET problem = replace(%s, '<value>', left(s.parent__text, 60))
    FROM (SELECT DISTINCT start FROM climb WHERE {wrong}) found WHERE found.start = s.record_id AND {due}
"""


def parents(batch: Batch) -> None:
    """Parents by outside id, ИНН or name; unknown ones and circles reject their rows, and with a row all below it.

    An organization that is named as its own parent, as 1C writes it, has none.
    """
    if not batch.has("parent__text"):
        return
    for known, told in _ways(batch):
        _of_this_file(batch, told)
        _known(batch, known)
    batch.run(
        "UPDATE {stage} s SET parent_id = NULL, parent__text = NULL WHERE s.parent_id = s.record_id OR {own}",
        own=f"(s.parent_id IS NULL AND {SAME_NAME.format(one='s', other='s.parent__text')})",
    )
    _refuse(batch)


def in_the_file(batch: Batch) -> bool:
    """Whether an organization of the file stands below another one that comes with it."""
    below = "SELECT FROM {stage} s JOIN {stage} f ON f.record_id = s.parent_id AND f.is_new LIMIT 1"
    return batch.has("parent__text") and bool(batch.rows(below))


def _ways(batch: Batch) -> list[tuple[str, str]]:
    """The condition on a known organization `r` for a text `t`, and that on another row `f` for a row `s`."""
    inn_of_row = "f.inn__text <> '' AND f.inn__text = s.parent__text" if batch.has("inn__text") else ""
    name = SAME_NAME.format
    owns = "SELECT FROM people_legalentity e WHERE e.organization_id = r.id AND e.inn = t.text"
    return [
        ("r.external_id = t.text", "f.external_id <> '' AND f.external_id = s.parent__text"),
        (f"t.text ~ '^([0-9]{{10}}|[0-9]{{12}})$' AND EXISTS ({owns})", inn_of_row),
        (name(one="r", other="t.text"), name(one="f", other="s.parent__text")),
    ]


def _of_this_file(batch: Batch, condition: str) -> None:
    """Rows that become a record or were recognised as one, wherever they stand in the file."""
    if not condition:
        return
    seen, parameters = batch.ids(access.visible(ORGANIZATION, batch.by))
    batch.run(
        """
        UPDATE {stage} s SET parent_id = found.id FROM (
            SELECT DISTINCT ON (s.number) s.number, f.record_id AS id FROM {stage} s JOIN {stage} f ON {condition}
            WHERE s.parent__text <> '' AND s.parent_id IS NULL AND {due}
            AND f.record_id IS NOT NULL AND f.problem IS NULL AND (f.is_new OR f.record_id IN ({seen}))
            ORDER BY s.number, f.number
        ) found WHERE found.number = s.number
        """,
        parameters,
        condition=condition,
        seen=seen,
    )


def _known(batch: Batch, condition: str) -> None:
    seen, parameters = batch.ids(access.visible(ORGANIZATION, batch.by))
    batch.run(
        """
        UPDATE {stage} s SET parent_id = found.id FROM (
            SELECT t.text, min(r.id) AS id FROM (
                SELECT DISTINCT s.parent__text AS text FROM {stage} s
                WHERE s.parent__text <> '' AND s.parent_id IS NULL AND {due}
            ) t JOIN {table} r ON {condition} WHERE r.id IN ({seen}) GROUP BY t.text
        ) found WHERE found.text = s.parent__text AND s.parent_id IS NULL AND {due}
        """,
        parameters,
        condition=condition,
        seen=seen,
    )


def _refuse(batch: Batch) -> None:
    unknown = _("There is no organization “%(value)s” to stand above this one: neither here nor in the file.")
    batch.run(
        "UPDATE {stage} s SET problem = replace(%s, '<value>', left(s.parent__text, 60))"
        " WHERE s.parent__text <> '' AND s.parent_id IS NULL AND {due}",
        [unknown % {"value": "<value>"}],
    )
    circle = _("It stands above “%(value)s” already, so it cannot stand below it: a holding does not go in a circle.")
    deep = _("“%(value)s” stands too deep in its holding: there are at most %(count)s levels.")
    for said, wrong in (
        (circle % {"value": "<value>"}, "above = start"),
        (deep % {"value": "<value>", "count": DEEPEST}, f"steps >= {DEEPEST}"),
    ):
        batch.run(CLIMB, [said], wrong=wrong, deepest=str(DEEPEST), sure=SURE)
    below = _("Row %(number)s of this file, the parent organization, did not go in; put it right first.")
    while batch.run(
        "UPDATE {stage} s SET problem = replace(%s, '<number>', f.number::text) FROM {stage} f"
        " WHERE f.is_new AND f.problem IS NOT NULL AND f.record_id = s.parent_id AND {due}",
        [below % {"number": "<number>"}],
    ):
        pass
    batch.run("UPDATE {stage} s SET is_new = false, record_id = NULL WHERE s.is_new AND s.problem IS NOT NULL")
