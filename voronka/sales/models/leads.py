"""Leads: raw enquiries with little data."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.marketing.models import Campaign
from voronka.people.models import Organization, Person
from voronka.records.history import tracked
from voronka.records.models import ClassifierValue, Record
from voronka.records.models.own_values import own_values
from voronka.records.names import folded

SPACE, NOTHING = Value(" "), Value("")


class LeadState(models.TextChoices):
    """Where a lead has come to; its status says more of an open one."""

    OPEN = "open", pgettext_lazy("lead", "Open")
    CONVERTED = "converted", pgettext_lazy("lead", "Converted")
    DISQUALIFIED = "disqualified", pgettext_lazy("lead", "Disqualified")


class Answer(models.TextChoices):
    """Whether a lead was answered within the norm; nothing for one that no norm was set for."""

    WAITS = "waits", pgettext_lazy("lead", "Waits")
    IN_TIME = "in_time", pgettext_lazy("lead", "Answered in time")
    LATE = "late", pgettext_lazy("lead", "Answered late")


def _first(path: str) -> Func:
    """The first element of an array column."""
    return Func(F(path), template="(%(expressions)s)[1]", output_field=models.CharField())


PERSON_NAME = Trim(Concat(Trim(Concat(F("last_name"), SPACE, F("first_name"))), SPACE, F("middle_name")))


def _classifier(label: Any) -> "models.ForeignKey[ClassifierValue | None]":
    return models.ForeignKey(
        ClassifierValue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


@tracked(exclude=("name", "state", "answer"), found_by=("organization", "person"))
class Lead(Record):
    """Somebody who might buy: converted into a client and a deal, or disqualified with a reason.

    `respond_by` is when the first answer is due, by the routing rule that it met when it came; leads that somebody
    typed in for himself, or that a file gave to somebody, have none.
    """

    last_name = models.CharField(_("last name"), max_length=120, blank=True, default="")
    first_name = models.CharField(_("first name"), max_length=120, blank=True, default="")
    middle_name = models.CharField(_("patronymic"), max_length=120, blank=True, default="")
    company = models.CharField(_("company"), max_length=255, blank=True, default="")
    position = models.CharField(_("position"), max_length=160, blank=True, default="")
    phones = ArrayField(models.CharField(max_length=40), verbose_name=_("phones"), default=list, blank=True)
    emails = ArrayField(models.CharField(max_length=254), verbose_name=_("e-mails"), default=list, blank=True)
    website = models.CharField(_("website"), max_length=255, blank=True, default="")
    inn = models.CharField(_("INN"), max_length=12, blank=True, default="")
    industry = _classifier(_("industry"))
    region = _classifier(_("region"))
    product = _classifier(_("product"))
    language = _classifier(_("language"))
    source = _classifier(_("source"))
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=_("campaign")
    )
    status = _classifier(_("status"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    note = models.TextField(_("note"), blank=True, default="")
    respond_by = models.DateTimeField(_("answer due"), null=True, blank=True)
    answered_at = models.DateTimeField(_("first answer"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answer_minutes = models.PositiveIntegerField(_("working minutes to the first answer"), null=True, blank=True)
    assigned_at = models.DateTimeField(_("assigned"), null=True, blank=True)
    converted_at = models.DateTimeField(_("converted"), null=True, blank=True)
    converted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=_("organization")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=_("person")
    )
    disqualified_at = models.DateTimeField(_("disqualified"), null=True, blank=True)
    disqualified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    disqualify_reason = _classifier(_("reason"))
    disqualify_comment = models.TextField(_("comment"), blank=True, default="")
    name = models.GeneratedField(
        expression=Coalesce(
            NullIf(PERSON_NAME, NOTHING), NullIf(F("company"), NOTHING), _first("phones"), _first("emails"), NOTHING
        ),
        output_field=models.CharField(max_length=400),
        db_persist=True,
        verbose_name=_("name"),
    )
    state = models.GeneratedField(
        expression=Case(
            When(converted_at__isnull=False, then=Value(LeadState.CONVERTED.value)),
            When(disqualified_at__isnull=False, then=Value(LeadState.DISQUALIFIED.value)),
            default=Value(LeadState.OPEN.value),
        ),
        output_field=models.CharField(max_length=12, choices=LeadState),
        db_persist=True,
        verbose_name=_("state"),
    )
    answer = models.GeneratedField(
        expression=Case(
            When(respond_by__isnull=True, then=NOTHING),
            When(answered_at__isnull=True, then=Value(Answer.WAITS.value)),
            When(answered_at__lte=F("respond_by"), then=Value(Answer.IN_TIME.value)),
            default=Value(Answer.LATE.value),
        ),
        output_field=models.CharField(max_length=7, choices=Answer),
        db_persist=True,
        verbose_name=_("answer"),
    )

    class Meta:
        verbose_name = _("lead")
        constraints = (
            models.CheckConstraint(
                condition=~Q(name=""),
                name="lead_has_name",
                violation_error_code="empty",
                violation_error_message=_("Give a name, a company, a phone or an e-mail."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer_minutes=None)
                | Q(answered_at__isnull=False, answer_minutes__isnull=False),
                name="lead_answer_has_length",
            ),
            models.CheckConstraint(
                condition=Q(converted_at=None) | Q(disqualified_at=None), name="lead_converted_or_disqualified"
            ),
            models.CheckConstraint(
                condition=Q(disqualified_at=None, disqualify_reason=None)
                | Q(disqualified_at__isnull=False, disqualify_reason__isnull=False),
                name="lead_disqualified_has_reason",
            ),
            models.UniqueConstraint(
                fields=("external_id",), condition=~Q(external_id=""), name="lead_external_id_once"
            ),
        )
        indexes = (
            own_values("lead_own_values"),
            models.Index(folded("name"), "id", name="lead_by_name"),
            models.Index(fields=("-created_at", "-id"), name="lead_by_creation"),
            models.Index(fields=("owner", "-created_at", "-id"), name="lead_of_owner"),
            models.Index(
                fields=("-created_at", "-id"), name="lead_queue", condition=Q(state="open", owner__isnull=True)
            ),
            models.Index(fields=("owner", "-created_at"), name="lead_open_of_owner", condition=Q(state="open")),
            models.Index(
                fields=("respond_by",),
                name="lead_answer_due",
                condition=Q(state="open", answered_at__isnull=True, respond_by__isnull=False),
            ),
            models.Index(fields=("inn",), condition=~Q(inn=""), name="lead_by_inn"),
            GinIndex(fields=("phones",), name="lead_phones"),
            GinIndex(fields=("emails",), name="lead_emails"),
        )

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_open(self) -> bool:
        """Whether it is still worked on."""
        return self.converted_at is None and self.disqualified_at is None

    @property
    def state_label(self) -> str:
        """The state as people call it (a generated column has no `get_…_display`)."""
        return str(LeadState(self.state).label)

    @property
    def person_name(self) -> str:
        """The name of the human being, "" when only the company is known."""
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)
