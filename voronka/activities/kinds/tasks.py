"""The kind «task»: what somebody has to do."""

from django.db.models import F, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from voronka.activities.actions import tasks
from voronka.activities.fields import About, Due, Status
from voronka.activities.models import Priority, Task
from voronka.activities.policies import task_reach
from voronka.activities.queries.passages import about_tasks, of_tasks
from voronka.records.fields import Choice, LongText, Moment, Text, UserLink
from voronka.records.kinds import Chip, Group, Kind, Overview, Passage, SearchText
from voronka.records.standard import CREATED_AT, DEPARTMENT, EXTERNAL_ID, UPDATED_AT

TASK = Kind(
    name="task",
    plural="tasks",
    model=Task,
    label=_("Task"),
    labels=_("Tasks"),
    new_label=_("New task"),
    icon="circle-check",
    always=("due_at", "priority", "status", "note", "result", "done_at"),
    fields=(
        Text(name="title", label=_("What to do"), required=True, personal=True),
        About(name="subject", label=_("Subject")),
        Due(name="due_at", label=_("Due")),
        Choice(name="priority", label=_("Priority"), choices=Priority),
        UserLink(name="owner", label=_("Who does it")),
        LongText(name="note", label=_("Description")),
        Status(name="status", label=_("State")),
        Moment(name="done_at", label=_("Done"), editable=False),
        LongText(name="result", label=_("Result"), editable=False),
        UserLink(name="created_by", label=_("Who asked"), editable=False),
        DEPARTMENT,
        EXTERNAL_ID,
        CREATED_AT,
        UPDATED_AT,
    ),
    columns=("title", "subject", "due_at", "priority", "owner", "status"),
    hint=_("Plan what is to be done, by when and for whom. A client’s task shows on the client’s card too."),
    overview=Overview(url_name="activities:plan_of_tasks", label=_("Plan"), icon="calendar-check"),
    form=("title", "subject", "due_at", "owner", "priority", "note"),
    groups=(
        Group(label=_("Task"), fields=("subject", "due_at", "owner", "priority", "note")),
        Group(label=_("Done"), fields=("done_at", "result")),
        Group(
            label=_("More"),
            fields=("created_by", "department", "external_id", "created_at", "updated_at"),
            more=True,
        ),
    ),
    chips=(
        Chip(
            name="mine",
            label=_("Mine"),
            filter={
                "all": [
                    {"field": "owner", "op": "in", "value": ["me"]},
                    {"field": "status", "op": "in", "value": ["open"]},
                ]
            },
        ),
        Chip(name="overdue", label=_("Overdue"), filter={"field": "status", "op": "in", "value": ["overdue"]}),
        Chip(name="done", label=_("Done"), filter={"field": "status", "op": "in", "value": ["done"]}),
    ),
    ruled=("priority", "status"),
    title="title",
    sort="due_at",
    search=SearchText(title=F("title"), second=about_tasks),
    passage=Passage(
        text=Concat(F("note"), Value("\n"), F("result"), output_field=TextField()),
        at=Coalesce(F("done_at"), F("created_at")),
        tell=of_tasks,
    ),
    create=tasks.create,
    importable=True,
    before_save=lambda task, _changes: task.settle(),
    reach=task_reach,
)
