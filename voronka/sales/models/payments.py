"""Payments on deals as sales knows them: what came in, what went back; billing tells of its own the same way."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voronka.sales.models.deals import Currency, Deal

BY_HAND = "hand"
FIGURES = ("deal", "refund_of", "amount", "currency", "paid_on", "origin", "by", "at")


class Payment(models.Model):
    """Money that came in for a deal, or (`refund_of`, a negative amount) went back; only added to.

    `origin` says who told: BY_HAND, or the name of a program; `reference` is the number of the document. Told twice it
    is one payment. A mark made by mistake is refunded in full, with the reason: `is_refunded` tells so, and the
    document is free for another payment.
    """

    deal = models.ForeignKey(Deal, models.PROTECT, related_name="payments")
    refund_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="refunds")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, default=Currency.RUB)
    paid_on = models.DateField(_("day of the payment"))
    reference = models.CharField(_("document"), max_length=120, blank=True, default="")
    origin = models.CharField(max_length=20, default=BY_HAND)
    reason = models.TextField(_("reason"), blank=True, default="")
    is_refunded = models.BooleanField(default=False, db_default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("payment")
        ordering = ("-paid_on", "-id")
        triggers = (
            pgtrigger.Protect(name="payment_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="payment_keeps_figures", fields=list(FIGURES)),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(refund_of=None, amount__gt=0) | (Q(refund_of__isnull=False, amount__lt=0) & ~Q(reason="")),
                name="payment_comes_or_goes_back",
            ),
            models.UniqueConstraint(
                fields=("deal", "origin", "reference", "paid_on", "amount", "currency"),
                condition=Q(refund_of=None, is_refunded=False),
                name="payment_once",
            ),
            models.UniqueConstraint(
                fields=("refund_of", "reference", "paid_on", "amount"),
                condition=Q(refund_of__isnull=False),
                name="refund_once",
            ),
        )
        indexes = (models.Index(fields=("refund_of",), name="refunds_of_payment"),)

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.amount} {self.currency}"
