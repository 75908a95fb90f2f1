"""How the next step of a record is said on boards, in lists and on cards."""

from datetime import datetime

from django.utils import timezone

from voronka.activities.queries.next_steps import NextStep
from voronka.ui import moments


def say(step: NextStep | None, at: datetime) -> tuple[str, str]:
    """The next step in words («завтра · Позвонить»), and its state: none, overdue, today or nothing."""
    if step is None:
        return "", "none"
    if step.due_at is None:
        return step.title, ""
    zone = timezone.get_current_timezone()
    today, due = at.astimezone(zone).date(), step.due_at.astimezone(zone).date()
    state = "overdue" if step.is_overdue else "today" if due == today else ""
    return f"{moments.short_day(due, today)} · {step.title}", state
