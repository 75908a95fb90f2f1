"""Positions beside the main one: where else a person works, and where they worked."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voronka.core.errors import Refused
from voronka.people.models.facts import classified
from voronka.people.models.organizations import Organization
from voronka.people.models.persons import Person
from voronka.records.history import tracked
from voronka.records.models import Record
from voronka.records.models.own_values import own_values


@tracked(found_by=("person", "organization"))
class Position(Record):
    """A tie of a person to an organization that is not the main one, or no more (docs/adr/0019)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="positions", verbose_name=_("person"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="positions", verbose_name=_("organization")
    )
    title = models.CharField(_("position"), max_length=160, blank=True, default="")
    role = classified(_("role in the purchase"))
    since_on = models.DateField(_("since"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("position")
        constraints = (
            models.CheckConstraint(
                condition=Q(since_on=None) | Q(until_on=None) | Q(until_on__gte=F("since_on")),
                name="position_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=("person", "organization"), condition=Q(until_on=None), name="position_held_once"
            ),
            models.UniqueConstraint(
                fields=("external_id",), condition=~Q(external_id=""), name="position_external_id_once"
            ),
        )
        indexes = (
            own_values("position_own_values"),
            models.Index(fields=("-created_at", "-id"), name="position_by_creation"),
            models.Index(fields=("owner",), name="position_of_owner"),
        )

    def __str__(self) -> str:
        return self.title or gettext("Position")

    def settle(self) -> None:
        """Refused where it ends before it begins, or says what stands on the person already."""
        if self.since_on and self.until_on and self.until_on < self.since_on:
            raise Refused(gettext("The last day is before the first one."), field="until_on")
        if self.until_on is None and self.person.organization_id == self.organization_id:
            raise Refused(gettext("This is the main place of work of this person already."), field="organization")
        same = Position.objects.filter(person=self.person_id, organization=self.organization_id, until_on=None)
        if self.until_on is None and same.exclude(pk=self.pk).exists():
            raise Refused(gettext("This person works there already."), field="organization")
