"""Whose new records are where the file names nobody: the one who imports, the queue, several in turn."""

import json
from collections.abc import Collection

from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.imports.engine.batch import Batch
from voronka.imports.terms import OwnerTo

OWNER, STAGED = "owner", "owner__text"


def without_owner(batch: Batch) -> None:
    """Give owners to the rows that become new records and have none; the others keep theirs.

    They are dealt out by the order of their rows, so that the same file is always shared out alike: first those of
    owners who are to be replaced by several, each name by turns of its own.
    """
    _by_names(batch)
    match batch.terms.owner:
        case OwnerTo.ME:
            batch.run(
                """
                UPDATE {stage} s SET owner_id = %s
                WHERE s.owner_id IS NULL AND s.record_id IS NULL AND NOT s.is_twin AND {due}
                """,
                [batch.by.pk],
            )
        case OwnerTo.SHARE:
            among = _employees([batch.terms.among])[batch.terms.among]
            batch.run(
                """
                UPDATE {stage} s SET owner_id = (%s::bigint[])[1 + dealt.place %% %s] FROM (
                    SELECT s.number, row_number() OVER (ORDER BY s.number) - 1 AS place FROM {stage} s
                    WHERE s.owner_id IS NULL AND s.record_id IS NULL AND NOT s.is_twin AND {due}
                ) dealt WHERE dealt.number = s.number
                """,
                [among, len(among)],
            )


def _by_names(batch: Batch) -> None:
    """The rows of owners that nobody here is called, where the terms share them out."""
    named = batch.terms.sharing(OWNER)
    if not named or not batch.has(STAGED):
        return
    ids = _employees(named.values())
    batch.run(
        """
        UPDATE {stage} s SET owner_id = (dealt.ids ->> (dealt.place %% jsonb_array_length(dealt.ids))::int)::bigint
        FROM (
            SELECT s.number, named.ids, row_number() OVER (PARTITION BY named.name ORDER BY s.number) - 1 AS place
            FROM {stage} s JOIN jsonb_each(%s::jsonb) AS named (name, ids) ON named.name = s.{staged}
            WHERE s.owner_id IS NULL AND s.record_id IS NULL AND NOT s.is_twin AND {due}
        ) dealt WHERE dealt.number = s.number
        """,
        [json.dumps({name: ids[among] for name, among in named.items()})],
        staged=STAGED,
    )


def _employees(several: Collection[tuple[str, ...]]) -> dict[tuple[str, ...], list[int]]:
    """The ids of those who still work here, in the order in which they were chosen; raises Refused without any."""
    emails = {email for among in several for email in among}
    known = dict(User.objects.filter(is_active=True, email__in=emails).values_list("email", "pk"))
    found = {among: [known[email] for email in among if email in known] for among in several}
    if not all(found.values()):
        raise Refused(_("None of those who were to share the records works here any more."), field="among")
    return found
