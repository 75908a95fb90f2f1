"""The one history of every card: what happened to a record, and on whose cards it shows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from voronka.activities.models.interactions import Interaction
from voronka.activities.models.tasks import Task
from voronka.core.stored import Stored


class HistoryEntry(Stored):
    """Something that happened to its home subject: an interaction, a task done, or an event of a higher app.

    `type` is registered in `activities.history`; `data` holds what its sentence is made of.
    """

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    type = models.CharField(_("type"), max_length=40)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    data = models.JSONField(default=dict)
    interaction = models.OneToOneField(Interaction, models.CASCADE, null=True, related_name="entry")
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="entries")

    class Meta:
        indexes = (models.Index(fields=("subject_kind", "subject_id"), name="history_of_subject"),)

    def __str__(self) -> str:
        return f"{self.type} {self.subject_kind}:{self.subject_id}"


class HistoryLink(models.Model):
    """A card that an entry shows on: its home subject and that subject's clients; `at` is copied for the order."""

    entry = models.ForeignKey(HistoryEntry, models.CASCADE, related_name="links", db_index=False)
    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("entry", "kind", "record_id"), name="history_link_once"),)
        indexes = (models.Index(fields=("kind", "record_id", "-at", "-entry"), name="history_of_card"),)

    def __str__(self) -> str:
        return f"{self.kind}:{self.record_id}"
