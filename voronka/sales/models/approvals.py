"""Approvals: somebody asks that a deal may come to a stage, somebody else decides."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voronka.activities.models import Task
from voronka.sales.models.deals import Deal
from voronka.sales.models.pipelines import Stage


class Approval(models.Model):
    """A question and its decision: granted, refused with a reason, or withdrawn (decided, yet neither).

    The deal stays at `from_stage` until it is granted. `task` is that of the one who was asked.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="approvals")
    from_stage = models.ForeignKey(Stage, models.PROTECT, related_name="+")
    to_stage = models.ForeignKey(Stage, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="waiting_approvals")
    note = models.TextField(_("note"), blank=True, default="")
    task = models.ForeignKey(Task, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_granted = models.BooleanField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True, default="")

    class Meta:
        ordering = ("asked_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("deal",), condition=Q(decided_at=None), name="approval_one_pending"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, is_granted=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="approval_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_granted=None) | Q(is_granted=True) | ~Q(reason=""), name="approval_refused_with_reason"
            ),
        )
        indexes = (models.Index(fields=("deal", "to_stage", "-asked_at"), name="approval_of_deal"),)

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.from_stage_id} → {self.to_stage_id}"

    @property
    def is_pending(self) -> bool:
        """Whether it waits for a decision."""
        return self.decided_at is None
