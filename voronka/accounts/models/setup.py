"""One-time links that let the first administrator in."""

from django.db import models


class SetupLink(models.Model):
    """A link printed at the first start; only a digest of its secret is kept."""

    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"
