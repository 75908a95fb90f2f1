"""What people type about contacts, tasks and next steps."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import User
from voronka.activities.actions.interactions import Step
from voronka.activities.models import Direction, InteractionType, Priority, Task
from voronka.core import quick_dates


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
        for field in self.fields.values():
            if isinstance(field, WhenField):
                field.now = at.astimezone(timezone.get_current_timezone())

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

    def next_step(self) -> Step | None:
        """The step that was given, None when nothing was."""
        given = self.cleaned_data
        return Step.said(title=given.get("step_title", ""), due_at=given.get("step_due"), owner=given.get("step_owner"))


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
