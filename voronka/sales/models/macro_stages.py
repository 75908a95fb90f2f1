"""The company's common list of stages, and which of them each stage of a pipeline is counted under from what day on."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.sales.models.pipelines import Outcome, Stage
from voronka.sales.models.stage_places import kind_agrees

MOST_NAME = 80


class MacroKind(models.TextChoices):
    """What a macro-stage says of the deals that stand there; paused ones are open, yet nobody works on them."""

    OPEN = "open", pgettext_lazy("deals", "In work")
    PAUSED = "paused", pgettext_lazy("deals", "On hold")
    WON = "won", pgettext_lazy("deals", "Won")
    LOST = "lost", pgettext_lazy("deals", "Lost")

    @property
    def outcome(self) -> Outcome:
        """The outcome of the stages that can be counted here."""
        return Outcome.OPEN if self is MacroKind.PAUSED else Outcome(self.value)


class MacroStage(models.Model):
    """A stage of the company's common funnel, in which pipelines of all units add up. Switched off, never deleted.

    `probability` (per cent) is that of the usual stage here: by it a new stage finds its place.
    """

    name = models.CharField(_("name"), max_length=MOST_NAME)
    kind = models.CharField(
        pgettext_lazy("macro-stage", "kind"), max_length=6, choices=MacroKind, default=MacroKind.OPEN
    )
    probability = models.PositiveSmallIntegerField(_("probability, %"), default=0)
    position = models.PositiveIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("macro-stage")
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="macro_stage_has_name"),
            models.CheckConstraint(condition=Q(probability__lte=100), name="macro_stage_probability_is_percent"),
            models.UniqueConstraint(fields=("name",), name="macro_stage_name_once"),
        )
        triggers = (pgtrigger.ReadOnly(name="kind_stays", fields=["kind"]),)

    def __str__(self) -> str:
        return self.name


class StageMapping(models.Model):
    """From `valid_from` on (None: from ever) a stage is counted under a macro-stage.

    Only added, never changed: at any moment holds what was said last of those that had begun by then. `by` is None
    where nobody said it: the place that a new stage was given.
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="mappings")
    macro_stage = models.ForeignKey(MacroStage, models.PROTECT, related_name="mappings")
    valid_from = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("place of a stage")
        ordering = ("-id",)
        indexes = (models.Index(fields=("stage", "-id"), name="stage_mapping_last"),)
        triggers = (pgtrigger.ReadOnly(name="said_stays"), kind_agrees())

    def __str__(self) -> str:
        return f"{self.stage_id} → {self.macro_stage_id}"
