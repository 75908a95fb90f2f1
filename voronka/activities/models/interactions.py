"""Interactions: calls, meetings, letters and notes, each about one record."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voronka.activities.models.about import AboutRecord
from voronka.activities.models.types import InteractionType
from voronka.records.history import tracked
from voronka.records.models import Record
from voronka.records.models.own_values import own_values


class Direction(models.TextChoices):
    """Who began."""

    OUT = "out", _("From us")
    IN = "in", _("To us")


@tracked()
class Interaction(AboutRecord, Record):
    """One contact with a client and what came of it; the owner is the one who spoke."""

    type = models.ForeignKey(InteractionType, models.PROTECT, related_name="+", verbose_name=_("type"))
    text = models.TextField(_("result"), blank=True, default="")
    direction = models.CharField(_("direction"), max_length=3, choices=Direction, blank=True, default="")
    minutes = models.PositiveIntegerField(_("minutes spent"), default=0)
    happened_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("interaction")
        constraints = (
            models.CheckConstraint(
                condition=~Q(subject_kind="") & Q(subject_id__isnull=False), name="interaction_has_subject"
            ),
            models.CheckConstraint(condition=Q(minutes__lte=24 * 60), name="interaction_within_a_day"),
            models.UniqueConstraint(
                fields=("external_id",), condition=~Q(external_id=""), name="interaction_external_id_once"
            ),
        )
        indexes = (
            own_values("interaction_own_values"),
            models.Index(
                fields=("subject_kind", "subject_id", "-happened_at"),
                include=("owner", "minutes"),
                name="interaction_of_subject",
            ),
            models.Index(fields=("owner", "-happened_at"), name="interaction_of_owner"),
            models.Index(
                fields=("-happened_at", "-id"),
                include=("owner", "department", "type", "minutes", "subject_kind", "subject_id"),
                name="interaction_of_period",
            ),
            models.Index(fields=("-created_at", "-id"), name="interaction_by_creation"),
        )

    def __str__(self) -> str:
        return f"{self.type}, {self.happened_at.astimezone(timezone.get_current_timezone()):%d.%m.%Y}"
