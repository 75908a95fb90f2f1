"""Forms of the settings of pipelines; the rules are in the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import BusinessUnit
from voronka.core.errors import Refused
from voronka.sales.models import Outcome, Stage


def tell(form: forms.BaseForm, error: Refused) -> None:
    """Say beside its field why the action refused, or above the form when the field is not shown."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


class PipelineForm(forms.Form):
    """A pipeline."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    unit = forms.ModelChoiceField(
        label=_("Business unit"), queryset=BusinessUnit.objects.filter(is_active=True), required=False, empty_label="—"
    )
    may_skip = forms.BooleanField(label=_("Stages may be skipped"), required=False, initial=True)
    may_go_back = forms.BooleanField(label=_("A deal may go back to an earlier stage"), required=False, initial=True)


class CopyForm(forms.Form):
    """A pipeline like another one."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class StageForm(forms.Form):
    """A stage."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    outcome = forms.ChoiceField(label=_("A deal here is"), choices=Outcome.choices, initial=Outcome.OPEN)
    probability = forms.IntegerField(
        label=_("Probability to win, %"), min_value=0, max_value=100, help_text=_("Weighs the sums of the forecast.")
    )
    days_norm = forms.IntegerField(
        label=_("Norm, days"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("A deal that stays longer is marked red. Empty: no norm."),
    )


class MoveOutForm(forms.Form):
    """Where deals of a stage go when it is switched off."""

    move_to = forms.ModelChoiceField(label=_("Move its deals to"), queryset=Stage.objects.none(), required=True)

    def __init__(self, *args: Any, stage: Stage, **options: Any) -> None:
        super().__init__(*args, **options)
        others = Stage.objects.filter(pipeline=stage.pipeline_id, is_active=True, outcome=Outcome.OPEN)
        choice = self.fields["move_to"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101  # declared above
        choice.queryset = others.exclude(pk=stage.pk)
