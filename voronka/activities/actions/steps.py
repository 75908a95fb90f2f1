"""A step is finished: the task is done, what came of it is kept, the next one is planned, in one go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction

from voronka.accounts.models import User
from voronka.activities.actions import interactions, tasks
from voronka.activities.actions.interactions import Step
from voronka.activities.models import Interaction, InteractionType, Task


@dataclass(frozen=True, kw_only=True)
class Finished:
    """What finishing a step left behind."""

    task: Task
    interaction: Interaction | None
    next_task: Task | None


def finish(
    *,
    task: Task,
    result: str = "",
    type: InteractionType | None = None,  # noqa: A002  # the word that everybody says
    next_step: Step | None = None,
    more: Mapping[str, Any] = MappingProxyType({}),
    by: User,
    at: datetime,
) -> Finished:
    """Do a task; with a `type` what came of it goes into the history as a contact, with a step the next is planned.

    `more` are parsed values of other fields of the contact.

    Raises Conflict when somebody has done it meanwhile; then nothing is written at all.
    """
    with transaction.atomic():
        subject = tasks.subject_of(task.subject, by=by) if task.subject and (type or next_step) else None
        done = tasks.complete(task=task, result=result, is_logged=bool(type and subject), by=by, at=at)
        if type and subject:
            logged = interactions.log(
                subject=subject, type=type, text=result, next_step=next_step, more=more, by=by, at=at
            )
            return Finished(task=done, interaction=logged.interaction, next_task=logged.task)
        planned = None
        if next_step:
            values = {
                "title": next_step.title,
                "due_at": next_step.due_at,
                "owner": (next_step.owner or by).pk,
                "subject": task.subject,
                **next_step.more,
            }
            planned = tasks.create(values=values, by=by, at=at)
    return Finished(task=done, interaction=None, next_task=planned)
