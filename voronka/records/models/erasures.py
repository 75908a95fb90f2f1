"""That somebody was erased: by whom, when and why, and nothing of who it was."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    """Why personal data were erased."""

    REQUEST = "request", _("The person asked for it")
    WITHDRAWN = "withdrawn", _("The consent was withdrawn")
    PURPOSE = "purpose", _("The purpose is reached")
    MISTAKE = "mistake", _("Kept by mistake")
    RETENTION = "retention", _("The time of keeping is over")


class Erasure(models.Model):
    """One erasure; `counts` says how many records of each kind were touched: {"deal": 2, "task": 5}."""

    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)
    why = models.CharField(max_length=12, choices=Why)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "record_id"), name="erasure_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"
