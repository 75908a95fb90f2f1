"""Whose new records are where the file names nobody: the one who imports, the queue, several in turn."""

from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.imports.engine.batch import Batch
from voronka.imports.terms import OwnerTo


def without_owner(batch: Batch) -> None:
    """Give owners to the rows that become new records and have none; the others keep theirs.

    They are dealt out by the order of their rows, so that the same file is always shared out alike.
    """
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
            among = _employees(batch.terms.among)
            batch.run(
                """
                UPDATE {stage} s SET owner_id = (%s::bigint[])[1 + dealt.place %% %s] FROM (
                    SELECT s.number, row_number() OVER (ORDER BY s.number) - 1 AS place FROM {stage} s
                    WHERE s.owner_id IS NULL AND s.record_id IS NULL AND NOT s.is_twin AND {due}
                ) dealt WHERE dealt.number = s.number
                """,
                [among, len(among)],
            )


def _employees(emails: tuple[str, ...]) -> list[int]:
    """The ids of those who still work here, in the order in which they were chosen; raises Refused without any."""
    known = dict(User.objects.filter(is_active=True, email__in=emails).values_list("email", "pk"))
    if not known:
        raise Refused(_("None of those who were to share the records works here any more."), field="among")
    return [known[email] for email in emails if email in known]
