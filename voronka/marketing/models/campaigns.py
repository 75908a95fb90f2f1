"""Campaigns: the channels that leads come through."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from voronka.records.history import tracked
from voronka.records.models import Record
from voronka.records.models.own_values import own_values
from voronka.records.names import folded


@tracked()
class Campaign(Record):
    """A channel of leads: a mailing, a fair, an advertisement, a site form."""

    name = models.CharField(_("name"), max_length=160)
    is_active = models.BooleanField(_("in use"), default=True)
    started_on = models.DateField(_("start"), null=True, blank=True)
    ended_on = models.DateField(_("end"), null=True, blank=True)

    class Meta:
        verbose_name = _("campaign")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="campaign_has_name"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(started_on=None) | Q(ended_on__gte=F("started_on")),
                name="campaign_ends_after_start",
                violation_error_code="order",
                violation_error_message=_("A campaign cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=("external_id",), condition=~Q(external_id=""), name="campaign_external_id_once"
            ),
            models.UniqueConstraint(
                fields=("name",),
                name="campaign_name_once",
                violation_error_code="unique",
                violation_error_message=_("There is a campaign with this name already."),
            ),
        )
        indexes = (
            own_values("campaign_own_values"),
            models.Index(folded("name"), "id", name="campaign_by_name"),
            models.Index(fields=("-created_at", "-id"), name="campaign_by_creation"),
            models.Index(fields=("owner",), name="campaign_of_owner"),
        )

    def __str__(self) -> str:
        return self.name
