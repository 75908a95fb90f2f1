"""Signals of deals that ask for attention, and what was decided about them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.activities.models import Task
from voronka.sales.models.deals import Deal


class SignalKind(models.TextChoices):
    """What a deal asks attention for; the order is that of how much it matters."""

    STOP_LOSS = "stop_loss", _("Costs more than it can bring")
    COST_OVER = "cost_over", _("Cost of selling above the plan")
    DAYS_OVER = "days_over", _("Longer at the stage than its norm")
    MINUTES_OVER = "minutes_over", _("More time spent than the norm of the stage")
    STEP_LATE = "step_late", _("The next step is overdue")
    NO_STEP = "no_step", pgettext_lazy("signal", "No next step")
    SILENT = "silent", _("No contact for long")
    DAYS_NEAR = "days_near", _("Most days of the stage have gone")
    MINUTES_NEAR = "minutes_near", _("Most of the stage’s time is spent")


class Signal(models.Model):
    """A deal has asked for attention since a moment; at most one is open for each deal and kind.

    `value` and `limit` are days, minutes or roubles, as the kind measures. It sleeps through the day `sleeps_until`
    when somebody has decided to go on.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="signals")
    kind = models.CharField(max_length=12, choices=SignalKind)
    since = models.DateTimeField()
    value = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    limit = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    sleeps_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("deal", "kind"), condition=Q(ended_at=None), name="signal_one_open"),
            models.CheckConstraint(condition=Q(kind__in=SignalKind.values), name="signal_kind_known"),
        )
        indexes = (models.Index(fields=("kind", "since"), condition=Q(ended_at=None), name="signal_open_by_kind"),)

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.kind}"


class Choice(models.TextChoices):
    """What may be decided about a signal."""

    GO_ON = "go_on", pgettext_lazy("decision", "Go on")
    ESCALATE = "escalate", _("Ask the head")
    CLOSE = "close", _("Close the deal")


class Decision(models.Model):
    """What somebody decided about a signal, and why; rows are only added.

    `task` is that of the head who was asked.
    """

    signal = models.ForeignKey(Signal, models.CASCADE, related_name="decisions")
    deal = models.ForeignKey(Deal, models.CASCADE, related_name="decisions")
    what = models.CharField(max_length=8, choices=Choice)
    until = models.DateField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    task = models.ForeignKey(Task, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(what=Choice.GO_ON) | (Q(until__isnull=False) & ~Q(reason="")),
                name="decision_to_go_on_has_day_and_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.what}"
