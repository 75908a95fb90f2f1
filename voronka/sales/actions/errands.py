"""Tasks that the program gives people about deals, whatever their own rights to plan tasks."""

from datetime import datetime

from voronka.accounts.models import User
from voronka.activities import history, subjects
from voronka.activities.kinds import TASK
from voronka.activities.models import Priority, Task
from voronka.records import actions, aside
from voronka.sales.models import Deal


def give(
    *, deal: Deal, to: User, title: str, note: str = "", by: User, at: datetime, due_at: datetime | None = None
) -> Task | None:
    """A task about the deal; None where the company does without tasks."""
    if TASK.name in aside.names():
        return None
    values = {
        "title": title[:255],
        "note": note,
        "subject": subjects.ref(deal),
        "owner": to.pk,
        "priority": Priority.HIGH,
        "due_at": due_at or at,
    }
    task: Task = actions.create(kind=TASK, values=values, by=by, at=at, by_hand=False)
    history.tell(subjects.cards_of(deal))
    return task


def settle(task: Task | None, *, result: str, by: User, at: datetime) -> None:
    """What the task asked for is done; one that somebody has closed or erased stays as it is."""
    current = Task.objects.select_for_update().filter(pk=task.pk, done_at=None).first() if task else None
    if current:
        actions.store(
            record=current, columns={"done_at": at, "done_by": by, "result": result[:500]}, by=by, at=at, verb="done"
        )
