"""A lost client is not forgotten: on the day that was said somebody comes back to him."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.activities.models import Task
from voronka.sales.actions import errands
from voronka.sales.events import DealLost
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal


def on_lost(event: DealLost) -> None:
    """The owner of a lost deal has a task for the day on which the client is to be won back."""
    deal = event.deal
    if deal.win_back_on is None or deal.owner is None:
        return
    title = _("Come back to the client: %(deal)s") % {"deal": deal.name}
    errands.give(about=deal, to=deal.owner, title=title, by=event.by, at=event.at, due_at=_due(deal.win_back_on))


def withdraw(deal: Deal, *, lost_at: datetime, by: User, at: datetime) -> None:
    """The loss of that moment is being taken back: nobody has to come back to whom nobody has lost."""
    if deal.win_back_on is None:
        return
    due_at = errands.day_end(at=_due(deal.win_back_on))
    of_it = Task.objects.filter(subject_kind=DEAL.name, subject_id=deal.pk, created_at=lost_at, due_at=due_at)
    for task in of_it:
        errands.settle(task, result=_("Withdrawn"), by=by, at=at)


def _due(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone())
