"""One import of one file."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.imports.models.folders import FOLDER, Migration, Part
from voronka.imports.reading.layout import Layout


class RunState(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("Uploaded")
    WORKING = "working", _("In progress")
    PAUSED = "paused", pgettext_lazy("import", "Paused")
    CHECKED = "checked", _("Checked")
    DONE = "done", pgettext_lazy("import", "Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", pgettext_lazy("import", "Cancelled")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", pgettext_lazy("import", "Undone")


# The records of the run stand in the base, or stood there.
CARRIED_OUT = frozenset({RunState.DONE, RunState.UNDOING, RunState.UNDONE})

# It is at work, or will be once it is let go on: its file and its settled rows are needed.
ON_THE_WAY = frozenset({RunState.WORKING, RunState.PAUSED})


def random_name(_run: "ImportRun", _name: str) -> str:
    """Where an uploaded file is kept: a name that nobody can guess and that says nothing to any program."""
    return f"{FOLDER}/{secrets.token_hex(16)}"


class ImportRun(models.Model):
    """A file, what its columns mean, and what came of it.

    `attempt` counts the readings of the file by the import that have settled what its rows become; from then on it is
    `writing_at`, in portions of `portion_rows` rows of the file, all of them as of `wrote_at`. `trace` is the mark that
    the history gave to what was written before the first of them, `wrote` how much was written in all: {"person":
    [made, changed]}, `made` the ids of values and pipelines; `undone` is what came of its undoing (see
    engine/giving_back.py). `part` says what the rows became where the run is one of a migration.

    `terms` are a `terms.RowTerms`, `headings` the mark by which they are recalled, `like` the import they were recalled
    from. `survey` counts the values of columns, `found` holds examples of what a check foretells, `conflicts` the rows
    that differ from the base; all three say something of people, and stay only until the records are stored.
    """

    kind = models.CharField(max_length=40)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="import_runs")
    file_name = models.CharField(max_length=255)
    file = models.FileField(upload_to=random_name, blank=True)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.UPLOADED)
    mapping = models.JSONField(default=dict)
    file_hash = models.CharField(max_length=64, blank=True, default="", db_default="")  # SHA-256 of what was uploaded
    sheet = models.PositiveSmallIntegerField(default=0, db_default=0)
    heading_row = models.PositiveIntegerField(default=0, db_default=0)
    heading_rows = models.PositiveSmallIntegerField(default=1, db_default=1)
    passed = models.JSONField(default=dict, db_default={})
    region = models.CharField(max_length=2, blank=True, default="")
    is_dry = models.BooleanField(default=False)
    adds_values = models.BooleanField(default=True, db_default=True)
    terms = models.JSONField(default=dict, db_default={})
    headings = models.CharField(max_length=64, blank=True, default="", db_default="")
    like = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    survey = models.JSONField(default=dict, db_default={})
    found = models.JSONField(default=dict, db_default={})
    conflicts = models.JSONField(default=list, db_default=[])
    rows_read = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    new_values = models.JSONField(default=list, db_default=[])
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0, db_default=0)
    portion_rows = models.PositiveIntegerField(default=5_000, db_default=5_000)
    writing_at = models.DateTimeField(null=True, blank=True)
    wrote_at = models.DateTimeField(null=True, blank=True)
    trace = models.UUIDField(null=True, editable=False)
    wrote = models.JSONField(default=dict, db_default={})
    made = models.JSONField(default=dict, db_default={})
    migration = models.ForeignKey(Migration, models.CASCADE, null=True, blank=True, related_name="runs")
    part = models.CharField(max_length=10, choices=Part, blank=True, default="", db_default="")
    undo_begun_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone = models.JSONField(default=dict, db_default={})
    is_unfinished = models.BooleanField(default=False, db_default=False)  # cancelled after the first portion

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("kind", "headings"), name="import_by_headings"),)

    def __str__(self) -> str:
        return self.file_name

    @property
    def layout(self) -> Layout:
        """Which sheet of the file is imported, and where its headings stand."""
        return Layout(self.sheet, self.heading_row, self.heading_rows)

    @layout.setter
    def layout(self, found: Layout) -> None:
        self.sheet, self.heading_row, self.heading_rows = found.sheet, found.top, found.deep
