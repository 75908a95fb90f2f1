"""The form of a decision about a signal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from voronka.sales.models import Choice


class DecisionForm(forms.Form):
    """Go on or ask the head; closing has a form of its own."""

    what = forms.ChoiceField(
        label=_("What to do"),
        choices=[(one.value, one.label) for one in (Choice.GO_ON, Choice.ESCALATE)],
        initial=Choice.GO_ON,
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=_("The day until which you go on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Only to go on"),
    )
    reason = forms.CharField(label=_("Why"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
