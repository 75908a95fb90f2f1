"""A base that was just filled or migrated, brought to where a running server has it."""

from django.db import connection
from psycopg import sql

# What autovacuum is due to sweep: https://www.postgresql.org/docs/current/routine-vacuuming.html#AUTOVACUUM
DUE = """
    SELECT relname FROM pg_stat_user_tables
    WHERE n_dead_tup > current_setting('autovacuum_vacuum_threshold')::bigint
        + current_setting('autovacuum_vacuum_scale_factor')::float * n_live_tup
    ORDER BY relname
"""


def come_to_rest() -> list[str]:
    """Sweep the tables whose dead rows autovacuum would have taken out, had it had the time; gives their names.

    A migration that rewrites a table leaves as many dead rows as living ones. They stand in every index until they are
    swept, and a base that is opened for a measurement alone is never swept.
    """
    with connection.cursor() as cursor:
        cursor.execute(DUE)
        names = [row[0] for row in cursor.fetchall()]
        for name in names:
            cursor.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(name)))
    return names
