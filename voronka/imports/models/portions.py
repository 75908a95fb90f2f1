"""What an import has written for good, portion by portion."""

from django.db import models
from django.db.models.functions import Now


class ImportPortion(models.Model):
    """Rows of a file that stand in the base, stored with them: an import that breaks off goes on after the last one.

    Where rows carry several records each `kind` has portions of its own. A file that had to be read anew is another
    `attempt`: its portions are numbered from 0 again. `trace` is the mark that the history gave to all that the portion
    wrote.
    """

    run = models.ForeignKey("imports.ImportRun", models.CASCADE, related_name="portions")
    attempt = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40, default="", db_default="")
    number = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    created = models.PositiveIntegerField()
    updated = models.PositiveIntegerField()
    duplicates = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    problems = models.JSONField(default=list)
    trace = models.UUIDField(editable=False)
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("run", "attempt", "kind", "number"), name="import_portion_once"),
        )

    def __str__(self) -> str:
        return f"{self.run_id}: {self.number}"
