"""The journal of exports: who took what out of the base, and how much; files that a job made are kept for a while."""

import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import pgettext_lazy

FOLDER = "exports"


class ExportState(models.TextChoices):
    """Where an export stands."""

    WORKING = "working", pgettext_lazy("export", "Being made")
    DONE = "done", pgettext_lazy("export", "Done")
    STOPPED = "stopped", pgettext_lazy("export", "Stopped")
    FAILED = "failed", pgettext_lazy("export", "Failed")


def random_name(_entry: "ExportEntry", _name: str) -> str:
    """Where a file is kept: a name that nobody can guess."""
    return f"{FOLDER}/{secrets.token_hex(16)}"


class ExportEntry(models.Model):
    """One export: its kind, condition, order, columns and number of records.

    `ids` are the records that were selected, empty for all that the condition finds. `done` counts those that a job has
    written so far; `address` is that of the computer that asked. Its `file` goes after some days, the entry stays.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    format = models.CharField(max_length=10)
    filter = models.JSONField(default=dict)
    text = models.CharField(max_length=200, blank=True, default="")
    sort = models.CharField(max_length=80, blank=True, default="")
    columns = models.JSONField(default=list)
    ids = ArrayField(models.BigIntegerField(), null=True, blank=True)
    count = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=ExportState, default=ExportState.DONE)
    done = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to=random_name, blank=True)
    error = models.TextField(blank=True, default="")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at",)
        indexes = (models.Index(fields=("user", "-at"), name="export_entry_of_user"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"
