"""Pairs of records that may be one thing, what was decided of them, the searches that found them, unseen matches."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Decision(models.TextChoices):
    """What people said of a pair; a merged pair is no pair any more."""

    OPEN = "", _("To decide")
    DIFFERENT = "different", _("Different")


class DuplicatePair(models.Model):
    """Two records that look like one, or that somebody said are two; reasons are codes, the strongest first."""

    kind = models.CharField(max_length=40)
    low_id = models.BigIntegerField()
    high_id = models.BigIntegerField()
    score = models.FloatField()
    reasons = ArrayField(models.CharField(max_length=40), default=list)
    found_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "low_id", "high_id"), name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(low_id__lt=F("high_id")), name="duplicate_pair_in_order"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="duplicate_pair_score"),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="duplicate_pair_decided_by_somebody",
            ),
        )
        indexes = (
            models.Index(fields=("kind", "-score", "id"), condition=Q(decision=""), name="duplicate_pair_to_decide"),
            models.Index(fields=("kind", "high_id"), name="duplicate_pair_by_high"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.low_id} = {self.high_id}: {self.score:.2f}"


class DuplicateSearch(models.Model):
    """One search over all records of a kind: how far it is and what it found."""

    kind = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    compared = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(default=0, db_default=0)
    failed = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=("kind", "-id"), name="duplicate_search_latest"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_at:%d.%m.%Y %H:%M}"


class UnseenMatches(models.Model):
    """Of which records of others somebody was told in a day that they have the typed phone, letter box or number."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    on = models.DateField()
    ids = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "on"), name="unseen_matches_of_a_day"),)

    def __str__(self) -> str:
        return f"{self.by_id} {self.on}: {len(self.ids)}"
