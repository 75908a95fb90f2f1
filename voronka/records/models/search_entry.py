"""The one table that global search reads."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F


class SearchEntry(models.Model):
    """What can be found of a record: its title, a second line, its words and the digits of its phones and numbers.

    Owner and department are copied from the record, so that access is one condition on this table.
    """

    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    owner = models.ForeignKey("accounts.User", models.CASCADE, null=True, related_name="+")
    department = models.ForeignKey("accounts.Department", models.CASCADE, null=True, related_name="+")
    title = models.TextField()
    subtitle = models.TextField(default="")
    words = models.TextField(default="")
    digits = models.TextField(default="")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "record_id"), name="search_entry_once"),)
        indexes = (
            GinIndex(OpClass(F("words"), "gin_trgm_ops"), name="search_words_trgm"),
            GinIndex(OpClass(F("digits"), "gin_trgm_ops"), name="search_digits_trgm"),
        )

    def __str__(self) -> str:
        return self.title
