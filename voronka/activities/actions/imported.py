"""The history of interactions and tasks that came in sets: imports call it."""

from collections.abc import Iterable

from django.db import connection

from voronka.activities import subjects
from voronka.records import kinds

CONTACTS = """
INSERT INTO activities_historyentry (subject_kind, subject_id, type, at, by_id, data, interaction_id)
SELECT i.subject_kind, i.subject_id, 'interaction', i.happened_at, i.owner_id, '{}', i.id
  FROM activities_interaction i
 WHERE i.id = ANY(%s) AND NOT EXISTS (SELECT FROM activities_historyentry past WHERE past.interaction_id = i.id)
 ORDER BY i.id RETURNING id
"""
DONE = """
INSERT INTO activities_historyentry (subject_kind, subject_id, type, at, by_id, data, task_id)
SELECT t.subject_kind, t.subject_id, 'task_done', t.done_at, t.done_by_id,
       jsonb_build_object('title', t.title, 'result', left(t.result, 500)), t.id
  FROM activities_task t
 WHERE t.id = ANY(%s) AND t.done_at IS NOT NULL AND t.subject_id IS NOT NULL
   AND NOT EXISTS (SELECT FROM activities_historyentry past WHERE past.task_id = t.id AND past.type = 'task_done')
 ORDER BY t.id RETURNING id
"""
OWN_CARDS = """
INSERT INTO activities_historylink (entry_id, kind, record_id, at)
SELECT e.id, e.subject_kind, e.subject_id, e.at FROM activities_historyentry e WHERE e.id = ANY(%s)
"""
CLIENTS = """
INSERT INTO activities_historylink (entry_id, kind, record_id, at)
SELECT e.id, %s, r.{column}, e.at FROM activities_historyentry e JOIN {table} r ON r.id = e.subject_id
 WHERE e.id = ANY(%s) AND e.subject_kind = %s AND r.{column} IS NOT NULL ON CONFLICT DO NOTHING
"""
FOLLOW = """
UPDATE activities_historyentry e SET at = i.happened_at, by_id = i.owner_id FROM activities_interaction i
 WHERE i.id = e.interaction_id AND i.id = ANY(%s)
"""
MOVE = """
UPDATE activities_historylink l SET at = e.at FROM activities_historyentry e
 WHERE e.id = l.entry_id AND e.interaction_id = ANY(%s)
"""


def begin_interactions(ids: Iterable[int]) -> int:
    """Put stored interactions into the history of what they are about and of its clients; gives how many entries.

    A few statements for any number. A second call writes nothing.
    """
    return _put(CONTACTS, ids)


def begin_tasks(ids: Iterable[int]) -> int:
    """The same of the tasks that are done and about something."""
    return _put(DONE, ids)


def follow_interactions(ids: Iterable[int]) -> None:
    """Keep place and author of the entries as their changed interactions now say."""
    wanted = list(ids)
    if not wanted:
        return
    with connection.cursor() as cursor:
        for statement in (FOLLOW, MOVE):
            cursor.execute(statement, [wanted])


def _put(statement: str, ids: Iterable[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(ids)])
        entries = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(OWN_CARDS, [entries])
        for name in subjects.names():
            table = kinds.get(name).model._meta.db_table
            for link in subjects.links_of(name):
                cursor.execute(CLIENTS.format(column=link.attribute, table=table), [link.kind, entries, name])
    return len(entries)
