"""When the company works: the usual week, days that differ from it, and who is away."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.accounts.models.users import User


class WorkingDay(models.Model):
    """The working hours of a weekday (0 is Monday); a weekday without a row is a day off."""

    weekday = models.PositiveSmallIntegerField(unique=True)
    begins_at = models.TimeField(pgettext_lazy("hours", "from"))
    ends_at = models.TimeField(pgettext_lazy("hours", "to"))

    class Meta:
        ordering = ("weekday",)
        constraints = (
            models.CheckConstraint(condition=Q(weekday__lte=6), name="working_day_of_a_week"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="working_day_ends_later"),
        )

    def __str__(self) -> str:
        return f"{self.weekday}: {self.begins_at:%H:%M}-{self.ends_at:%H:%M}"


class SpecialDay(models.Model):
    """A day that differs from its weekday: a day off, or other hours (a short day, a Saturday that is worked)."""

    on = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True, default="")
    begins_at = models.TimeField(pgettext_lazy("hours", "from"), null=True, blank=True)
    ends_at = models.TimeField(pgettext_lazy("hours", "to"), null=True, blank=True)

    class Meta:
        ordering = ("on",)
        constraints = (
            models.CheckConstraint(
                condition=Q(begins_at=None, ends_at=None) | Q(ends_at__gt=F("begins_at")), name="special_day_ends_later"
            ),
        )

    def __str__(self) -> str:
        return f"{self.on:%d.%m.%Y} {self.name}".strip()


class Absence(models.Model):
    """Days, both ends included, on which somebody is not here: nothing new is given to him."""

    user = models.ForeignKey(User, models.CASCADE, related_name="absences")
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))

    class Meta:
        ordering = ("since",)
        constraints = (models.CheckConstraint(condition=Q(until__gte=F("since")), name="absence_ends_later"),)
        indexes = (models.Index(fields=("until", "since"), name="absence_by_days"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.since:%d.%m.%Y}-{self.until:%d.%m.%Y}"
