"""Forms of the cost of selling: a rate, the company's terms, an expense."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import Role, User
from voronka.records.models import Classifier, ClassifierValue
from voronka.sales.actions.proofs import PROOFS
from voronka.sales.forms.amounts import AmountField

DAY = {"type": "date"}


class RateForm(forms.Form):
    """What an hour costs, and of whom."""

    user = forms.ModelChoiceField(
        label=_("Employee"), queryset=User.objects.filter(is_active=True), required=False, empty_label="—"
    )
    role = forms.ModelChoiceField(
        label=_("Everybody with the role"),
        queryset=Role.objects.filter(is_active=True),
        required=False,
        empty_label="—",
        help_text=_("Neither a person nor a role: the rate of everybody else."),
    )
    per_hour = AmountField(label=_("An hour costs, ₽"), min_value=0, max_digits=10, decimal_places=2)
    valid_from = forms.DateField(
        label=_("Valid from"),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("What was done before keeps the rate of its day."),
    )


class TermsForm(forms.Form):
    """What the company has set about the cost of selling."""

    approve_above = AmountField(
        label=_("Expenses need approval above, ₽"), min_value=0, max_digits=12, decimal_places=2
    )
    margin_percent = forms.IntegerField(
        label=_("Usual margin, % of the amount"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("For deals that do not say theirs. Empty: their margin is unknown."),
    )
    silent_days = forms.IntegerField(
        label=_("A deal without a contact is noticed after, days"), min_value=1, max_value=365
    )


class ExpenseForm(forms.Form):
    """Money spent on a deal."""

    kind = forms.ModelChoiceField(label=_("What for"), queryset=ClassifierValue.objects.none(), empty_label=None)
    amount = AmountField(label=_("Amount, ₽"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2)
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    proof = forms.FileField(
        label=_("Bill, ticket, receipt"),
        required=False,
        help_text=_("A picture, .pdf or an office file, up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(sorted(PROOFS)), "hx-preserve": "true"}),
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # what a form takes
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ModelChoiceField)  # noqa: S101  # declared above
        kind.queryset = ClassifierValue.objects.filter(classifier=Classifier.EXPENSE, is_active=True)
