"""Forms of the settings of the common funnel; the rules are in the actions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.sales.models import MacroKind, MacroStage, Stage


class MacroStageForm(forms.Form):
    """A macro-stage; its kind is chosen once."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    kind = forms.ChoiceField(
        label=pgettext_lazy("macro-stage", "Deals here are"), choices=MacroKind.choices, initial=MacroKind.OPEN
    )
    probability = forms.IntegerField(
        label=_("Usual probability, %"),
        min_value=0,
        max_value=100,
        help_text=_("By it a new stage of any pipeline finds its place here."),
    )

    def __init__(self, *args: Any, is_new: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_new:
            del self.fields["kind"]


class PlaceForm(forms.Form):
    """Where a stage is counted, and from what day on."""

    macro_stage = forms.ModelChoiceField(label=_("Count under"), queryset=MacroStage.objects.none(), empty_label=None)
    valid_from = forms.DateField(
        label=_("From the day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Rows of the stage history that are there keep what they say. Empty: from ever."),
    )

    def __init__(self, *args: Any, stage: Stage, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [kind for kind in MacroKind if kind.outcome == stage.outcome]
        choice = self.fields["macro_stage"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101  # declared above
        choice.queryset = MacroStage.objects.filter(is_active=True, kind__in=kinds)


def first_values(macro_id: int, day: date, sent: Sequence[str] = ()) -> dict[str, Any]:
    """What the form of a place begins with: a macro-stage that was dragged to, and today."""
    return {"macro_stage": next((one for one in sent if one), macro_id), "valid_from": day}
