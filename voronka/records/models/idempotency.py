"""Keys of creating requests: the same key makes no second record."""

from django.conf import settings
from django.db import models


class CreationKey(models.Model):
    """One creating request that was carried out, and the record that it made."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="creation_key_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"
