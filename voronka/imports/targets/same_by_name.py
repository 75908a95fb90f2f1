"""Where rows carry several records, clients that are only named are the same by their names."""

from voronka.accounts.models import Action
from voronka.imports.engine.batch import Batch
from voronka.imports.engine.matching import SAME_SOURCE, settle
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.records import access

FOLD = "translate(lower(trim({})), 'ё', 'е')"
NAMES = ("last_name", "first_name", "middle_name")
# Nothing but a name tells them apart.
BARE = "x.phones = '{}' AND x.emails = '{}' AND x.external_id = ''"


def known_organizations(batch: Batch) -> None:
    """One of the same name among those that one sees, unless its ИНН is another."""
    reach = batch.reach
    batch.reach = reach or batch.ids(access.visible(ORGANIZATION, batch.by))
    other_inn = """NOT EXISTS (SELECT FROM people_legalentity e
        WHERE e.organization_id = r.id AND x.inn__text <> '' AND e.inn <> x.inn__text)"""
    apart = other_inn if batch.has("inn__text") else "true"
    same = f"{FOLD.format('r.name')} = {FOLD.format('x.name')}"
    settle(batch, f"x.name <> '' AND {SAME_SOURCE} AND {apart}", "name", f"JOIN {batch.table} r ON {same}")
    batch.reach = reach


def twin_organizations(batch: Batch) -> None:
    """Rows that name one organization: told apart only where they give different ИНН."""
    inn = "COALESCE(x.inn__text, '')" if batch.has("inn__text") else "''"
    batch.run(
        """
        WITH named AS (
            SELECT number, {name} AS name, {inn} AS inn FROM {stage} x
            WHERE x.name <> '' AND x.external_id = '' AND x.record_id IS NULL AND x.problem IS NULL AND NOT x.is_twin
        ), told AS (
            SELECT number, name,
                   CASE WHEN min(NULLIF(inn, '')) OVER same IS DISTINCT FROM NULLIF(max(inn) OVER same, '')
                        THEN inn ELSE '' END AS inn
            FROM named WINDOW same AS (PARTITION BY name)
        )
        UPDATE {stage} s SET is_twin = true, twin_of = t.first FROM (
            SELECT number, min(number) OVER (PARTITION BY name, inn) AS first FROM told
        ) t WHERE t.number = s.number AND t.first < s.number
        """,
        name=FOLD.format("x.name"),
        inn=inn,
    )


def known_persons(batch: Batch) -> None:
    """One of the same full name in the same organization, where the row gives neither phone nor letter box."""
    if not batch.has("organization_id"):
        return
    allowed, parameters = batch.ids(access.visible(PERSON, batch.by, Action.EDIT))
    reach, batch.reach = batch.reach, (allowed, parameters)
    name = _full_name(batch)
    same = f"{FOLD.format('r.name')} = {name} AND r.organization_id = x.organization_id"
    settle(batch, f"NOT x.is_twin AND {name} <> '' AND {BARE}", "name", f"JOIN {batch.table} r ON {same}")
    batch.reach = reach


def twin_persons(batch: Batch) -> None:
    """Rows of one full name in one organization that give neither phone nor letter box."""
    place = "COALESCE(x.organization_id, 0)" if batch.has("organization_id") else "0"
    batch.run(
        """
        UPDATE {stage} s SET is_twin = true, twin_of = t.first, record_id = NULL, matched_by = NULL FROM (
            SELECT number, min(number) OVER (PARTITION BY {name}, {place}, COALESCE(x.record_id, 0)) AS first
            FROM {stage} x WHERE {name} <> '' AND {bare} AND x.matched_by IS DISTINCT FROM 'row'
            AND x.problem IS NULL AND NOT x.is_twin
        ) t WHERE t.number = s.number AND t.first < s.number
        """,
        name=_full_name(batch),
        place=place,
        bare=BARE,
    )


def _full_name(batch: Batch) -> str:
    """The full name of the row `x`, folded, of the parts that the file gives."""
    parts = ", ".join(f"NULLIF(x.{name}, '')" for name in NAMES if batch.has(name))
    return FOLD.format(f"concat_ws(' ', {parts})" if parts else "''")
