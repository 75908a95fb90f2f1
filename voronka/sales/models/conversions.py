"""What a conversion made, so that it can be taken back."""

from django.conf import settings
from django.db import models

from voronka.sales.models.leads import Lead


class LeadConversion(models.Model):
    """One conversion of a lead. `made` holds [kind, id, version] of each new record in the order of their making.

    `completed` holds id and version of a person that existed and learnt from the lead, and the names of what changed.
    """

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="conversions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    made = models.JSONField(default=list)
    completed = models.JSONField(default=dict)
    had_owner = models.BooleanField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("lead",), condition=models.Q(undone_at=None), name="lead_conversion_one_stands"
            ),
        )

    def __str__(self) -> str:
        return f"{self.lead_id} {self.at:%Y-%m-%d}"
