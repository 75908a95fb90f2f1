"""Pipelines and their stages: how a company sells."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.accounts.models import BusinessUnit
from voronka.core.stored import Stored
from voronka.sales.models.stage_places import place


class Pipeline(models.Model):
    """An ordered set of stages; a business unit may have its own. Switched off, never deleted."""

    name = models.CharField(_("name"), max_length=120)
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("pipeline")
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="pipeline_has_name"),
            models.UniqueConstraint(fields=("name",), name="pipeline_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    """Where a stage, and a deal that stands in it, has come to."""

    OPEN = "open", pgettext_lazy("deal", "Open")
    WON = "won", pgettext_lazy("deal", "Won")
    LOST = "lost", pgettext_lazy("deal", "Lost")


class Stage(Stored):
    """A step of a pipeline with the chance to win and the norm of days. Switched off, never deleted."""

    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="stages")
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveIntegerField(_("order"), default=0)
    probability = models.PositiveSmallIntegerField(_("probability, %"), default=0)
    days_norm = models.PositiveSmallIntegerField(_("norm, days"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=4, choices=Outcome, default=Outcome.OPEN)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("stage")
        ordering = ("pipeline__position", "pipeline_id", "position", "id")
        triggers = (place(),)
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="stage_has_name"),
            models.CheckConstraint(condition=Q(probability__lte=100), name="stage_probability_is_percent"),
            models.UniqueConstraint(fields=("pipeline", "name"), name="stage_name_once"),
            # What deals point to: a deal's pipeline and outcome are those of its stage (see the migration).
            models.UniqueConstraint(fields=("pipeline", "id", "outcome"), name="stage_of_deals"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether deals are still worked on here."""
        return self.outcome == Outcome.OPEN
