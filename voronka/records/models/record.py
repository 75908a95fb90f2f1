"""The columns that every record has."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from voronka.core.stored import Stored


class Record(Stored):
    """A row that people work with: it has an owner, a place, a version and an outside id."""

    # Each kind has an index of its own that begins with the owner, and goes on as its lists do.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
        db_index=False,
    )
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    external_id = models.CharField(_("outside id"), max_length=120, blank=True, default="")
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    updated_at = models.DateTimeField(_("changed"))
    version = models.PositiveIntegerField(default=1)
    custom = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """The address of the record's card."""
        from voronka.records.kinds import kind_of  # noqa: PLC0415  # the registry reads the models

        return kind_of(self).url(self.pk)
