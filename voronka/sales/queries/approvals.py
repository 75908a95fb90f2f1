"""Approvals that wait for a decision."""

from django.db.models import QuerySet

from voronka.accounts.models import User
from voronka.records.prepared import prepared
from voronka.sales.models import Approval, Deal


def waiting_of(deal: Deal) -> Approval | None:
    """The question that a deal waits for, with those who asked and were asked."""
    return next(iter(_waiting(deal=deal.pk)), None)


@prepared
def _waiting(*, deal: int) -> QuerySet[Approval]:
    rows = Approval.objects.filter(deal=deal, decided_at=None)
    return rows.select_related("to_stage", "from_stage", "asked_by", "asked_of", "deal").order_by()


def waiting_for(user: User) -> QuerySet[Approval]:
    """What this person was asked and has not answered, the oldest first."""
    rows = Approval.objects.filter(asked_of=user, decided_at=None)
    return rows.select_related("deal", "to_stage", "asked_by").order_by("asked_at", "pk")
