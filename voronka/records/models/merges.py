"""Merges of records: what stood before, what was moved, and where the old ids lead."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Merge(models.Model):
    """One merge, kept so that it can be taken back.

    `before` holds the columns of every record as they stood, by id; `after` those of the kept one; `moved` what was
    pointed to it: [{"rule", "rows": [[id, old value]], "dropped": [columns of rows that would have been twice]}].
    """

    kind = models.CharField(max_length=40)
    into_id = models.BigIntegerField()
    ids = ArrayField(models.BigIntegerField())
    names = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    moved = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("kind", "into_id"), name="merge_into"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.ids} → {self.into_id}"


class MergedRecord(models.Model):
    """Where an id that is no more leads; gone when the merge is undone."""

    kind = models.CharField(max_length=40)
    old_id = models.BigIntegerField()
    into_id = models.BigIntegerField()
    merge = models.ForeignKey(Merge, models.CASCADE, related_name="redirects")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "old_id"), name="merged_record_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.old_id} → {self.into_id}"
