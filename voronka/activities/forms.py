"""What people type about contacts, tasks and next steps."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import User
from voronka.activities.actions.interactions import Step
from voronka.activities.models import Direction, InteractionType, Priority, Task
from voronka.core import quick_dates
from voronka.core.errors import Refused
from voronka.records import kinds
from voronka.records.actions.given import read_new
from voronka.records.field_rules import demanded
from voronka.records.forms import Input, inputs_beyond

# The inputs of the short forms, by kind and the field that they fill; "" is settled without one.
INPUTS: Mapping[str, Mapping[str, str]] = {
    "interaction": {
        "type": "type", "subject": "subject", "text": "text", "direction": "direction", "minutes": "minutes",
        "happened_at": "happened",
    },
    "task": {"title": "step_title", "due_at": "step_due", "owner": "step_owner", "subject": ""},
}  # fmt: skip
# The form of a task asks for all that a task has.
TASK_INPUTS = {
    "title": "title", "subject": "subject", "due_at": "due", "owner": "owner", "priority": "priority", "note": "note",
}  # fmt: skip


def beyond(
    kind: str, given: Mapping[str, str], errors: Mapping[str, str], *, by: User, shown: Mapping[str, str] | None = None
) -> list[Input]:
    """Inputs of what the company demands of a contact or a task beyond its short form; asks nothing without a rule.

    Those of a next step are not required by the browser: perhaps there is none.
    """
    found = inputs_beyond(kinds.get(kind), shown or INPUTS[kind], given, errors, by=by)
    if kind == "interaction" or shown:
        return found
    return [replace(one, field=replace(one.field, required=False)) for one in found]


def asked(
    kind: str, filled: Collection[str], sent: Mapping[str, Any], *, by: User, shown: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What a form says in these inputs, ready to store; raises Refused, naming inputs, for what is missing or wrong.

    `filled` are the fields that the short form itself has filled.
    """
    known = kinds.get(kind)
    names = [one.name for one in demanded(known, by) if one.name not in (shown or INPUTS[kind])]
    several = getattr(sent, "getlist", None)
    raw = {name: ",".join(several(f"{kind}-{name}")) if several else sent.get(f"{kind}-{name}", "") for name in names}
    try:
        return read_new(known, raw, by=by, settled=filled)
    except Refused as refusal:
        raise refusal.under(kind) from refusal


def together[One, Other](one: Callable[[], One], other: Callable[[], Other]) -> tuple[One, Other]:
    """Both, or one refusal that names what is missing in both: nobody is sent back twice."""
    told: dict[str, str] = {}
    found: list[Any] = []
    for make in (one, other):
        try:
            found.append(make())
        except Refused as refusal:
            told |= refusal.told
    if told:
        raise Refused(" ".join(told.values()), fields=told)
    return found[0], found[1]


