"""A lost client is not forgotten: on the day that was said somebody comes back to him."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from voronka.sales.actions import errands
from voronka.sales.events import DealLost


def on_lost(event: DealLost) -> None:
    """The owner of a lost deal has a task for the day on which the client is to be won back."""
    deal = event.deal
    if deal.win_back_on is None or deal.owner is None:
        return
    due_at = datetime.combine(deal.win_back_on, time(12), tzinfo=timezone.get_current_timezone())
    title = _("Come back to the client: %(deal)s") % {"deal": deal.name}
    errands.give(about=deal, to=deal.owner, title=title, by=event.by, at=event.at, due_at=due_at)
