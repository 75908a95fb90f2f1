"""Which records of a base to compare: those with a key in common, found by one statement over a table of keys."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import batched

from django.db import connection

# A key that so many have in common tells nobody apart.
BIGGEST = 60
CHUNK = 5000


def load_keys(rows: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Fill the table of keys, which lives as long as the transaction: (record id, its keys)."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS duplicate_key")
        cursor.execute("CREATE TEMP TABLE duplicate_key (key bigint, id bigint) ON COMMIT DROP")
        for portion in batched(rows, CHUNK):  # read whole before it is copied: both use one connection
            with cursor.copy("COPY duplicate_key (key, id) FROM STDIN") as copy:
                for pk, keys in portion:
                    for key in keys:
                        copy.write_row((_number(key), pk))


def join_keys(*, biggest: int = BIGGEST) -> int:
    """Work out the pairs that have a key in common; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS duplicate_pair")
        cursor.execute(
            "CREATE TEMP TABLE duplicate_pair ON COMMIT DROP AS"
            " SELECT DISTINCT one.id AS low, other.id AS high FROM"
            " (SELECT array_agg(id) AS ids FROM duplicate_key GROUP BY key HAVING count(*) BETWEEN 2 AND %s) block,"
            " unnest(block.ids) one (id), unnest(block.ids) other (id) WHERE one.id < other.id",
            [biggest],
        )
        return int(cursor.rowcount)


def pairs() -> Iterator[list[tuple[int, int]]]:
    """The pairs by portions, in the order of ids, so that a portion needs few records."""
    with connection.cursor() as cursor:
        cursor.execute("DECLARE duplicate_pairs NO SCROLL CURSOR FOR SELECT low, high FROM duplicate_pair ORDER BY low")
        while True:
            cursor.execute(f"FETCH {CHUNK} FROM duplicate_pairs")
            rows = cursor.fetchall()
            if not rows:
                break
            yield rows
        cursor.execute("CLOSE duplicate_pairs")


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)
