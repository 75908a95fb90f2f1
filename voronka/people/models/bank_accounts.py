"""Bank accounts of legal entities."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voronka.people.models.legal_entities import LegalEntity
from voronka.people.models.one_default import one_default
from voronka.records.history import tracked

# Digits 6 to 8 of a Russian account: the currency by OKV, where 810 is the rouble of old that accounts kept.
CURRENCIES = {
    "810": "RUB",
    "643": "RUB",
    "840": "USD",
    "978": "EUR",
    "156": "CNY",
    "398": "KZT",
    "933": "BYN",
    "784": "AED",
}


@tracked()
class BankAccount(models.Model):
    """An account in a Russian bank (БИК and 20 digits) or in a foreign one (SWIFT, IBAN or whatever number it has)."""

    legal_entity = models.ForeignKey(
        LegalEntity, models.CASCADE, related_name="bank_accounts", verbose_name=_("legal entity")
    )
    bank = models.CharField(_("bank"), max_length=255, blank=True, default="")
    bic = models.CharField(_("BIC"), max_length=9, blank=True, default="")
    number = models.CharField(_("account number"), max_length=34)
    correspondent = models.CharField(_("correspondent account"), max_length=20, blank=True, default="")
    swift = models.CharField(_("SWIFT"), max_length=11, blank=True, default="")
    is_default = models.BooleanField(_("default"), default=False)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    updated_at = models.DateTimeField(_("changed"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("bank account")
        ordering = ("-is_default", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(bic="", number__regex=r"^[0-9A-Z]{4,34}$")
                | Q(bic__regex=r"^\d{9}$", number__regex=r"^\d{20}$"),
                name="bank_account_number_form",
            ),
            models.CheckConstraint(
                condition=Q(correspondent="") | Q(correspondent__regex=r"^\d{20}$"),
                name="bank_account_correspondent_form",
            ),
            models.UniqueConstraint(fields=("legal_entity", "bic", "number"), name="bank_account_once"),
            models.UniqueConstraint(
                fields=("legal_entity",), condition=Q(is_default=True), name="bank_account_one_default"
            ),
        )
        triggers = one_default(table="people_bankaccount", parent="legal_entity_id", parents="people_legalentity")

    def __str__(self) -> str:
        return " · ".join(part for part in (self.number, self.bic or self.swift, self.bank) if part)

    @property
    def currency(self) -> str:
        """The currency that the number of a Russian account tells; empty where it does not."""
        return CURRENCIES.get(self.number[5:8], "") if self.bic else ""

    @property
    def shown_number(self) -> str:
        """The number in groups: 40702 810 9 0000 0005555 as banks print it, fours for an IBAN."""
        ends = (5, 8, 9, 13, 20) if self.bic else tuple(range(4, len(self.number) + 4, 4))
        return " ".join(self.number[start:end] for start, end in zip((0, *ends), ends, strict=False))
