"""Whom deals and their clients are shared with: those who take part, as far as their part needs."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from voronka.accounts.models import Action, User
from voronka.records import sharing
from voronka.sales.models import Part, Participant


def deals_shared(user: User, action: str) -> QuerySet[Any, Any] | None:
    """A performer sees and changes the deal, an approver sees it."""
    mine = Participant.objects.filter(user=user.pk, ended_at=None)
    if action == Action.EDIT:
        mine = mine.filter(part=Part.PERFORMER)
    elif action != Action.VIEW:
        return None
    return mine.order_by().values("deal")


def clients_shared(column: str) -> Callable[[User, str], QuerySet[Any, Any] | None]:
    """Both see the client of the deal that `column` of the deal leads to."""

    def rows(user: User, action: str) -> QuerySet[Any, Any] | None:
        if action != Action.VIEW:
            return None
        mine = Participant.objects.filter(user=user.pk, ended_at=None, **{f"deal__{column}__isnull": False})
        ids: QuerySet[Any, Any] = mine.order_by().values(f"deal__{column}")
        return ids

    return rows


def register() -> None:
    """Tell the access of records; call it in AppConfig.ready."""
    sharing.share("deal", deals_shared)
    for client in ("organization", "person"):
        sharing.share(client, clients_shared(client))
