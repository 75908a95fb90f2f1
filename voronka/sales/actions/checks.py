"""Lines of a check-list are ticked for a deal, and ticks are taken back."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core import live
from voronka.core.errors import NotFound
from voronka.records import access
from voronka.sales.kinds import DEAL
from voronka.sales.models import CheckItem, CheckMark, Deal


@transaction.atomic
def tick(*, deal: Deal, items: Collection[int], by: User, at: datetime) -> None:
    """Mark lines (ids) of check-lists of the deal's company as done; what is ticked keeps who and when.

    Raises NotFound for a line that is not in use, NotFound or Forbidden by access to the deal.
    """
    current: Deal = access.load(DEAL, by, deal.pk, action=Action.EDIT, lock=True)
    known = set(CheckItem.objects.filter(pk__in=items, is_active=True).values_list("pk", flat=True))
    if known != set(items):
        raise NotFound(_("There is no such line in the check-list."))
    marks = [CheckMark(deal=current, item_id=pk, by=by, at=at) for pk in sorted(known)]
    CheckMark.objects.bulk_create(marks, ignore_conflicts=True)
    live.publish(kind=DEAL.name, id=current.pk, verb="checked")


@transaction.atomic
def untick(*, deal: Deal, item: int, by: User) -> None:
    """Take a tick back; one that is not there stays not there."""
    current: Deal = access.load(DEAL, by, deal.pk, action=Action.EDIT, lock=True)
    CheckMark.objects.filter(deal=current, item=item).delete()
    live.publish(kind=DEAL.name, id=current.pk, verb="checked")
