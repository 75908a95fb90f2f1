"""Staged rows find the records that exist already, and their twins within the file."""

from django.utils.translation import gettext as _

from voronka.accounts.models import Action, Scope
from voronka.imports.engine.batch import Batch
from voronka.imports.engine.likeness import own_box, same_person
from voronka.imports.engine.twins import mark_twins
from voronka.imports.record_ids import STAGED
from voronka.records import access
from voronka.records.kinds import Kind

FREE = "x.record_id IS NULL AND x.problem IS NULL"
SAME_SOURCE = "(x.external_id = '' OR r.external_id = '' OR r.external_id = x.external_id)"

# Outside ids of merged records with the record that each is part of now, through merges of merges.
MERGED = """
    JOIN (
        WITH RECURSIVE gone (external_id, into_id) AS (
            SELECT m.before -> g.old_id::text ->> 'external_id', g.into_id
            FROM records_mergedrecord g JOIN records_merge m ON m.id = g.merge_id WHERE g.kind = '{kind}'
            UNION
            SELECT gone.external_id, g.into_id FROM gone
            JOIN records_mergedrecord g ON g.kind = '{kind}' AND g.old_id = gone.into_id
        ) SELECT external_id, into_id FROM gone WHERE external_id <> ''
    ) known ON known.external_id = x.external_id JOIN {table} r ON r.id = known.into_id
"""

# Ids of merged records with the record that each is part of now.
PART_OF = """
    JOIN (
        WITH RECURSIVE gone (pk, into_id) AS (
            SELECT g.old_id, g.into_id FROM records_mergedrecord g WHERE g.kind = '{kind}'
            UNION
            SELECT gone.pk, g.into_id FROM gone
            JOIN records_mergedrecord g ON g.kind = '{kind}' AND g.old_id = gone.into_id
        ) SELECT pk, into_id FROM gone
    ) known ON known.pk = x.{staged} JOIN {table} r ON r.id = known.into_id
"""


def match(batch: Batch) -> None:
    """Set `record_id` and `matched_by` where a record stands; the surest key first.

    An id of our own or an outside id names one record, whoever has it. Phones, mail and ИНН may be those of several:
    one's own come first, so that a record of somebody else does not hide them.
    """
    _ready(batch)
    if batch.has(STAGED):
        _by_record_id(batch)
    _recognised(batch)
    if batch.has("external_id"):
        _by_external_id(batch)
        _by_merged_id(batch)
    kind = batch.target.kind
    for action in ("",) if access.scope(kind, batch.by, Action.EDIT) == Scope.ALL else (Action.EDIT, ""):
        batch.reach = batch.ids(access.visible(kind, batch.by, action)) if action else None
        for step in batch.target.match:
            step(batch)
        for key in batch.target.keys:
            if batch.has(key):
                _by_contact(batch, key)
    _rights(batch)
    mark_twins(batch)


def settle(batch: Batch, condition: str, key: str, join: str) -> None:
    """Give free rows `x` the oldest record `r` that the join and the condition find, marked with the key."""
    reach, parameters = batch.reach or ("", ())
    batch.run(
        """
        UPDATE {stage} s SET record_id = found.id, matched_by = %s FROM (
            SELECT DISTINCT ON (x.number) x.number, r.id FROM {stage} x {join}
            WHERE {free} AND {condition} {within} ORDER BY x.number, r.id
        ) found WHERE found.number = s.number
        """,
        [key, *parameters],
        join=join,
        free=FREE,
        condition=condition,
        within=f"AND r.id IN ({reach})" if reach else "",
    )


def _ready(batch: Batch) -> None:
    """Statistics of the rows, and indexes without what waits to go into them: each look-up would read all of that."""
    batch.run("ANALYZE {stage}")
    batch.rows(
        """
        SELECT gin_clean_pending_list(i.indexrelid) FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
        WHERE i.indrelid = %s::regclass AND a.amname = 'gin'
        """,
        [batch.table],
    )