def by_input(refusal: Refused, shown: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a refusal says, by the inputs of the short forms."""
    told = {}
    for name, said in refusal.told.items():
        kind, _hyphen, field = name.partition("-")
        told[(shown or INPUTS.get(kind, {})).get(field) or name] = said
    return told


class WhenField(forms.CharField):
    """A day or a moment in people's words; gives an aware datetime, a day means its last second."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": 60} | options)
        self.now: datetime | None = None

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        assert self.now is not None  # noqa: S101  # every form of this module sets it
        try:
            return quick_dates.read(text, self.now).at
        except ValueError:
            message = _("Such a time was not understood. Try “tomorrow at 15”, “friday”, “15.03”.")
            raise forms.ValidationError(message) from None


class AtForm(forms.Form):
    """A form that knows what time it is."""

    def __init__(self, *args: Any, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.at = at
        self.refused: dict[str, str] = {}
        for field in self.fields.values():
            if isinstance(field, WhenField):
                field.now = at.astimezone(timezone.get_current_timezone())

    def refuse(self, refusal: Refused, shown: Mapping[str, str] | None = None) -> None:
        """Put what an action says beside the inputs; `refused` keeps what stands beyond those of the form."""
        self.refused = by_input(refusal, shown)
        for name, said in self.refused.items():
            if "-" not in name:
                self.add_error(name if name in self.fields else None, said)

    @property
    def told(self) -> dict[str, str]:
        """What is wrong, in words, by the name of the field."""
        return {name: " ".join(map(str, words)) for name, words in self.errors.items()}


class StepForm(AtForm):
    """The next step: what, by when, who."""

    step_title = forms.CharField(label=_("Next step"), required=False, max_length=255)
    step_due = WhenField(label=_("When"))
    step_owner = forms.ModelChoiceField(
        label=_("Who"), queryset=User.objects.filter(is_active=True), required=False, empty_label=None
    )

    def next_step(self, by: User) -> Step | None:
        """The step that was given, None when nothing was; raises Refused for one that lacks what is demanded."""
        given = self.cleaned_data
        step = Step.said(title=given.get("step_title", ""), due_at=given.get("step_due"), owner=given.get("step_owner"))
        if step is None:
            return None
        filled = {"title", "subject", "owner", *(("due_at",) if step.due_at else ())}
        return replace(step, more=asked("task", filled, self.data, by=by))


class LogForm(StepForm):
    """A contact with a client, and what is next."""

    type = forms.ModelChoiceField(queryset=InteractionType.objects.filter(is_active=True), error_messages={
        "required": _("Choose what it was."), "invalid_choice": _("Choose what it was."),
    })  # fmt: skip
    text = forms.CharField(label=_("Result"), required=False, max_length=20_000, strip=True)
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=0, max_value=24 * 60)
    direction = forms.ChoiceField(label=_("Direction"), choices=[("", ""), *Direction.choices], required=False)
    happened = WhenField(label=_("When"))
    completes = forms.ModelMultipleChoiceField(queryset=Task.objects.none(), required=False)
    key = forms.CharField(required=False, max_length=60)

    def __init__(self, *args: Any, open_tasks: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        completes = self.fields["completes"]
        assert isinstance(completes, forms.ModelMultipleChoiceField)  # noqa: S101  # declared above
        completes.queryset = Task.objects.none() if open_tasks is None else open_tasks

    def beyond(self, by: User) -> tuple[Step | None, dict[str, Any]]:
        """The next step, and what is demanded of the contact beyond this form; raises Refused for what is missing."""
        has_text = bool(self.cleaned_data.get("text"))
        return together(lambda: self.next_step(by), lambda: contact_more(self.data, by=by, has_text=has_text))


class ContactForm(LogForm):
    """A contact with whoever is chosen in the form."""

    subject = forms.CharField(max_length=60, error_messages={"required": _("Choose with whom it was.")})


class EditForm(AtForm):
    """A contact is corrected."""

    type = forms.ModelChoiceField(label=_("Type"), queryset=InteractionType.objects.none(), empty_label=None)
    text = forms.CharField(
        label=_("Result"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=0, max_value=24 * 60)
    happened = WhenField(label=_("When"), required=True)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, types: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choice = self.fields["type"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101  # declared above
        choice.queryset = types


def contact_more(sent: Mapping[str, Any], *, by: User, has_text: bool) -> dict[str, Any]:
    """What is demanded of a contact beyond its short form; raises Refused, of the text as well where there is none."""
    filled = {"type", "subject", "direction", "minutes", "happened_at", *(("text",) if has_text else ())}
    return asked("interaction", filled, sent, by=by)


class DoneForm(StepForm):
    """A task is done: what came of it, as what contact it counts, what is next."""

    result = forms.CharField(label=_("Result"), required=False, max_length=20_000)
    type = forms.ModelChoiceField(queryset=InteractionType.objects.filter(is_active=True), required=False)


class DueForm(AtForm):
    """Another day or moment for a task; an empty one means «some day»."""

    due = WhenField(label=_("When"))


class OwnerForm(forms.Form):
    """A task goes to somebody else."""

    owner = forms.ModelChoiceField(queryset=User.objects.filter(is_active=True))


class TaskForm(AtForm):
    """A task is planned."""

    title = forms.CharField(label=_("What to do"), max_length=255)
    subject = forms.CharField(label=_("Subject"), required=False, max_length=60)
    due = WhenField(label=_("When"))
    owner = forms.ModelChoiceField(label=_("Who does it"), queryset=User.objects.filter(is_active=True), required=False)
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices, required=False)
    note = forms.CharField(label=_("Description"), required=False, max_length=20_000)


ICONS = (
    "phone", "users", "mail", "presentation", "paperclip", "file-text", "sticky-note", "message-square", "handshake",
    "map-pin", "megaphone", "wrench", "star", "briefcase",
)  # fmt: skip


class TypeForm(forms.Form):
    """A type of contact: its name, picture, usual length."""

    name = forms.CharField(label=_("Name"), max_length=80)
    icon = forms.ChoiceField(label=_("Icon"), choices=[(name, name) for name in ICONS])
    default_minutes = forms.IntegerField(label=_("Usual length, minutes"), min_value=0, max_value=24 * 60)
    has_direction = forms.BooleanField(label=_("Ask who began: we or they"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False)
