"""Bonuses: dated rules, who is credited with a victory, lines of accrual and reversal, locked months."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.accounts.models import BusinessUnit
from voronka.sales.models.deals import Deal
from voronka.sales.models.payments import Payment
from voronka.sales.models.pipelines import Pipeline

# One key for all: whoever writes lines shares it, whoever locks a month waits until all of them are through.
GATE = 0x7609_0011
_INTO_OPEN_MONTH = f"""
    PERFORM pg_advisory_xact_lock_shared({GATE});
    IF EXISTS (SELECT FROM sales_lockedmonth WHERE month >= NEW.month) THEN
        RAISE EXCEPTION 'the month % is locked', NEW.month USING ERRCODE = 'check_violation',
            CONSTRAINT = 'bonus_into_open_month';
    END IF;
    RETURN NEW;
"""
_ONE_AFTER_ANOTHER = f"""
    PERFORM pg_advisory_xact_lock({GATE});
    IF EXISTS (SELECT FROM sales_lockedmonth WHERE month >= NEW.month) THEN
        RAISE EXCEPTION 'a later month is locked' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'months_are_locked_in_order';
    END IF;
    RETURN NEW;
"""


class Base(models.TextChoices):
    """What a share is taken of."""

    PAID = "paid", _("the paid sum")
    MARGIN = "margin", _("the margin in the paid sum")


class BonusRole(models.TextChoices):
    """For what somebody gets a bonus."""

    REGISTRAR = "registrar", pgettext_lazy("bonus", "registered")
    CLOSER = "closer", pgettext_lazy("bonus", "closed")
    PARTICIPANT = "participant", pgettext_lazy("bonus", "took part")


class BonusRule(models.Model):
    """Shares in per cent from a day on: of the deals of a pipeline, else of a business unit, else (neither) of all.

    A rule is never rewritten: a new one begins on a day, or this one gets its last day, once.
    """

    pipeline = models.ForeignKey(Pipeline, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, null=True, blank=True, related_name="+")
    base = models.CharField(_("share of"), max_length=6, choices=Base, default=Base.PAID)
    registrar_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    closer_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    participants_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = (F("pipeline").asc(nulls_first=True), F("unit").asc(nulls_first=True), "-valid_from")
        triggers = (
            pgtrigger.ReadOnly(
                name="bonus_rule_stays",
                fields=[
                    "pipeline", "unit", "base", "registrar_percent", "closer_percent", "participants_percent",
                    "valid_from", "by", "at",
                ],
            ),
            pgtrigger.Protect(
                name="bonus_rule_ends_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__valid_to__isnull=False),
            ),
        )  # fmt: skip
        constraints = (
            models.CheckConstraint(condition=Q(pipeline=None) | Q(unit=None), name="bonus_rule_pipeline_or_unit"),
            models.CheckConstraint(
                condition=Q(registrar_percent__gte=0, closer_percent__gte=0, participants_percent__gte=0)
                & Q(registrar_percent__lte=100 - F("closer_percent") - F("participants_percent")),
                name="bonus_rule_shares_are_percent",
            ),
            models.CheckConstraint(
                condition=Q(registrar_percent__gt=0) | Q(closer_percent__gt=0) | Q(participants_percent__gt=0),
                name="bonus_rule_gives_something",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="bonus_rule_ends_later"
            ),
            models.UniqueConstraint(
                fields=("pipeline", "unit", "valid_from"), name="bonus_rule_once_a_day", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.pipeline_id or self.unit_id or '*'}: {self.valid_from}"


class Credit(models.Model):
    """Who brought and who closed a deal, as it was when it was won; gone when the deal is open again."""

    deal = models.OneToOneField(Deal, models.CASCADE, related_name="credit")
    registrar = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    won_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.registrar_id}, {self.closer_id}"


class BonusEntry(models.Model):
    """A line of a statement: what somebody got for a payment, or (`reverses`, negative) gives back after a refund.

    `month` is the first day of the month that it is paid with, `happened_on` the day of the payment or refund itself:
    later than that month never, earlier where that month was locked. `base` is the sum that the share is of.
    """

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="bonuses")
    rule = models.ForeignKey(BonusRule, models.PROTECT, related_name="entries")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bonuses")
    role = models.CharField(max_length=11, choices=BonusRole)
    base = models.DecimalField(max_digits=16, decimal_places=2)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    month = models.DateField(_("month"))
    happened_on = models.DateField()
    reverses = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reversals")
    at = models.DateTimeField()

    class Meta:
        ordering = ("happened_on", "id")
        triggers = (
            pgtrigger.Trigger(
                name="bonus_into_open_month", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_INTO_OPEN_MONTH
            ),
            pgtrigger.Protect(name="bonus_line_stays", operation=pgtrigger.Update | pgtrigger.Delete),
        )
        constraints = (
            models.CheckConstraint(condition=Q(month__day=1), name="bonus_month_is_its_first_day"),
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="bonus_given_or_taken_back",
            ),
            models.UniqueConstraint(fields=("payment", "person", "role"), name="bonus_of_payment_once"),
        )
        indexes = (
            models.Index(fields=("person", "month"), include=("currency", "amount"), name="bonus_of_person"),
            models.Index(fields=("month",), name="bonus_of_month"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.month}: {self.amount}"


class LockedMonth(models.Model):
    """The month, with all before it, is settled: nothing enters any more. Never taken back."""

    month = models.DateField(_("month"), unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-month",)
        triggers = (
            pgtrigger.Trigger(
                name="months_in_order", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_ONE_AFTER_ANOTHER
            ),
            pgtrigger.Protect(name="month_stays_locked", operation=pgtrigger.Update | pgtrigger.Delete),
        )
        constraints = (models.CheckConstraint(condition=Q(month__day=1), name="locked_month_is_its_first_day"),)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
