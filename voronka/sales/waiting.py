"""How long a lead waits for its first answer, in words: for lists, cards and My day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.records.fields import Told
from voronka.sales.models import Lead
from voronka.ui import moments

SOON = timedelta(minutes=10)


def say(lead: Lead, at: datetime) -> Told | None:
    """«ждёт 40 мин», red beyond the norm; «ответ за 12 мин» once it is answered; None where no norm runs."""
    if lead.answered_at is not None:
        if lead.answer_minutes is None or lead.respond_by is None:
            return None
        is_late = lead.answered_at > lead.respond_by
        spent = moments.effort(lead.answer_minutes)
        return Told(text=_("answered in %(time)s") % {"time": spent}, tone="warn" if is_late else "")
    if lead.respond_by is None or not lead.is_open:
        return None
    waits = _("waits %(time)s") % {"time": moments.span(at - lead.created_at)}
    tone = "bad" if lead.respond_by <= at else "warn" if lead.respond_by - at < SOON else "accent"
    return Told(
        text=waits,
        tone=tone,
        title=_("Answer by %(moment)s")
        % {"moment": moments.exact(lead.respond_by.astimezone(timezone.get_current_timezone()))},
    )


def waits(leads: Sequence[Lead], _by: User, at: datetime) -> dict[int, Told]:
    """The same for a page of a list."""
    return {lead.pk: told for lead in leads if (told := say(lead, at))}
