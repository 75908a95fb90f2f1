"""Pipelines as the settings draw them: every stage with the number of its open deals."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from voronka.records.obligations import demands_on, may_demand
from voronka.sales.kinds import DEAL
from voronka.sales.models import Advice, CheckItem, Outcome, Pipeline, RequiredActivity, Stage
from voronka.sales.moments import STAGE


@dataclass(frozen=True, kw_only=True)
class DrawnPipeline:
    """A pipeline with its stages in use in order, and those out of use.

    A stage carries `deal_count`, and the numbers of its rules: `item_count`, `contact_count`, `advice_count`.
    """

    pipeline: Pipeline
    stages: list[Stage]
    unused: list[Stage]


def drawn() -> list[DrawnPipeline]:
    """All pipelines, those in use first: two queries."""
    open_deals = Count("deals", filter=Q(deals__outcome=Outcome.OPEN))
    rules = {
        "item_count": _count(CheckItem.objects.filter(is_active=True)),
        "contact_count": _count(RequiredActivity.objects.all()),
        "advice_count": _count(Advice.objects.filter(is_active=True)),
    }
    people = ("approver", "approver_role", "performer", "performer_role", "performer_department")
    rows = Stage.objects.annotate(deal_count=open_deals, **rules).select_related(*people)
    stages = list(rows.order_by("position", "pk"))
    pipelines = Pipeline.objects.select_related("unit").order_by("-is_active", "position", "pk")
    return [
        DrawnPipeline(
            pipeline=one,
            stages=[stage for stage in stages if stage.pipeline_id == one.pk and stage.is_active],
            unused=[stage for stage in stages if stage.pipeline_id == one.pk and not stage.is_active],
        )
        for one in pipelines
    ]


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many of the rows are of the stage."""
    counted = rows.filter(stage=OuterRef("pk")).order_by().values("stage").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def demanded_from() -> dict[int, list[str]]:
    """The names of the fields that must be filled from a stage on, be it by certain roles, by the id of the stage."""
    rules = demands_on(DEAL)
    found: dict[int, list[str]] = {}
    for one in DEAL.fields:
        if may_demand(DEAL, one):
            for moment in rules.get(one.name, ()):
                if moment.startswith(STAGE):
                    found.setdefault(int(moment.removeprefix(STAGE)), []).append(str(one.label))
    return found
