"""The journal of exports: who took what out of the base, and how much."""

from django.conf import settings
from django.db import models


class ExportEntry(models.Model):
    """One export: its kind, condition, columns and number of records."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    format = models.CharField(max_length=10)
    filter = models.JSONField(default=dict)
    text = models.CharField(max_length=200, blank=True, default="")
    columns = models.JSONField(default=list)
    count = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"
