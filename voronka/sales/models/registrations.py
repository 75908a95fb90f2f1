"""Registrations: who brought a client or a deal, by what evidence, and how long that protects him from rivals."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.activities.models import Interaction, Task
from voronka.people.models import Organization, Person
from voronka.sales.models.deals import Deal
from voronka.sales.models.proofs import Proven

TARGETS = ("organization", "person", "deal")


class Ground(models.TextChoices):
    """What a registration rests on."""

    MADE = "made", _("made the card")
    CONVERTED = "converted", _("converted the lead")
    CLAIMED = "claimed", _("claimed by hand")


class RegistrationState(models.TextChoices):
    """Where a registration has come to."""

    WAITING = "waiting", pgettext_lazy("registration", "waits for a decision")
    UPHELD = "upheld", pgettext_lazy("registration", "upheld")
    REFUSED = "refused", pgettext_lazy("registration", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("registration", "withdrawn")
    RELEASED = "released", pgettext_lazy("registration", "released")
    OVERRULED = "overruled", pgettext_lazy("registration", "gave way to another")
    EXPIRED = "expired", pgettext_lazy("registration", "expired")


class RegistrationTerms(models.Model):
    """How many days a registration protects from its first one on, as the company has set; one row at most."""

    protection_days = models.PositiveSmallIntegerField(default=90)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(pk=1), name="registration_terms_once"),
            models.CheckConstraint(
                condition=Q(protection_days__gte=1, protection_days__lte=3650), name="registration_terms_days"
            ),
        )

    def __str__(self) -> str:
        return f"{self.protection_days}"


def _one_target() -> Q:
    """Exactly one of the three links is filled."""
    found = Q()
    for chosen in TARGETS:
        found |= Q(**{f"{name}__isnull": name != chosen for name in TARGETS})
    return found


def _standing() -> Iterator[models.UniqueConstraint]:
    for name in TARGETS:
        yield models.UniqueConstraint(
            fields=(name,), condition=Q(stands=True, **{f"{name}__isnull": False}), name=f"registration_{name}_once"
        )


class Registration(Proven):
    """Somebody says that a client or a deal is his doing.

    `stands` marks the one of a record that protects, from `since` through `until` (both included): no clock ends it,
    whoever asks compares the day. It is a column of its own, because merged clients keep one of two. Without a decision
    it waits; `asked_of` has the `task`. Evidence is words, an entry of the history (`interaction`) or a file (`proof`).
    """

    PROOF_FOLDER = "registrations"

    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, db_index=False, related_name="registrations"
    )
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, db_index=False, related_name="registrations"
    )
    deal = models.ForeignKey(Deal, models.CASCADE, null=True, blank=True, db_index=False, related_name="registrations")
    registrar = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="registrations")
    at = models.DateTimeField()
    ground = models.CharField(max_length=9, choices=Ground, default=Ground.CLAIMED)
    evidence = models.TextField(_("evidence"), blank=True, default="")
    interaction = models.ForeignKey(Interaction, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=9, choices=RegistrationState, default=RegistrationState.WAITING)
    stands = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(_("protected until"), null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    asked_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    task = models.ForeignKey(Task, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("registration")
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(condition=_one_target(), name="registration_of_one_record"),
            *_standing(),
            models.CheckConstraint(
                condition=Q(stands=False) | Q(state=RegistrationState.UPHELD), name="registration_stands_when_upheld"
            ),
            models.CheckConstraint(
                condition=Q(since=None, until=None) | Q(until__gte=F("since")), name="registration_protects_some_days"
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.UPHELD) | Q(since__isnull=False, until__isnull=False),
                name="registration_upheld_has_days",
            ),
        )
        indexes = (
            *(
                models.Index(fields=(name, "-at"), condition=Q(**{f"{name}__isnull": False}), name=f"registered_{name}")
                for name in TARGETS
            ),
            models.Index(fields=("registrar", "-at"), name="registration_of_registrar"),
            models.Index(fields=("-at",), condition=Q(state="waiting"), name="registration_waiting"),
            models.Index(fields=("until",), condition=Q(stands=True), name="registration_ends"),
        )

    def __str__(self) -> str:
        return f"{self.target}:{getattr(self, f'{self.target}_id')} {self.registrar_id}"

    @property
    def target(self) -> str:
        """The name of the kind of record that is registered."""
        return next(name for name in TARGETS if getattr(self, f"{name}_id") is not None)

    @property
    def record(self) -> Any:
        """The organization, person or deal that is registered."""
        return getattr(self, self.target)

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to decide."""
        return self.state == RegistrationState.WAITING

    def protects(self, on: date) -> bool:
        """Whether rivals have to wait on this day; whoever works here no longer is protected no longer."""
        return self.stands and self.until is not None and on <= self.until and self.registrar.is_active


class RegistrationDeed(models.Model):
    """What was done to a registration, by whom (None: it ended by itself), why; only added to."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="deeds")
    what = models.CharField(
        max_length=9,
        choices=[
            (RegistrationState.WAITING.value, pgettext_lazy("registration", "claimed")),
            ("prolonged", pgettext_lazy("registration", "prolonged")),
            *(one for one in RegistrationState.choices if one[0] != RegistrationState.WAITING),
        ],
    )
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(_("reason"), blank=True, default="")

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(what__in=("refused", "overruled", "prolonged")) | ~Q(reason=""),
                name="registration_deed_has_reason",
            ),
        )
        indexes = (models.Index(fields=("registration", "at"), name="registration_deeds"),)

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.what}"
