"""Tasks that the program gives people about deals and clients, whatever their own rights to plan tasks."""

from datetime import datetime

from django.utils import timezone

from voronka.accounts.models import User
from voronka.activities import history, subjects
from voronka.activities.kinds import TASK
from voronka.activities.models import Priority, Task
from voronka.records import actions, aside
from voronka.records.models import Record


def give(
    *, about: Record, to: User, title: str, note: str = "", by: User, at: datetime, due_at: datetime | None = None
) -> Task | None:
    """A task about the record for the day of `due_at`, else for today; None where the company does without tasks."""
    if TASK.name in aside.names():
        return None
    values = {
        "title": title[:255],
        "note": note,
        "subject": subjects.ref(about),
        "owner": to.pk,
        "priority": Priority.HIGH,
        "due_at": day_end(at=due_at or at),
    }
    task: Task = actions.create(kind=TASK, values=values, by=by, at=at, by_hand=False)
    history.tell(subjects.cards_of(about))
    return task


def day_end(*, at: datetime) -> datetime:
    """The last second of the day: what marks a day without a time."""
    local = at.astimezone(timezone.get_current_timezone())
    return local.replace(hour=23, minute=59, second=59, microsecond=0)


def settle(task: Task | None, *, result: str, by: User, at: datetime) -> None:
    """What the task asked for is done; one that somebody has closed or erased stays as it is."""
    current = Task.objects.select_for_update().filter(pk=task.pk, done_at=None).first() if task else None
    if current:
        actions.store(
            record=current, columns={"done_at": at, "done_by": by, "result": result[:500]}, by=by, at=at, verb="done"
        )
