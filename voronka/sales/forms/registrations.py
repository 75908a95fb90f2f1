"""Forms of registrations: a claim, a decision, a later day, a word of farewell."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from voronka.activities.models import Interaction
from voronka.sales.actions.proofs import PROOFS
from voronka.ui import moments

WORDS = {"rows": 3}


class EntryField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for mypy only
    """A choice among entries of a history."""

    def label_from_instance(self, obj: Interaction) -> str:
        """«Call, 4 March, Ivan Gromov»."""
        words = {"type": obj.type.name, "day": moments.full_day(obj.happened_at.date()), "who": obj.owner or ""}
        return _now("%(type)s, %(day)s, %(who)s") % words


class ClaimForm(forms.Form):
    """How the client or the deal came about."""

    evidence = forms.CharField(
        label=_("How did you bring it?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("When and how it began: an exhibition, a recommendation, a first call."),
    )
    interaction = EntryField(
        label=_("Entry of the history"), queryset=Interaction.objects.none(), required=False, empty_label="—"
    )

    proof = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A picture, .pdf or an office file, up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(sorted(PROOFS)), "hx-preserve": "true"}),
    )

    def __init__(self, entries: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["interaction"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above
        field.queryset = entries


class DecisionForm(forms.Form):
    """For whom, and why."""

    who = forms.ChoiceField(label=_("Whose is it?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"), max_length=2000, widget=forms.Textarea(attrs=WORDS), help_text=_("Both sides read it.")
    )

    def __init__(self, claimant: str, holder: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = [
            ("holder", holder or _now("Nobody: the claim is refused")),
            ("claimant", claimant),
        ]


class ProlongForm(forms.Form):
    """Until which day, and why."""

    until = forms.DateField(label=_("Protect until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs=WORDS))


class ReleaseForm(forms.Form):
    """Why the protection ends before its day."""

    reason = forms.CharField(label=_("Why"), required=False, max_length=2000, widget=forms.Textarea(attrs=WORDS))
