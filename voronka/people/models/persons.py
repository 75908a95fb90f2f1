"""Persons: those whom we call and write to."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Trim
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voronka.core.errors import Refused
from voronka.people.models.facts import ClientFacts, classified
from voronka.people.models.organizations import Organization
from voronka.records.history import tracked
from voronka.records.models import Record
from voronka.records.models.own_values import own_values
from voronka.records.names import folded

SPACE = Value(" ")


@tracked(exclude=("name",), found_by=("organization",))
class Person(ClientFacts, Record):
    """A human being: a contact of an organization, or a client without any."""

    last_name = models.CharField(_("last name"), max_length=120, blank=True, default="")
    first_name = models.CharField(_("first name"), max_length=120, blank=True, default="")
    middle_name = models.CharField(_("patronymic"), max_length=120, blank=True, default="")
    name = models.GeneratedField(
        expression=Trim(Concat(Trim(Concat(F("last_name"), SPACE, F("first_name"))), SPACE, F("middle_name"))),
        output_field=models.CharField(max_length=400),
        db_persist=True,
        verbose_name=_("name"),
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="persons", verbose_name=_("organization")
    )
    position = models.CharField(_("position"), max_length=160, blank=True, default="")
    role = classified(_("role in the purchase"))
    works_since_on = models.DateField(_("works there since"), null=True, blank=True)
    phones = ArrayField(models.CharField(max_length=40), verbose_name=_("phones"), default=list, blank=True)
    emails = ArrayField(models.CharField(max_length=254), verbose_name=_("e-mails"), default=list, blank=True)
    called = models.CharField(_("how to address"), max_length=120, blank=True, default="", db_default="")
    preferences = models.CharField(_("preferences"), max_length=255, blank=True, default="", db_default="")
    note = models.TextField(_("note"), blank=True, default="")

    class Meta(ClientFacts.Meta):
        abstract = False
        verbose_name = _("person")
        constraints = (
            *ClientFacts.Meta.constraints,
            models.CheckConstraint(condition=~Q(last_name="", first_name=""), name="person_has_name"),
            models.UniqueConstraint(
                fields=("external_id",), condition=~Q(external_id=""), name="person_external_id_once"
            ),
        )
        indexes = (
            own_values("person_own_values"),
            *ClientFacts.Meta.indexes,
            models.Index(folded("name"), "id", name="person_by_name"),
            models.Index(fields=("-created_at", "-id"), name="person_by_creation"),
            models.Index(fields=("owner", "-created_at"), name="person_of_owner"),
            models.Index("owner", folded("name"), "id", name="person_owner_and_name"),
            GinIndex(fields=("phones",), name="person_phones"),
            GinIndex(fields=("emails",), name="person_emails"),
        )

    def __str__(self) -> str:
        return str(self.name)

    def require_name(self) -> None:
        """Refused unless there is a first or a last name."""
        if not (self.last_name or self.first_name):
            raise Refused(gettext("Give a first or a last name."), field="last_name")
