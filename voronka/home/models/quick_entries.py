"""What was entered by one line, so that it can be taken back in one go."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class QuickEntry(models.Model):
    """One quick entry: what it has made, and what it added to records that existed.

    `made` are `[kind, id]`, with the version behind where that is not 1 after the making.
    `completed` holds `[kind, id, version after, {field: value before}]`. Names and phones stand in the records only.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("author"))
    at = models.DateTimeField(_("moment"), db_index=True)
    made = models.JSONField(default=list)
    completed = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("quick entry")

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d}"
