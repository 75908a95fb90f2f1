"""The words that are known: learnt from what is indexed, forgotten when nothing holds them any more."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from voronka.records.models import SearchEntry, SearchPassage, SearchWord
from voronka.records.search.sounds import cuts, sound

SHORTEST, LONGEST, PORTION = 3, 40, 5000
LOCK = 0x766F_7764  # one transaction at a time adds words, so that no two wait for each other's
WORDS = SearchWord._meta.db_table

# Words of letters only; letter boxes and sites would fill the table with what nobody misspells.
UNKNOWN = f"""
    SELECT DISTINCT piece FROM ({{texts}}) AS texts (body),
        regexp_split_to_table(translate(lower(regexp_replace(body, '\\S+@\\S+|https?://\\S+', ' ', 'g')), 'ё', 'е'),
            '[^[:alpha:]]+') AS piece
    WHERE length(piece) BETWEEN {SHORTEST} AND {LONGEST} AND NOT EXISTS (SELECT FROM {WORDS} WHERE word = piece)
"""  # noqa: S608  # the name of a table of ours


def learn(texts: Any) -> bool:
    """Add the words of `texts`, a QuerySet of one text column; False when another transaction adds words just now."""
    select, parameters = texts.query.sql_with_params()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(UNKNOWN.replace("{texts}", select), parameters)
        fresh = sorted(row[0] for row in cursor.fetchall())
        if not fresh:
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return False
        rows = [SearchWord(word=word, sound=sound(word), cuts=cuts(word)) for word in fresh]
        SearchWord.objects.bulk_create(rows, ignore_conflicts=True, batch_size=PORTION)
    return True


def prune(words: Iterable[str] | None = None) -> int:
    """Forget words (all, or those of them that are named) that stand in no indexed record any more; gives how many."""
    named = "" if words is None else "AND known.word = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            DELETE FROM {WORDS} AS known WHERE NOT EXISTS (
                SELECT FROM {SearchEntry._meta.db_table} WHERE lexemes @@ quote_literal(known.word)::tsquery
            ) AND NOT EXISTS (
                SELECT FROM {SearchPassage._meta.db_table} WHERE stems @@ plainto_tsquery('ru', known.word)
            ) {named}
            """,  # noqa: S608  # names of tables of ours
            [] if words is None else [list(words)],
        )
        return int(cursor.rowcount)


def any_known() -> bool:
    """Whether anything was learnt yet."""
    return SearchWord.objects.exists()
