"""What selling costs: dated rates of people, expenses on deals, the company's terms."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import Role
from voronka.activities.models import Task
from voronka.records.models import ClassifierValue
from voronka.sales.models.deals import Deal
from voronka.sales.models.proofs import Proven, proof_place

__all__ = ["Expense", "Rate", "SellingTerms", "proof_place"]  # the place is named by a migration


class Rate(models.Model):
    """What an hour costs from a day on: of a person, else of a role, else (neither named) of everybody; in roubles.

    Rates are added, not changed: what was done before keeps the rate of its day. The function `sales_rate_on` of the
    base says which one holds.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.ForeignKey(Role, models.PROTECT, null=True, blank=True, related_name="+")
    per_hour = models.DecimalField(_("rate per hour, ₽"), max_digits=10, decimal_places=2)
    valid_from = models.DateField(_("valid from"))

    class Meta:
        ordering = (F("user").asc(nulls_first=True), F("role").asc(nulls_first=True), "-valid_from")
        constraints = (
            models.CheckConstraint(condition=Q(user=None) | Q(role=None), name="rate_of_person_or_role"),
            models.CheckConstraint(condition=Q(per_hour__gte=0), name="rate_not_negative"),
            models.UniqueConstraint(
                fields=("user", "role", "valid_from"), name="rate_once_a_day", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id or self.role_id or '*'}: {self.valid_from}"


class Expense(Proven):
    """Money that was spent on a deal beside working time, in roubles.

    Without `decided_at` it waits for a decision; one that needs none is approved by nobody at the moment of its making.
    `task` is that of the head who was asked. `proof` is the bill or the ticket.
    """

    PROOF_FOLDER = "expenses"

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="expenses")
    kind = models.ForeignKey(ClassifierValue, models.PROTECT, related_name="+", verbose_name=_("kind of expense"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    on = models.DateField(_("day"))
    note = models.TextField(_("note"), blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_approved = models.BooleanField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True, default="")
    task = models.ForeignKey(Task, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("expense")
        ordering = ("-on", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="expense_is_positive"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, is_approved=None)
                | Q(decided_at__isnull=False, is_approved=True)
                | (Q(decided_at__isnull=False, decided_by__isnull=False, is_approved=False) & ~Q(reason="")),
                name="expense_decided_wholly",
            ),
        )

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.amount}"

    @property
    def is_pending(self) -> bool:
        """Whether it waits for a decision."""
        return self.decided_at is None


class SellingTerms(models.Model):
    """What the company has set about the cost of selling; one row at most.

    An expense above `approve_above` roubles needs a decision; `margin_percent` of the amount is the margin of a deal
    that says none (None: unknown); after `silent_days` without a contact a deal asks for attention.
    """

    approve_above = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(10_000))
    margin_percent = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(100)])
    silent_days = models.PositiveSmallIntegerField(default=14)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(pk=1), name="selling_terms_once"),
            models.CheckConstraint(condition=Q(approve_above__gte=0), name="selling_terms_sum_not_negative"),
            models.CheckConstraint(
                condition=Q(margin_percent=None) | Q(margin_percent__lte=100), name="selling_terms_margin_is_percent"
            ),
            models.CheckConstraint(condition=Q(silent_days__gte=1), name="selling_terms_days_not_zero"),
        )

    def __str__(self) -> str:
        return f"{self.approve_above}, {self.margin_percent}, {self.silent_days}"
