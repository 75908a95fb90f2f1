"""Tasks that ask for an answer, which a tick does not give: higher apps say which they are and where it is given."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from voronka.accounts.models import User
from voronka.activities.models import Task


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Where somebody answers: `agree` takes a POST with what is `given` (name, value), `refuse` asks the reason."""

    agree: str
    refuse: str
    given: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Source:
    waits: Q
    answer: Callable[[Task, User], Answer | None]


_sources: list[_Source] = []


def register(waits: Q, answer: Callable[[Task, User], Answer | None]) -> None:
    """Tell which tasks wait for an answer, and who gives it where; call it in AppConfig.ready.

    `waits` is asked of the tasks of a query; `answer` gives None to who may not answer.
    """
    _sources.append(_Source(waits=waits, answer=answer))


def waiting() -> Q:
    """The tasks of a query that wait for an answer."""
    found = Q(pk__in=[])
    for source in _sources:
        found |= source.waits
    return found


def waits(task: Task) -> bool:
    """Whether a task waits for an answer now."""
    return Task.objects.filter(waiting(), pk=task.pk).exists()


def answer_of(task: Task, by: User) -> Answer | None:
    """Where this person answers what the task asks; None who may not, and where it asks nothing."""
    return next((found for source in _sources if (found := source.answer(task, by))), None)
