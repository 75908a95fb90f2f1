"""What the application writes besides: states of rows, entries of the history and the cards that they show on."""

import psycopg
from django.db.models import Model
from psycopg import sql

from bench.base.loading import columns

ENTRIES = """
    INSERT INTO activities_historyentry (subject_kind, subject_id, type, at, by_id, data, interaction_id)
    SELECT subject_kind, subject_id, 'interaction', happened_at, owner_id, '{}', id
    FROM activities_interaction WHERE id >= %(interactions)s
"""
MOVES = """
    INSERT INTO activities_historyentry (subject_kind, subject_id, type, at, by_id, data)
    SELECT 'deal', deal_id,
           CASE stage.outcome WHEN 'open' THEN 'deal_moved' WHEN 'won' THEN 'deal_won' ELSE 'deal_lost' END,
           at, by_id, jsonb_build_object('from', before.name, 'to', stage.name)
    FROM sales_stagechange change
    JOIN sales_stage stage ON stage.id = change.to_stage_id
    JOIN sales_stage before ON before.id = change.from_stage_id
    WHERE deal_id >= %(deals)s
"""
LINKS = """
    INSERT INTO activities_historylink (entry_id, kind, record_id, at)
    SELECT id, subject_kind, subject_id, at FROM activities_historyentry WHERE id >= %(entries)s
    UNION ALL
    SELECT entry.id, client.kind, client.pk, at
    FROM activities_historyentry entry
    JOIN sales_deal deal ON entry.subject_kind = 'deal' AND deal.id = entry.subject_id
    CROSS JOIN LATERAL (VALUES ('organization', deal.organization_id), ('person', deal.person_id)) AS client (kind, pk)
    WHERE entry.id >= %(entries)s AND client.pk IS NOT NULL
    UNION ALL
    SELECT entry.id, 'organization', person.organization_id, at
    FROM activities_historyentry entry
    JOIN people_person person ON entry.subject_kind = 'person' AND person.id = entry.subject_id
    WHERE entry.id >= %(entries)s AND person.organization_id IS NOT NULL
"""


def write(session: psycopg.Connection, first: dict[str, int]) -> None:
    """The entries of all interactions and stage changes, then their places; `first` ids part the big base off."""
    for statement in (ENTRIES, MOVES, LINKS):
        session.execute(statement, first)


def remember(session: psycopg.Connection, model: type[Model], first: int) -> None:
    """The state in which every row was made, as the trigger would have kept it."""
    event = model.pgh_event_model  # type: ignore[attr-defined]  # set by pghistory
    kept = {field.column for field in columns(event)}
    names = sql.SQL(", ").join(sql.Identifier(one.column) for one in columns(model) if one.column in kept)
    session.execute(
        sql.SQL(
            "INSERT INTO {event} ({names}, pgh_created_at, pgh_label, pgh_obj_id) "
            "SELECT {names}, created_at, 'insert', id FROM {table} WHERE id >= {first}"
        ).format(
            event=sql.Identifier(event._meta.db_table),
            table=sql.Identifier(model._meta.db_table),
            names=names,
            first=sql.Literal(first),
        )
    )
