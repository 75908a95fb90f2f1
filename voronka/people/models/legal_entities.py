"""Legal entities («контрагенты»): whom a document is issued to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voronka.people.models.organizations import Organization
from voronka.records.history import tracked
from voronka.records.models import Record
from voronka.records.names import folded


@tracked()
class LegalEntity(Record):
    """A company or entrepreneur in law, of one client organization."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="legal_entities", verbose_name=_("organization")
    )
    name = models.CharField(_("name in law"), max_length=255)
    inn = models.CharField(_("INN"), max_length=12, blank=True, default="")
    kpp = models.CharField(_("KPP"), max_length=9, blank=True, default="")
    ogrn = models.CharField(_("OGRN"), max_length=15, blank=True, default="")
    address = models.CharField(_("legal address"), max_length=255, blank=True, default="")

    class Meta:
        verbose_name = _("legal entity")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="legal_entity_has_name"),
            models.CheckConstraint(
                condition=Q(inn="") | Q(inn__regex=r"^(\d{10}|\d{12})$"), name="legal_entity_inn_form"
            ),
            models.UniqueConstraint(
                fields=("external_id",), condition=~Q(external_id=""), name="legal_entity_external_id_once"
            ),
        )
        indexes = (
            models.Index(folded("name"), "id", name="legal_entity_by_name"),
            models.Index(fields=("inn",), condition=~Q(inn=""), name="legal_entity_by_inn"),
            models.Index(fields=("-created_at", "-id"), name="legal_entity_by_creation"),
        )

    def __str__(self) -> str:
        return self.name
