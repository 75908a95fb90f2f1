"""Rows become tasks, about a record or about nothing, done already or to be done."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from voronka.activities import answers
from voronka.activities.actions.imported import begin_tasks
from voronka.activities.kinds import TASK
from voronka.activities.models import Priority, Task
from voronka.activities.models.tasks import LAST_SECOND
from voronka.core.errors import Refused
from voronka.imports.cells import day_of
from voronka.imports.columns import Column, Reading, aid_moment, columns_of
from voronka.imports.engine.batch import Batch
from voronka.imports.targets import about, steps
from voronka.imports.targets.base import Target

DONE = re.compile(r"^(complete|done|closed|finished|held|yes|true|1$|да$|выполнен|заверш|закрыт|сделан|готов)",
                  re.IGNORECASE)  # fmt: skip
PRIORITIES = {
    Priority.HIGH: re.compile(r"^(high|urgent|1$|высок|срочн|важн)", re.IGNORECASE),
    Priority.LOW: re.compile(r"^(low|3$|низк)", re.IGNORECASE),
    Priority.NORMAL: re.compile(r"^(normal|medium|2$|none$|обычн|средн|нормал)", re.IGNORECASE),
}


def _complete(values: dict[str, Any]) -> str | None:
    return None if values.get("title") else _("The row does not say what is to be done.")


def _due() -> Column:
    field = TASK.field("due_at")

    def read(raw: str, reading: Reading) -> Mapping[str, Any]:
        due: datetime | None = field.parse(day_of(raw), by=reading.by) if raw.strip() else None
        return {"due_at": due, "has_time": due is not None and due.second != LAST_SECOND}

    words = ("due at", "due date", "due", "deadline", "срок", "крайний срок", "выполнить до", "дата выполнения")
    return Column(
        name="due_at", label=field.label, words=words, staged=(("due_at", "timestamptz"), ("has_time", "boolean")),
        read=read,
    )  # fmt: skip


def _priority() -> Column:
    def read(raw: str, _reading: Reading) -> Mapping[str, Any]:
        found = [one.value for one, words in PRIORITIES.items() if words.match(raw.strip())]
        if raw.strip() and not found:
            raise Refused(_("“%(value)s” is no priority.") % {"value": raw[:60]})
        return {"priority": found[0] if found else None}

    words = ("priority", "приоритет", "важность")
    label = TASK.field("priority").label
    return Column(name="priority", label=label, words=words, staged=(("priority", "varchar(6)"),), read=read)


def _status() -> Column:
    """Whether it is done; whatever else it says, it is to be done."""
    words = ("status", "state", "completed", "is completed", "статус", "состояние", "выполнена", "завершена")
    return Column(
        name="status",
        label=TASK.field("status").label,
        words=words,
        staged=(("status__done", "boolean"), ("done_at", "timestamptz"), ("done_by_id", "bigint")),
        read=lambda raw, _reading: {"status__done": bool(DONE.match(raw.strip()))},
    )


def _settled(batch: Batch) -> None:
    """When a done task was done, as well as it can be known, and by whom: its owner."""
    given = [name for name in ("done_at__at", "due_at") if batch.has(name)]
    is_done = "s.done_at__at IS NOT NULL" if batch.has("done_at__at") else "false"
    is_done = "s.status__done" if batch.has("status__done") else is_done
    batch.run(
        """
        UPDATE {stage} s SET done_by_id = COALESCE(s.owner_id, %s), done_at = GREATEST(
            LEAST(COALESCE({given}, s.created_at, %s::timestamptz), %s::timestamptz), s.created_at)
        WHERE {is_done}
        """,
        [batch.by.pk, batch.at, batch.at],
        given=", ".join(f"s.{name}" for name in given) or "NULL",
        is_done=is_done,
    )
    batch.run("UPDATE {stage} s SET has_time = false WHERE s.has_time IS NULL")


def _unanswered(batch: Batch) -> None:
    """Who asks to agree is answered, not ticked off by a file."""
    waiting, given = Task.objects.filter(answers.waiting()).values("pk").query.sql_with_params()
    batch.run(
        "UPDATE {stage} s SET problem = %s"
        " WHERE s.done_at IS NOT NULL AND s.problem IS NULL AND s.record_id IN ({waiting})",
        [_("This task waits for an answer: agree, or refuse with a reason."), *given],
        waiting=waiting,
    )


def _history(batch: Batch) -> None:
    begin_tasks(pk for (pk,) in batch.rows("SELECT record_id FROM {stage} WHERE is_new OR is_changed"))


TASKS = Target(
    kind=TASK,
    columns=columns_of(
        TASK,
        *about.columns("task"),
        _due(),
        _priority(),
        _status(),
        aid_moment(
            "done_at", TASK.field("done_at").label,
            "done at", "closed time", "completed at", "date completed", "дата завершения", "дата закрытия",
        ),
        words={
            "title": ("subject", "task name", "task", "title", "тема", "задача", "название", "что сделать"),
            "note": ("текст", "описание"),
            "external_id": ("taskid", "task id", "код задачи"),
            "owner": ("task owner", "assigned to", "исполнитель"),
        },
        without=("subject",),
    ),
    extra=(("has_time", "boolean"), ("done_at", "timestamptz"), ("done_by_id", "bigint"), *about.EXTRA),
    complete=_complete,
    resolve=(about.subjects(is_needed=False), *steps.of_fields(TASK), _settled, _unanswered),
    finish=(steps.places, _history),
    keys=(),
)  # fmt: skip
