"""One migration: a folder of exports of another program, each file a run of its own."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Part(models.TextChoices):
    """What the rows of a run of a migration became."""

    RECORDS = "records", _("Records")
    NOTES = "notes", pgettext_lazy("rows of a migration", "Notes on cards")
    TASKS = "tasks", _("Tasks")
    USERS = "users", _("Employees")
    KEPT = "kept", pgettext_lazy("rows of a migration", "Kept as a file")


FOLDER = "imports"


def random_archive(_migration: "Migration", _name: str) -> str:
    """Where an uploaded archive is kept: a name that nobody can guess."""
    return f"{FOLDER}/{secrets.token_hex(16)}"


class Migration(models.Model):
    """A folder, the program that it came from (the name of a preset), who took it over and when.

    It has no end while it is under way, or where it broke off, with the `error` that is told; `made_users` are the ids
    of the employees that were made for it. What was uploaded as an `archive` is kept until the job is done with it, and
    `tables` counts what it holds.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    preset = models.CharField(max_length=40)
    folder = models.CharField(max_length=255)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    made_users = models.JSONField(default=list)
    archive = models.FileField(upload_to=random_archive, blank=True, default="", db_default="")
    tables = models.PositiveIntegerField(default=0, db_default=0)
    error = models.TextField(blank=True, default="", db_default="")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.folder
