"""The kind «deal»."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from voronka.core.errors import Refused
from voronka.people.fields import OrganizationLink
from voronka.records.fields import Choice, ClassifierChoice, Date, Link, LongText, Moment, Money, Number, Text
from voronka.records.kinds import Chip, Group, Kind, Overview, SearchText
from voronka.records.models import Classifier
from voronka.records.standard import MINE, NEW, STANDARD
from voronka.sales.approval_field import APPROVAL
from voronka.sales.fields import PipelineLink, StageLink
from voronka.sales.models import Category, Currency, Deal, Outcome, Stage
from voronka.sales.queries import pipelines


def follow_stage(deal: Deal, changes: dict[str, Any]) -> None:
    """Pipeline, outcome and moments of a deal follow its stage; `updated_at` is the moment of the change.

    A new deal without a stage begins at the first one. Raises Refused for a loss without a reason, and for a reason
    without a loss.
    """
    if deal.stage_id is None:
        deal.stage = pipelines.first_stage()
    elif deal.pk is None or "stage" in changes:
        deal.stage = Stage.objects.select_related("pipeline").get(pk=deal.stage_id)
        if not deal.stage.is_active or not deal.stage.pipeline.is_active:
            text = gettext("The stage “%(stage)s” is no longer in use.")
            raise Refused(text % {"stage": deal.stage.name}, field="stage")
    if deal.pk is None or "stage" in changes:
        deal.pipeline_id, deal.outcome = deal.stage.pipeline_id, deal.stage.outcome
        deal.stage_since = deal.updated_at
        deal.closed_at = None if deal.is_open else deal.updated_at
    if deal.outcome == Outcome.LOST:
        if not deal.lost_reason_id:
            raise Refused(gettext("Say why the deal is lost."), field="lost_reason")
        return
    if changes.get("lost_reason") or changes.get("lost_comment"):
        raise Refused(gettext("Only a lost deal has a reason of the loss."), field="lost_reason")
    if changes.get("win_back_on"):
        raise Refused(gettext("Only a lost client can be won back."), field="win_back_on")
    deal.lost_reason, deal.lost_comment, deal.win_back_on = None, "", None


def _chip(outcome: Outcome, label: Any) -> Chip:
    return Chip(name=outcome.value, label=label, filter={"field": "outcome", "op": "in", "value": [outcome.value]})


IDLE = Chip(
    name="idle",
    label=_("Without a next step"),
    filter={
        "all": [{"field": "outcome", "op": "in", "value": ["open"]}, {"field": "next_step", "op": "empty"}],
    },
)
DEAL = Kind(
    name="deal",
    overview=Overview(url_name="sales:board", label=_("Board"), icon="kanban"),
    plural="deals",
    model=Deal,
    label=_("Deal"),
    labels=_("Deals"),
    new_label=_("New deal"),
    contacts=("person", "organization"),
    icon="handshake",
    always=(
        *("pipeline", "stage", "outcome", "stage_since", "closed_at"),
        *("lost_reason", "lost_comment", "win_back_on"),
    ),
    ruled=("stage", "lost_reason", "lost_comment"),
    fields=(
        Text(name="name", label=_("Name"), required=True),
        OrganizationLink(name="organization", label=_("Organization")),
        Link(name="person", label=_("Contact person"), kind="person"),
        Link(name="lead", label=_("Lead"), kind="lead"),
        PipelineLink(name="pipeline", label=_("Pipeline"), editable=False),
        StageLink(name="stage", label=_("Stage")),
        Choice(
            name="outcome",
            label=_("Outcome"),
            choices=Outcome,
            editable=False,
            tones={Outcome.WON.value: "good", Outcome.LOST.value: "bad"},
        ),
        Moment(name="stage_since", label=_("In the stage since"), editable=False),
        APPROVAL,
        Money(name="amount", label=_("Amount")),
        Choice(name="currency", label=_("Currency"), choices=Currency, required=True),
        Money(name="margin", label=_("Expected margin")),
        Number(name="planned_cost", label=_("Planned cost of selling, ₽"), places=2),
        Date(name="expected_close_on", label=_("Expected close")),
        Choice(
            name="forecast",
            label=_("Forecast category"),
            choices=Category,
            tones={Category.COMMIT.value: "good", Category.BEST.value: "accent"},
            hint=_("How sure you are. Empty: by the probability of the stage."),
        ),
        ClassifierChoice(name="product", label=_("Product"), classifier=Classifier.PRODUCT),
        ClassifierChoice(name="source", label=_("Source"), classifier=Classifier.SOURCE),
        Link(name="campaign", label=_("Campaign"), kind="campaign"),
        LongText(name="note", label=_("Note")),
        Moment(name="closed_at", label=pgettext_lazy("deal", "Closed"), editable=False),
        ClassifierChoice(name="lost_reason", label=_("Reason of the loss"), classifier=Classifier.LOST_REASON),
        LongText(name="lost_comment", label=_("Comment on the loss")),
        ClassifierChoice(name="competitor", label=_("Competitor"), classifier=Classifier.COMPETITOR),
        Date(name="win_back_on", label=_("Come back on")),
        *STANDARD,
    ),
    columns=("name", "organization", "stage", "amount", "next_step", "expected_close_on", "owner"),
    form=("name", "organization", "person", "amount", "stage", "expected_close_on"),
    groups=(
        Group(label=_("Deal"), fields=("amount", "expected_close_on", "forecast", "organization", "person", "owner")),
        Group(label=_("Economics"), fields=("margin", "planned_cost"), more=True),
        Group(label=_("Where from"), fields=("source", "campaign", "product", "lead", "note")),
        Group(
            label=_("More"),
            fields=(
                "pipeline",
                "currency",
                "competitor",
                "closed_at",
                "department",
                "external_id",
                "created_at",
                "updated_at",
            ),
            more=True,
        ),
    ),
    chips=(
        MINE,
        _chip(Outcome.OPEN, pgettext_lazy("deals", "Open")),
        IDLE,
        _chip(Outcome.WON, pgettext_lazy("deals", "Won")),
        _chip(Outcome.LOST, pgettext_lazy("deals", "Lost")),
        NEW,
    ),
    search=SearchText(
        title=F("name"),
        subtitle=F("organization__name"),
        words=(F("organization__name"), F("person__name")),
        links=("organization", "person"),
    ),
    before_save=follow_stage,
    importable=True,
    comes_back=True,
)
