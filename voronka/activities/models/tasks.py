"""Tasks: what somebody has to do, about a record or about nothing."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.activities.models.about import AboutRecord
from voronka.records.history import tracked
from voronka.records.models import Record
from voronka.records.models.own_values import own_values


class Priority(models.TextChoices):
    """How much it matters."""

    HIGH = "high", pgettext_lazy("priority", "High")
    NORMAL = "normal", pgettext_lazy("priority", "Normal")
    LOW = "low", pgettext_lazy("priority", "Low")


@tracked()
class Task(AboutRecord, Record):
    """Something to do by a day or by a moment; the owner has to do it, the author asked for it.

    `due_at` of a day is the last second of that day, so «overdue» is one comparison; `has_time` tells them apart.
    """

    title = models.CharField(_("what to do"), max_length=255)
    note = models.TextField(_("description"), blank=True, default="")
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    has_time = models.BooleanField(default=False)
    priority = models.CharField(_("priority"), max_length=6, choices=Priority, default=Priority.NORMAL)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )
    result = models.TextField(_("result"), blank=True, default="")

    class Meta:
        verbose_name = _("task")
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="task_has_title"),
            models.CheckConstraint(
                condition=Q(subject_kind="", subject_id__isnull=True)
                | (~Q(subject_kind="") & Q(subject_id__isnull=False)),
                name="task_subject_whole",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(done_by__isnull=False), name="task_done_by_somebody"
            ),
            models.CheckConstraint(condition=Q(has_time=False) | Q(due_at__isnull=False), name="task_time_needs_day"),
            models.UniqueConstraint(
                fields=("external_id",), condition=~Q(external_id=""), name="task_external_id_once"
            ),
        )
        indexes = (
            own_values("task_own_values"),
            models.Index(fields=("owner", "due_at"), condition=Q(done_at__isnull=True), name="task_open_of_owner"),
            models.Index(
                fields=("subject_kind", "subject_id", "due_at"),
                condition=Q(done_at__isnull=True) & Q(subject_id__isnull=False),
                name="task_open_of_subject",
            ),
            models.Index(
                fields=("created_by", "due_at"), condition=Q(done_at__isnull=True), name="task_open_of_author"
            ),
            models.Index(fields=("department", "due_at"), condition=Q(done_at__isnull=True), name="task_open_of_place"),
            models.Index(fields=("owner", "-done_at"), condition=Q(done_at__isnull=False), name="task_done_of_owner"),
            models.Index(fields=("-created_at", "-id"), name="task_by_creation"),
            models.Index(fields=("owner",), name="task_of_owner"),
            models.Index(fields=("due_at", "id"), name="task_by_day"),
        )

    def __str__(self) -> str:
        return self.title

    def is_overdue(self, at: datetime) -> bool:
        """Whether it should have been done by now."""
        return self.done_at is None and self.due_at is not None and self.due_at < at

    def settle(self) -> None:
        """Derive `has_time`: the last second of a minute marks a day without a time."""
        self.has_time = self.due_at is not None and self.due_at.second != LAST_SECOND


LAST_SECOND = 59
