"""Source rows that have become records, recognised by what they say."""

from django.db import models


class ImportedRow(models.Model):
    """The digest of one source row and the record that it became, so that a second import makes nothing."""

    kind = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    record_id = models.BigIntegerField()
    run = models.ForeignKey("imports.ImportRun", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "digest"), name="imported_row_once"),)
        indexes = (models.Index(fields=("kind", "record_id"), name="imported_row_of_record"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"
