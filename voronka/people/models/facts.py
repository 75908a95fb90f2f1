"""What is known of any client, a company or a human being: where, of which kind, why they came, what may come of it."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voronka.core.stored import Stored
from voronka.records.models import ClassifierValue


class AddressType(models.TextChoices):
    """What an address is for."""

    ACTUAL = "actual", _("Where they sit")
    LEGAL = "legal", _("Legal")
    POSTAL = "postal", _("Postal")
    DELIVERY = "delivery", _("Delivery")
    WAREHOUSE = "warehouse", _("Warehouse")
    HOME = "home", _("Home")
    OTHER = "other", _("Other")


def classified(name: Any) -> "models.ForeignKey[ClassifierValue | None, ClassifierValue | None]":
    """A column for a value of a classifier."""
    return models.ForeignKey(
        ClassifierValue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=name
    )


class ClientFacts(Stored):
    """The facts of a client.

    `address` is the one where the client is found; all others stand in `addresses` with what they are for: a list of
    {type, city, text, comment}. `segments` are ids of classifier values. `probability` of a purchase is in percent.
    """

    address = models.CharField(_("address"), max_length=255, blank=True, default="", db_default="")
    addresses = models.JSONField(_("other addresses"), default=list, db_default=[], blank=True)
    region = classified(_("region"))
    segments = ArrayField(models.BigIntegerField(), verbose_name=_("segments"), default=list, db_default=[], blank=True)
    source = classified(_("source"))
    trigger_event = models.CharField(_("what made them come"), max_length=255, blank=True, default="", db_default="")
    impression = classified(_("impression"))
    probability = models.PositiveSmallIntegerField(_("probability of a purchase"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(probability=None) | Q(probability__range=(0, 100)), name="%(class)s_probability_percent"
            ),
        )
        indexes: ClassVar[tuple[models.Index, ...]] = (GinIndex(fields=("segments",), name="%(class)s_segments"),)
