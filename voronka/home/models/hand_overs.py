"""Hand-overs: everything that somebody had in hand goes to others in one step."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from voronka.records.models import BulkChange

KEPT = timedelta(days=30)


class HandOver(models.Model):
    """Who handed whose work over, and when; `is_switched_off` says that the account was closed with it.

    `user` is empty where the records had several owners or none.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("whose work")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"))
    is_switched_off = models.BooleanField(_("account closed"), default=False)
    undone_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.user or '…'} {self.at:%d.%m.%Y}"

    @property
    def until(self) -> datetime:
        """The last moment to take it back."""
        return self.at + KEPT


class HandOverShare(models.Model):
    """What one person got of one kind: a bulk change, by which it can be taken back.

    `seen_at` is when the person took note of it, `returned` how many records went back when it was taken back.
    """

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="shares")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    change = models.OneToOneField(BulkChange, models.CASCADE, related_name="+")
    count = models.PositiveIntegerField()
    seen_at = models.DateTimeField(_("seen"), null=True)
    returned = models.PositiveIntegerField(_("returned"), null=True)

    def __str__(self) -> str:
        return f"{self.kind}: {self.count}"
