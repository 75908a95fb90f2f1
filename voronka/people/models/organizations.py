"""Organizations: the companies that buy."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from voronka.people.models.facts import ClientFacts, classified
from voronka.people.models.no_circle import no_circle
from voronka.records.history import tracked
from voronka.records.models import Record
from voronka.records.models.own_values import own_values
from voronka.records.names import folded


@tracked(found_by=("parent",))
class Organization(ClientFacts, Record):
    """A client company; what it is in law stands in its legal entities."""

    name = models.CharField(_("name"), max_length=255)
    phones = ArrayField(models.CharField(max_length=40), verbose_name=_("phones"), default=list, blank=True)
    emails = ArrayField(models.CharField(max_length=254), verbose_name=_("e-mails"), default=list, blank=True)
    website = models.CharField(_("website"), max_length=255, blank=True, default="")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent organization")
    )
    industry = classified(_("industry"))
    size = classified(_("size"))
    note = models.TextField(_("note"), blank=True, default="")

    class Meta(ClientFacts.Meta):
        abstract = False
        verbose_name = _("organization")
        constraints = (
            *ClientFacts.Meta.constraints,
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="organization_has_no_circle",
                violation_error_code="circle",
                violation_error_message=_("One of them stands above the other in a holding: part them first."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="organization_has_name"),
            models.UniqueConstraint(
                fields=("external_id",), condition=~Q(external_id=""), name="organization_external_id_once"
            ),
        )
        indexes = (
            own_values("organization_own_values"),
            *ClientFacts.Meta.indexes,
            models.Index(folded("name"), "id", name="organization_by_name"),
            models.Index(fields=("-created_at", "-id"), name="organization_by_creation"),
            models.Index(fields=("owner", "-created_at"), name="organization_of_owner"),
            models.Index("owner", folded("name"), "id", name="organization_owner_and_name"),
            GinIndex(fields=("phones",), name="organization_phones"),
            GinIndex(fields=("emails",), name="organization_emails"),
        )

        triggers = (no_circle(table="people_organization", constraint="organization_has_no_circle"),)

    def __str__(self) -> str:
        return self.name
