"""Who asks and about what: the start of every view of activities."""

from typing import Any

from django.http import HttpRequest

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.activities import subjects
from voronka.activities.models import Task
from voronka.core.errors import NotFound
from voronka.records import access, kinds
from voronka.records.kinds import Kind


def subject(request: HttpRequest, kind: str, pk: int) -> tuple[Kind, Any]:
    """A record with a history, for this person; NotFound otherwise."""
    if subjects.find(kind) is None:
        raise NotFound
    known = kinds.get(kind)
    return known, access.load(known, asker(request), pk)


def task(request: HttpRequest, pk: int, *, action: str = Action.EDIT) -> Task:
    """A task that this person may do `action` to."""
    found: Task = access.load(kinds.get("task"), asker(request), pk, action=action)
    return found
