"""Forms of payments and bonuses: a payment, a refund, a rule, its last day, terms of registration."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import BusinessUnit
from voronka.sales.forms.amounts import AmountField
from voronka.sales.models import Base, Currency, Pipeline

DAY = {"type": "date"}


def percent(label: object) -> AmountField:
    """A share from nothing to all."""
    return AmountField(label=label, min_value=0, max_value=100, max_digits=5, decimal_places=2, initial=0)


class PaymentForm(forms.Form):
    """Money that came in."""

    amount = AmountField(label=_("Paid sum"), min_value=Decimal("0.01"), max_digits=13, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)
    paid_on = forms.DateField(label=_("Day of the payment"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    reference = forms.CharField(
        label=_("Document"),
        required=False,
        max_length=120,
        help_text=_("The number of the payment order or of the act."),
    )


class RefundForm(forms.Form):
    """Money that went back."""

    amount = AmountField(label=_("Sum that went back"), min_value=Decimal("0.01"), max_digits=13,
                                decimal_places=2)  # fmt: skip
    paid_on = forms.DateField(label=_("Day of the refund"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    reference = forms.CharField(label=_("Document"), required=False, max_length=120)
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A mark made by mistake is refunded in full."),
    )


class RuleForm(forms.Form):
    """Shares from a day on."""

    valid_from = forms.DateField(
        label=_("Valid from"),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("Payments of earlier days keep their rule."),
    )
    pipeline = forms.ModelChoiceField(
        label=_("Deals of the pipeline"), queryset=Pipeline.objects.filter(is_active=True), required=False,
        empty_label="—",
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        label=_("Deals of the business unit"), queryset=BusinessUnit.objects.filter(is_active=True), required=False,
        empty_label="—", help_text=_("Neither a pipeline nor a unit: all other deals."),
    )  # fmt: skip
    base = forms.ChoiceField(label=_("Share of"), choices=Base.choices)
    registrar_percent = percent(_("To who registered, %"))
    closer_percent = percent(_("To who closed, %"))
    participants_percent = percent(_("To those who took part, % for all"))


class LockForm(forms.Form):
    """The month that is locked."""

    month = forms.CharField(widget=forms.HiddenInput)


class LastDayForm(forms.Form):
    """The last day of a rule."""

    valid_to = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))


class RegistrationTermsForm(forms.Form):
    """How long a registration protects."""

    protection_days = forms.IntegerField(
        label=_("A registration protects for, days"),
        min_value=1,
        max_value=3650,
        help_text=_("For new registrations; those that stand keep their day."),
    )
