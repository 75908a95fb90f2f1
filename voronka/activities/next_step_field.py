"""The column «next step» of every kind with a history: shown, and asked for in filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from voronka.activities.models import Task
from voronka.activities.queries.next_steps import next_step_of, next_steps
from voronka.activities.step_words import say
from voronka.records.fields.computed import Computed, Told
from voronka.records.kinds import kind_of

if TYPE_CHECKING:
    from voronka.accounts.models import User


def steps_of(records: Sequence[Any], by: "User", at: datetime) -> dict[int, Any]:
    """«завтра · Позвонить» by record, red when it is overdue: one query."""
    if not records:
        return {}
    kind = kind_of(records[0]).name
    if len(records) == 1:
        found = next_step_of(kind, records[0], by=by, at=at)
    else:
        found = next_steps(kind, [one.pk for one in records], by=by, at=at)
    result = {}
    for pk, step in found.items():
        text, state = say(step, at)
        result[pk] = Told(text=text, tone="bad" if state == "overdue" else "", title=step.title)
    return result


@dataclass(frozen=True, kw_only=True)
class NextStep(Computed):
    """The first open task of a record; `empty` finds the records without a next step.

    Who may see no tasks at all neither has the column nor asks by it: which records lack one tells of tasks as well.
    """

    kind: str
    values: Any = steps_of
    filterable: bool = True
    only_with: str = "task"

    operators = ("empty", "filled")

    def emptiness(self) -> Q:
        rows = Task.objects.filter(done_at__isnull=True, subject_kind=self.kind, subject_id=OuterRef("pk"))
        return ~Q(Exists(rows))


def next_step(kind: str) -> NextStep:
    """The column for a kind."""
    return NextStep(name="next_step", label=_("Next step"), kind=kind)
