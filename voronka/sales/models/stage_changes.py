"""The stage history of deals, with the time spent in each stage."""

from django.conf import settings
from django.db import models

from voronka.accounts.models import BusinessUnit
from voronka.sales.models.deals import Deal
from voronka.sales.models.macro_stages import MacroStage
from voronka.sales.models.passed_stages import left_stages
from voronka.sales.models.pipelines import Stage


class StageChange(models.Model):
    """A deal came to a stage; its first row says where it was made, with no stage before it.

    Seconds of all rows of a deal add up to the time from its creation to its last change of stage. `macro_stage` and
    `unit` are those of `to_stage` as they were at that moment; a trigger writes them, nothing changes them later.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="stage_changes")
    from_stage = models.ForeignKey(Stage, models.PROTECT, null=True, blank=True, related_name="+")
    to_stage = models.ForeignKey(Stage, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    seconds_in_previous = models.BigIntegerField(default=0)
    macro_stage = models.ForeignKey(
        MacroStage, models.PROTECT, null=True, editable=False, db_index=False, related_name="+"
    )
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, null=True, editable=False, db_index=False, related_name="+")

    class Meta:
        triggers = left_stages()
        constraints = (
            models.UniqueConstraint(
                fields=("deal",), condition=models.Q(from_stage=None), name="stage_change_one_beginning"
            ),
            models.CheckConstraint(condition=models.Q(seconds_in_previous__gte=0), name="stage_change_time_goes_on"),
        )
        indexes = (
            models.Index(fields=("deal", "at", "id"), name="stage_change_of_deal"),
            models.Index(fields=("to_stage", "at"), include=("deal", "from_stage"), name="stage_change_arrivals"),
            models.Index(fields=("from_stage", "at"), include=("seconds_in_previous",), name="stage_change_leavings"),
        )

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.from_stage_id} → {self.to_stage_id}"
