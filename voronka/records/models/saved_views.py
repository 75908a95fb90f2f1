"""Views of a list that a person keeps or shares."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A named filter, order and set of columns of one kind's list."""

    kind = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    is_shared = models.BooleanField(_("for everybody"), default=False)
    filter = models.JSONField(default=dict, blank=True)
    sort = models.CharField(max_length=60, blank=True, default="")
    columns = models.JSONField(default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint(fields=("kind", "owner", "name"), name="saved_view_name_once"),)

    def __str__(self) -> str:
        return self.name