def _by_record_id(batch: Batch) -> None:
    """A row of our own export is the record that it was made of, or what that is part of now; without it, it is none.

    What it says is compared with what stands, however often it was imported: an old export brings back what it says.
    """
    settle(batch, f"x.{STAGED} IS NOT NULL", "voronka_id", f"JOIN {batch.table} r ON r.id = x.{STAGED}")
    name = batch.target.kind.name
    settle(batch, f"x.{STAGED} IS NOT NULL", "merged", PART_OF.format(staged=STAGED, kind=name, table=batch.table))
    batch.run(
        "UPDATE {stage} s SET problem = replace(%s, '<value>', s.{pk}::text)"
        " WHERE s.{pk} IS NOT NULL AND s.record_id IS NULL AND s.problem IS NULL",
        [_("There is no record with the Voronka id %(value)s any more.") % {"value": f"{name}-<value>"}],
        pk=STAGED,
    )


def _recognised(batch: Batch) -> None:
    batch.run(
        """
        UPDATE {stage} s SET record_id = r.id, matched_by = 'row'
        FROM imports_importedrow seen JOIN {table} r ON r.id = seen.record_id
        WHERE seen.kind = %s AND seen.digest = s.digest AND s.problem IS NULL {by_id}
        """,
        [batch.target.kind.name],
        by_id=f"AND s.{STAGED} IS NULL" if batch.has(STAGED) else "",
    )


def _by_external_id(batch: Batch) -> None:
    settle(batch, "x.external_id <> ''", "external_id", f"JOIN {batch.table} r ON r.external_id = x.external_id")


def _by_merged_id(batch: Batch) -> None:
    """An outside id of a record that became part of another one names that one; what stands there is only completed."""
    name = batch.target.kind.name
    settle(batch, "x.external_id <> ''", "merged", MERGED.format(kind=name, table=batch.table))


def _by_contact(batch: Batch, key: str) -> None:
    """People share a phone, so their names must fit; a letter box of one's own is enough."""
    person = same_person(batch)
    alike = f"({own_box(batch)} OR {person})" if key == "emails" else person
    settle(
        batch, f"x.{key} <> '{{}}' AND {SAME_SOURCE} AND {alike}", key, f"JOIN {batch.table} r ON r.{key} && x.{key}"
    )


def _rights(batch: Batch) -> None:
    """Records that one may not change reject their rows; one that stands beside a row's own is only linked to.

    For a record that one does not even see, the row is told that somebody else keeps such a client, and nothing of it.
    That this much shows is wanted: two people who call the same client unknown to each other harm the company more than
    one of them knowing that it is taken (requirement on duplicates: «belongs to another», without its data).
    """
    kind = batch.target.kind
    seen = _("Such a record belongs to another employee; ask the head of your department.")
    _refuse_beyond(batch, kind, Action.VIEW, seen)
    if batch.is_main:
        said = _("There is such a record already, and your role does not let you change it.")
        _refuse_beyond(batch, kind, Action.EDIT, said)
    elif access.scope(kind, batch.by, Action.EDIT) != Scope.ALL:
        allowed, parameters = batch.ids(access.visible(kind, batch.by, Action.EDIT))
        batch.run(
            "UPDATE {stage} SET matched_by = 'row' WHERE record_id IS NOT NULL AND record_id NOT IN ({allowed})",
            parameters,
            allowed=allowed,
        )


def _refuse_beyond(batch: Batch, kind: Kind, action: str, text: str) -> None:
    if access.scope(kind, batch.by, action) == Scope.ALL:
        return
    allowed, parameters = batch.ids(access.visible(kind, batch.by, action))
    batch.run(
        """
        UPDATE {stage} SET problem = %s, record_id = NULL
        WHERE record_id IS NOT NULL AND ({alone} OR matched_by <> 'row') AND record_id NOT IN ({allowed})
        """,
        [text, *parameters],
        allowed=allowed,
        alone=str(action == Action.VIEW and not batch.is_single),  # a row that is known links others to its record
    )
