"""Participants: who does a part of the work on a deal beside its owner, and sees it meanwhile."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from voronka.activities.models import Task
from voronka.sales.models.deals import Deal
from voronka.sales.models.pipelines import Stage


class Part(models.TextChoices):
    """What somebody does for a deal."""

    PERFORMER = "performer", pgettext_lazy("participant", "Performer")
    APPROVER = "approver", pgettext_lazy("participant", "Approver")


class Participant(models.Model):
    """Somebody takes part in a deal because of a stage, until `ended_at`."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="participations")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+")
    part = models.CharField(max_length=9, choices=Part, default=Part.PERFORMER)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    task = models.ForeignKey(Task, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("since", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("deal", "user", "part"), condition=Q(ended_at=None), name="participant_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("since")), name="participant_ends_after"
            ),
        )
        indexes = (
            models.Index(
                fields=("user", "part"), include=("deal",), condition=Q(ended_at=None), name="participant_at_work"
            ),
        )

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.user_id}"
