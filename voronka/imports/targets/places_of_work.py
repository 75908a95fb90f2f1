"""Where the people of a file work beside their main organization, and where they worked."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.accounts.models import Action
from voronka.imports.columns import Column, stored
from voronka.imports.engine.batch import SURE, Batch
from voronka.imports.engine.telling import begin
from voronka.imports.engine.twins import chain, give_records
from voronka.people.kinds import POSITION
from voronka.records import access
from voronka.records.field_rules import as_seen

UNTIL = "place__until"
EXTRA = (
    ("place__organization", "bigint"),
    ("place__title", "varchar(160)"),
    ("place__role", "bigint"),
    ("place__since", "date"),
    ("place__done", "boolean"),
)
# Column of the person in the file, what it is of a position, the field of a position, and what is nothing.
PARTS = (
    ("organization_id", "place__organization", "organization", "NULL"),
    ("position", "place__title", "title", "''"),
    ("role_id", "place__role", "role", "NULL"),
    ("works_since_on", "place__since", "since_on", "NULL"),
)
NAMED = ("organization__text", "organization_key__text")
# Staged rows `s` that tell of a place beside the main one, or of a former one.
TOLD = "s.place__organization IS NOT NULL AND s.record_id IS NOT NULL AND s.problem IS NULL"
# The file says as well that the person works there still: a stint that is over ends nothing.
STILL = """EXISTS (SELECT FROM {stage} f WHERE f.record_id = s.record_id AND f.problem IS NULL
    AND (f.organization_id = s.place__organization
         OR (f.place__organization = s.place__organization AND {f_until} IS NULL)))"""


def until(*words: str) -> Column:
    """The last day in the organization of the row."""
    read = stored(POSITION, POSITION.field("until_on")).read
    return Column(
        name="works_until_on",
        label=gettext_lazy("Worked there until"),
        words=("works until on", *words),
        staged=((UNTIL, "date"),),
        read=lambda raw, reading: {UNTIL: read(raw, reading)["until_on"]},
        fills="position.until_on",
    )


def of_the_same_person(batch: Batch) -> None:
    """A further row of one person that names another organization is no twin: it tells of one more place of work."""
    named = [name for name in NAMED if batch.has(name)]
    if not named:
        return
    named += [UNTIL] if batch.has(UNTIL) else []
    chain(batch)
    place, first = (
        " || '\x1f' || ".join(f"translate(lower(COALESCE({one}.{name}::text, '')), 'ё', 'е')" for name in named)
        for one in ("s", "f")
    )
    batch.run(
        """
        UPDATE {stage} s SET is_beside = true, problem = NULL FROM {stage} f
        WHERE s.is_twin AND f.number = s.twin_of AND f.problem IS NULL AND {place} <> {first}
        AND trim({place}, '\x1f') <> ''
        """,
        place=place,
        first=first,
    )


def last_days(batch: Batch) -> None:
    """A last day stands with an organization, and not before the first day; a row that says otherwise is rejected."""
    if not batch.has(UNTIL):
        return
    named = " || ".join(f"COALESCE(s.{name}, '')" for name in NAMED if batch.has(name)) or "''"
    faults = [(f"{named} = ''", _("A last day of work is given, but no organization that it was in."))]
    if batch.has("works_since_on"):
        faults.append(("s.place__until < s.works_since_on", _("The last day is before the first one.")))
    for condition, said in faults:
        batch.run(
            "UPDATE {stage} s SET problem = %s WHERE s.place__until IS NOT NULL AND {condition} AND {due}",
            [said],
            condition=condition,
        )


def beside(batch: Batch) -> None:
    """Put aside what is not the main place: a former one, that of a further row, that of a person who has another.

    Only an id lets a file change the main place of a known person.
    """
    if not any(batch.has(name) for name in NAMED):
        return
    elsewhere = f"""NOT {SURE} AND EXISTS (
        SELECT FROM {batch.table} r WHERE r.id = s.record_id AND r.organization_id <> s.organization_id)"""
    left = f"s.{UNTIL} IS NOT NULL" if batch.has(UNTIL) else "false"
    given = [part for part in PARTS if batch.has(part[0])]
    batch.run(
        """
        UPDATE {stage} s SET {settings} WHERE {due} AND s.organization_id IS NOT NULL
        AND (s.is_beside OR {left} OR ({elsewhere}))
        """,
        settings=", ".join(f"{place} = s.{name}, {name} = {nothing}" for name, place, _field, nothing in given),
        left=left,
        elsewhere=elsewhere,
    )
    _within_rights(batch)


def keep(batch: Batch) -> None:
    """Make, end and complete positions; a second import of the same rows finds them as they stand."""
    if not any(batch.has(name) for name in NAMED):
        return
    said = _("Row %(number)s of this file is the same person; it did not go in, so this place of work did not either.")
    give_records(batch, said % {"number": "<number>"})
    if not batch.rows("SELECT FROM {stage} s WHERE {told} LIMIT 1", told=TOLD):
        return
    until_on = f"s.{UNTIL}" if batch.has(UNTIL) else "NULL::date"
    _become_main(batch, until_on)
    _leave(batch, until_on)
    _complete(batch, until_on)
    _make(batch, until_on)
    batch.run(
        "UPDATE {stage} s SET is_changed = NOT is_new, is_twin = false, is_relinked = true"
        " WHERE s.place__done AND s.matched_by IS DISTINCT FROM 'row'"
    )


def _within_rights(batch: Batch) -> None:
    seen = as_seen(POSITION, batch.by, making=True).by_name
    closed = [place for _name, place, field, _nothing in PARTS if field not in seen or not seen[field].editable]
    if not access.may(batch.by, Action.CREATE, POSITION) or "place__organization" in closed:
        said = _("This person has another place of work already, and your role does not let you add one.")
        batch.run("UPDATE {stage} s SET problem = %s WHERE s.place__organization IS NOT NULL AND {due}", [said])
    for place in closed:
        batch.run("UPDATE {stage} s SET {place} = NULL", place=place)


def _become_main(batch: Batch, until_on: str) -> None:
    """The first place of a person without any is the main one."""
    batch.run(
        """
        WITH moved AS (
            UPDATE {table} r SET organization_id = t.place__organization, position = COALESCE(t.place__title, ''),
                   role_id = t.place__role, works_since_on = t.place__since, version = version + 1, updated_at = %s
            FROM (SELECT DISTINCT ON (s.record_id) s.* FROM {stage} s WHERE {told} AND {until_on} IS NULL
                  ORDER BY s.record_id, s.number) t
            WHERE r.id = t.record_id AND r.organization_id IS NULL RETURNING t.number
        ) UPDATE {stage} s SET place__done = true FROM moved WHERE moved.number = s.number
        """,
        [batch.at],
        told=TOLD,
        until_on=until_on,
    )


def _leave(batch: Batch, until_on: str) -> None:
    """A main place whose last day the file tells is a former one, with what was known of it."""
    batch.run(
        """
        WITH before AS (
            SELECT DISTINCT ON (r.id) s.number, r.id, r.position, r.role_id, r.works_since_on FROM {stage} s
            JOIN {table} r ON r.id = s.record_id AND r.organization_id = s.place__organization
            WHERE {told} AND {until_on} IS NOT NULL AND NOT EXISTS (
                SELECT FROM people_position p WHERE p.person_id = r.id AND p.until_on = {until_on}
                AND p.organization_id = s.place__organization)
            AND NOT {still}
            ORDER BY r.id, {until_on} DESC
        ), gone AS (
            UPDATE {table} r SET organization_id = NULL, position = '', role_id = NULL, works_since_on = NULL,
                   version = version + 1, updated_at = %s
            FROM before WHERE r.id = before.id
        )
        UPDATE {stage} s SET place__title = COALESCE(NULLIF(s.place__title, ''), before.position),
               place__role = COALESCE(s.place__role, before.role_id), place__since = COALESCE(s.place__since,
               CASE WHEN before.works_since_on <= {until_on} THEN before.works_since_on END), place__done = true
        FROM before WHERE before.number = s.number
        """,
        [batch.at],
        told=TOLD,
        until_on=until_on,
        still=_still(batch, until_on),
    )


def _complete(batch: Batch, until_on: str) -> None:
    """A position that stands gets the last day, and what was not known of it."""
    wanted = {
        "until_on": until_on.replace("s.", "t."),
        "title": "COALESCE(NULLIF(p.title, ''), t.place__title, '')",
        "role_id": "COALESCE(p.role_id, t.place__role)",
        "since_on": "COALESCE(p.since_on, t.place__since)",
    }
    batch.run(
        """
        WITH ended AS (
            UPDATE people_position p SET {settings}, version = version + 1, updated_at = %s
            FROM (SELECT DISTINCT ON (s.record_id, s.place__organization) s.* FROM {stage} s
                  WHERE {told} AND ({until_on} IS NULL OR NOT {still})
                  ORDER BY s.record_id, s.place__organization, {until_on} DESC NULLS LAST, s.number) t
            WHERE p.person_id = t.record_id AND p.organization_id = t.place__organization AND p.until_on IS NULL
            AND ROW({values}) IS DISTINCT FROM ROW(p.until_on, p.title, p.role_id, p.since_on)
            AND ({since} <= {until}) IS NOT FALSE
            RETURNING t.number
        ) UPDATE {stage} s SET place__done = true FROM ended WHERE ended.number = s.number
        """,
        [batch.at],
        told=TOLD,
        until_on=until_on,
        settings=", ".join(f"{name} = {value}" for name, value in wanted.items()),
        values=", ".join(wanted.values()),
        still=_still(batch, until_on),
        since=wanted["since_on"],
        until=wanted["until_on"],
    )


def _still(batch: Batch, until_on: str) -> str:
    return STILL.format(stage=batch.stage, f_until=until_on.replace("s.", "f."))


def _make(batch: Batch, until_on: str) -> None:
    made: list[Any] = batch.rows(
        """
        WITH told AS (
            SELECT DISTINCT ON (s.record_id, s.place__organization, {until_on}) s.*, {until_on} AS until_on,
                   r.owner_id AS person_owner, r.department_id AS person_department
            FROM {stage} s JOIN {table} r ON r.id = s.record_id
            WHERE {told} AND NOT ({until_on} IS NULL AND r.organization_id = s.place__organization)
            AND NOT EXISTS (
                SELECT FROM people_position p WHERE p.person_id = r.id AND p.organization_id = s.place__organization
                AND p.until_on IS NOT DISTINCT FROM {until_on})
            ORDER BY s.record_id, s.place__organization, {until_on}, s.number
        ), made AS (
            INSERT INTO people_position (person_id, organization_id, title, role_id, since_on, until_on, external_id,
                custom, version, created_at, updated_at, created_by_id, owner_id, department_id)
            SELECT record_id, place__organization, COALESCE(place__title, ''), place__role, place__since, until_on, '',
                '{{}}', 1, %s, %s, %s, person_owner, person_department FROM told ORDER BY number RETURNING id
        ), marked AS (
            UPDATE {stage} s SET place__done = true FROM told WHERE told.number = s.number
        ) SELECT id FROM made
        """,
        [batch.at, batch.at, batch.by.pk],
        told=TOLD,
        until_on=until_on,
    )
    begin(batch, POSITION, [pk for (pk,) in made])
