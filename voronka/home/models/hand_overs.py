"""Hand-overs: everything that somebody had in hand goes to others in one step."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from voronka.records.models import BulkChange


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


class HandOverShare(models.Model):
    """What one person got of one kind: a bulk change, by which it can be taken back."""

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="shares")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    change = models.OneToOneField(BulkChange, models.CASCADE, related_name="+")
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.kind}: {self.count}"
