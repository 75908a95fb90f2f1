"""Tasks are planned, done, done again, put off, handed on and erased."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.activities import answers, history, subjects
from voronka.activities.events import TaskCompleted, TaskReopened
from voronka.activities.models import Ref, Task
from voronka.core import events
from voronka.core.errors import Conflict, Refused
from voronka.records import access, actions, kinds

RESULT_LENGTH = 20_000


def create(*, values: Mapping[str, Any], by: User, at: datetime) -> Task:
    """Plan a task out of parsed `values`.

    Raises Forbidden without the right, NotFound for a subject that is not for this person.
    """
    given = dict(values)
    subject = subject_of(given.get("subject"), by=by)
    assignee = _assignee(given.get("owner") or by.pk, by)
    given["owner"] = assignee.pk
    given["priority"] = given.get("priority") or Task._meta.get_field("priority").default
    with transaction.atomic():
        task: Task = actions.create(kind=kinds.get("task"), values=given, by=by, at=at)
        _tell(subject)
    return task


def complete(*, task: Task, result: str = "", is_logged: bool = False, by: User, at: datetime) -> Task:
    """Mark a task done with what came of it; Conflict when somebody has done it meanwhile.

    `is_logged` says that the result stands in an interaction too, so that the history does not say it twice.
    Raises Refused for a task that waits for an answer: a tick is none.
    """
    with transaction.atomic():
        current = _locked(task, by)
        if current.done_at:
            raise Conflict(_("This task is done already."), version=current.version)
        if answers.waits(current):
            raise Refused(_("This task waits for an answer: agree, or refuse with a reason."))
        columns = {"done_at": at, "done_by": by, "result": _bounded(result)}
        actions.store(record=current, columns=columns, by=by, at=at, verb="done")
        subject = _subject_record(current)
        if subject is not None:
            said = {"title": current.title, "result": "" if is_logged else current.result[:500]}
            history.add(subject=subject, type="task_done", by=by, at=at, data=said, task=current)
        events.publish(TaskCompleted(task=current, by=by, at=at))
    return current


def reopen(*, task: Task, by: User, at: datetime) -> Task:
    """Take «done» back, with the entry that it left in the history; Conflict when it is open already."""
    with transaction.atomic():
        current = _locked(task, by)
        if current.done_at is None:
            raise Conflict(_("This task is open already."), version=current.version)
        columns = {"done_at": None, "done_by": None, "result": ""}
        actions.store(record=current, columns=columns, by=by, at=at, verb="reopened")
        current.entries.filter(type="task_done").delete()
        events.publish(TaskReopened(task=current, by=by, at=at))
        _tell(_subject_record(current))
    return current


def postpone(*, task: Task, due_at: datetime | None, by: User, at: datetime) -> Task:
    """Give a task another day or moment."""
    return _changed(task, {"due_at": due_at}, by, at)


def reassign(*, task: Task, owner: User, by: User, at: datetime) -> Task:
    """Hand a task on to a colleague; it moves to the colleague's department."""
    assignee = _assignee(owner.pk, by)
    return _changed(task, {"owner": assignee.pk}, by, at)


def delete(*, task: Task, by: User, at: datetime) -> None:
    """Erase a task that should not have been."""
    current = access.load(kinds.get("task"), by, task.pk, action=Action.DELETE)
    with transaction.atomic():
        actions.delete(kind=kinds.get("task"), ids=[current.pk], by=by, at=at)
        _tell(_subject_record(current))


def subject_of(given: Any, *, by: User) -> Any:
    """The record that is meant by a Ref (None by None), loaded for this person; raises NotFound for a foreign one."""
    if given is None:
        return None
    ref = given if isinstance(given, Ref) else subjects.ref(given)
    if subjects.find(ref.kind) is None:
        raise Refused(_("Entries and tasks cannot be about this."), field="subject")
    return access.load(kinds.get(ref.kind), by, ref.id)


def _changed(task: Task, changes: Mapping[str, Any], by: User, at: datetime) -> Task:
    with transaction.atomic():
        current = _locked(task, by)
        if current.done_at:
            raise Refused(_("This task is done already."))
        changed: Task = actions.update(record=current, changes=changes, by=by, at=at)
        _tell(_subject_record(changed))
    return changed


def _locked(task: Task, by: User) -> Task:
    current: Task = access.load(kinds.get("task"), by, task.pk, action=Action.EDIT, lock=True)
    return current


def _assignee(pk: int, by: User) -> User:
    if pk == by.pk:
        return by
    found = User.objects.filter(pk=pk, is_active=True).first()
    if found is None:
        raise Refused(_("Choose somebody who works here."), field="owner")
    return found


def _subject_record(task: Task) -> Any:
    if task.subject is None or subjects.find(task.subject_kind) is None:
        return None
    return kinds.get(task.subject_kind).model._default_manager.filter(pk=task.subject_id).first()


def _tell(subject: Any) -> None:
    cards: Iterable[Ref] = subjects.cards_of(subject) if subject is not None else ()
    history.tell(cards)


def _bounded(text: str) -> str:
    clean = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(clean) > RESULT_LENGTH:
        raise Refused(_("This text is too long."), field="result")
    return clean
