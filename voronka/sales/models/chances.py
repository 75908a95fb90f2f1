"""The probability of a win as it was learned: what each learning found, and what it says of open deals."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voronka.sales.models.deals import Deal
from voronka.sales.models.pipelines import Stage


class Finding(models.TextChoices):
    """How a learning ended."""

    TAKEN = "taken", _("Taken")
    TOO_FEW = "too_few", _("Too few closed deals")
    NO_BETTER = "no_better", _("No better than the stage alone")
    OLD_BETTER = "old_better", _("The model before is better")


class Learning(models.Model):
    """One learning from closed deals; rows are only added, at most one model is in force.

    `model` are plain numbers (`probability.model`), empty where nothing was learned; `figures` say on how many deals
    and how well (`probability.quality`). `learned_until` is the last closing that it has learned from: what was closed
    later has been seen by nobody and judges both this model and the next one.
    """

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    finding = models.CharField(max_length=10, choices=Finding)
    learned_until = models.DateTimeField(null=True, blank=True)
    model = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    is_in_force = models.BooleanField(default=False)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("is_in_force",), condition=Q(is_in_force=True), name="learning_one_in_force"
            ),
            models.CheckConstraint(condition=Q(finding__in=Finding.values), name="learning_finding_known"),
            models.CheckConstraint(
                condition=Q(is_in_force=False) | (Q(finding=Finding.TAKEN) & ~Q(model={})),
                name="learning_in_force_was_taken",
            ),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}: {self.finding}"


class ChanceTerms(models.Model):
    """Whether the company wants the probability to be learned; one row at most."""

    is_on = models.BooleanField(default=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="chance_terms_once"),)

    def __str__(self) -> str:
        return str(self.is_on)


class DealChance(models.Model):
    """What the model in force says of an open deal at its `stage`, in per cent, and why.

    It counts as long as the deal stands at that stage; `queries.chances` is where it is read. `reasons` are codes and
    numbers (`probability.model`), never words of anybody.
    """

    deal = models.OneToOneField(Deal, models.CASCADE, primary_key=True, related_name="chance")
    stage = models.ForeignKey(Stage, models.PROTECT, db_index=False, related_name="+")
    probability = models.PositiveSmallIntegerField(_("probability, %"))
    reasons = models.JSONField(default=list)
    learning = models.ForeignKey(Learning, models.CASCADE, db_index=False, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(probability__range=(1, 99)), name="deal_chance_is_percent"),)
        indexes = (models.Index(fields=("deal",), include=("stage", "probability"), name="deal_chance_read"),)

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.probability} %"
