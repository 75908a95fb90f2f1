"""Deals: possible sales, each at a stage of a pipeline."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import BusinessUnit
from voronka.marketing.models import Campaign
from voronka.people.models import Organization, Person
from voronka.records.history import tracked
from voronka.records.models import ClassifierValue, Record
from voronka.records.models.own_values import own_values
from voronka.records.names import folded
from voronka.sales.models.forecasts import Category
from voronka.sales.models.leads import Lead
from voronka.sales.models.macro_stages import MacroStage
from voronka.sales.models.passed_stages import passed_stages
from voronka.sales.models.pipelines import Outcome, Pipeline, Stage
from voronka.sales.models.spent import SPENT


class Currency(models.TextChoices):
    """What deals are counted in."""

    RUB = "RUB", _("Rouble")
    USD = "USD", _("US dollar")
    EUR = "EUR", _("Euro")
    CNY = "CNY", _("Yuan")
    KZT = "KZT", _("Tenge")
    BYN = "BYN", _("Belarusian rouble")


REMEMBERED = ("passed", "left_stages", "left_minutes", "macro_stage", "unit", "passed_macros", "macro_minutes")


@tracked(exclude=(*REMEMBERED, *SPENT), found_by=("organization", "person", "lead"))
class Deal(Record):
    """A possible sale to a client.

    `pipeline` and `outcome` repeat what the stage says; a composite foreign key (see the migration) keeps them equal,
    so that other constraints and indexes may use them. `passed` are the ids of all stages that it has stood at,
    `left_stages` and `left_minutes` the first hundred that it left, with the time in each; `passed_macros` and
    `macro_minutes` say the same by macro-stage, None for one that it has not left, and `macro_stage` and `unit` are
    those of its last change of stage: all as they were at the time. Triggers keep them: reports count hundreds of
    thousands of deals without their stage history. `labour_minutes`, `labour_sixtieths` and `expenses_sum` are the
    effort that it took, right unless a `StaleCost` names the deal.
    """

    name = models.CharField(_("name"), max_length=255)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="deals", verbose_name=_("organization")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="deals", verbose_name=_("person")
    )
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, blank=True, related_name="deals", verbose_name=_("lead"))
    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="deals", verbose_name=_("pipeline"))
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="deals", verbose_name=_("stage"))
    passed = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    left_stages = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    left_minutes = ArrayField(models.IntegerField(), default=list, blank=True, editable=False)
    passed_macros = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    macro_minutes = ArrayField(models.IntegerField(null=True), default=list, blank=True, editable=False)
    macro_stage = models.ForeignKey(
        MacroStage, models.PROTECT, null=True, blank=True, editable=False, db_index=False, related_name="+"
    )
    unit = models.ForeignKey(
        BusinessUnit, models.PROTECT, null=True, blank=True, editable=False, db_index=False, related_name="+"
    )
    labour_minutes = models.BigIntegerField(default=0, db_default=0, editable=False)
    labour_sixtieths = models.DecimalField(max_digits=20, decimal_places=2, default=0, db_default=0, editable=False)
    expenses_sum = models.DecimalField(max_digits=16, decimal_places=2, default=0, db_default=0, editable=False)
    outcome = models.CharField(_("outcome"), max_length=4, choices=Outcome, default=Outcome.OPEN)
    stage_since = models.DateTimeField(_("in the stage since"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, default=Currency.RUB)
    margin = models.DecimalField(_("expected margin"), max_digits=14, decimal_places=2, null=True, blank=True)
    planned_cost = models.DecimalField(
        _("planned cost of selling, ₽"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    expected_close_on = models.DateField(_("expected close"), null=True, blank=True)
    forecast = models.CharField(
        _("forecast category"), max_length=8, choices=Category, blank=True, default="", db_default=""
    )
    product = models.ForeignKey(
        ClassifierValue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("product")
    )
    source = models.ForeignKey(
        ClassifierValue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="deals", verbose_name=_("campaign")
    )
    note = models.TextField(_("note"), blank=True, default="")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    lost_reason = models.ForeignKey(
        ClassifierValue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reason of the loss")
    )
    lost_comment = models.TextField(_("comment on the loss"), blank=True, default="")

    competitor = models.ForeignKey(
        ClassifierValue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("competitor")
    )
    win_back_on = models.DateField(_("to come back to the client on"), null=True, blank=True)

    class Meta:
        verbose_name = _("deal")
        triggers = (passed_stages(),)
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="deal_has_name"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="deal_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(planned_cost=None) | Q(planned_cost__gte=0), name="deal_planned_cost_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.OPEN, closed_at=None)
                | (~Q(outcome=Outcome.OPEN) & Q(closed_at__isnull=False)),
                name="deal_closed_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.LOST, lost_reason__isnull=False)
                | (~Q(outcome=Outcome.LOST) & Q(lost_reason=None, lost_comment="")),
                name="deal_lost_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(win_back_on=None) | Q(outcome=Outcome.LOST), name="deal_won_back_is_lost"
            ),
            models.UniqueConstraint(
                fields=("external_id",), condition=~Q(external_id=""), name="deal_external_id_once"
            ),
        )
        indexes = (
            own_values("deal_own_values"),
            models.Index(folded("name"), "id", name="deal_by_name"),
            models.Index(fields=("-created_at", "-id"), name="deal_by_creation"),
            models.Index(fields=("owner", "-created_at", "-id"), name="deal_of_owner"),
            models.Index(fields=("stage", "-stage_since", "-id"), name="deal_on_board"),
            models.Index(
                fields=("owner", "stage", "-stage_since"), name="deal_open_of_owner", condition=Q(outcome="open")
            ),
            models.Index(
                fields=("closed_at",),
                include=(
                    *("pipeline", "stage", "currency", "amount", "owner", "department", "outcome", "id"),
                    *("unit", "source", "campaign", "lost_reason", "created_at", "left_stages", "left_minutes", *SPENT),
                ),
                name="deal_closed",
                condition=~Q(outcome="open"),
            ),
            models.Index(
                fields=("pipeline", "stage", "currency"),
                include=(
                    *("amount", "margin", "owner", "department", "unit", "product", "expected_close_on"),
                    *("forecast", "outcome", "id"),
                ),
                name="deal_open_worth",
                condition=Q(outcome="open"),
            ),
            models.Index(
                fields=("pipeline", "created_at"),
                include=(
                    *("owner", "department", "source", "campaign", "stage", "outcome", "lost_reason"),
                    *("amount", "currency", *REMEMBERED),
                ),
                name="deal_funnel",
            ),
            models.Index(
                fields=("closed_at",),
                include=("owner", "department", "unit", "currency", "amount", "margin", "product", "id"),
                name="deal_won_sums",
                condition=Q(outcome="won"),
            ),
            models.Index(fields=("expected_close_on",), name="deal_open_expected", condition=Q(outcome="open")),
            models.Index(fields=("amount", "id"), name="deal_by_amount"),
            models.Index(fields=("expected_close_on", "id"), name="deal_by_expected_close"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it is still worked on."""
        return self.outcome == Outcome.OPEN

    def days_in_stage(self, at: datetime) -> int:
        """Whole days since it came to its stage."""
        return max((at - self.stage_since).days, 0)
