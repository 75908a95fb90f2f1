"""The first answer to a lead is noted, with the working minutes that it took."""

from datetime import datetime

from voronka.accounts import calendar
from voronka.accounts.models import User
from voronka.sales.actions import routing
from voronka.sales.models import Ending, Lead


def note(*, lead: Lead, by: User, at: datetime) -> bool:
    """Somebody was in touch with the lead, or decided about it; whether this was the first time.

    The version of the lead stays: nobody who edits it at this moment is in the way.
    """
    Lead.objects.select_for_update(of=("self",), no_key=True).get(pk=lead.pk)  # it may be passed on at this moment
    routing.end(lead=lead, ending=Ending.TAKEN, at=at)
    moment = max(at, lead.created_at)
    minutes = calendar.working_time().minutes_between(lead.created_at, moment)
    unanswered = Lead.objects.filter(pk=lead.pk, answered_at=None)
    return bool(unanswered.update(answered_at=moment, answered_by=by, answer_minutes=minutes))
