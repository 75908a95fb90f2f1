"""How long the company keeps data of human beings: one row a rule that it has spoken of."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class RetentionRule(models.Model):
    """A rule of voronka.records.retention as the company has set it; `is_on` lets it act by itself every night."""

    code = models.SlugField(max_length=40, unique=True)
    months = models.PositiveSmallIntegerField()
    is_on = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(months__range=(1, 240)), name="retention_months_within_reason"),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.months}"
