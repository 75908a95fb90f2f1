"""Records that somebody sees beyond owner and department: higher apps say of which kinds, and which ids they are."""

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet

from voronka.accounts.models import User
from voronka.core.among import AnyOf

type Rows = Callable[[User, str], QuerySet[Any, Any] | None]

_shares: dict[str, list[Rows]] = {}


def share(kind: str, rows: Rows) -> None:
    """Share records of a kind: `rows(user, action)` gives their ids in one column, None where the action is not shared.

    Call it in AppConfig.ready. Whoever adds the first row for somebody sets `User.takes_part`: nobody else is asked
    about (docs/adr/0032).
    """
    _shares.setdefault(kind, []).append(rows)


def shared(kind: str, user: User, action: str, column: str = "pk") -> Q | None:
    """The condition «it is shared with this person» over the column of ids; None where nothing can be."""
    if not user.takes_part:
        return None
    found = [rows for share in _shares.get(kind, ()) if (rows := share(user, action)) is not None]
    condition = Q()
    for rows in found:
        condition |= Q(AnyOf(column, ArraySubquery(rows)))
    return condition if found else None
