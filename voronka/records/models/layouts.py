"""What an administrator has made of a kind's card and of its form."""

from django.conf import settings
from django.db import models


class CardLayout(models.Model):
    """The layout of one kind, one row each; a row without groups stands for what the kind has from the start.

    `groups` are [{label, fields, more}], `aside` names what was put off the card, `form` what a new record is asked
    for at once. `version` grows with each save, also with the way back to the start.
    """

    kind = models.CharField(max_length=40, unique=True)
    groups = models.JSONField(default=list)
    aside = models.JSONField(default=list)
    form = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.kind
