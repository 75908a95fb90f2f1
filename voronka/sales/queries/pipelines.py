"""Pipelines and stages in use."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from voronka.core.errors import NotFound, Refused
from voronka.core.numbers import whole
from voronka.records.prepared import prepared
from voronka.sales.models import Deal, Outcome, Pipeline, Stage, StageChange


def in_use() -> QuerySet[Pipeline]:
    """Pipelines that deals may be made in, in order."""
    return Pipeline.objects.filter(is_active=True)


def stages_of(pipeline_id: int) -> QuerySet[Stage]:
    """Stages in use of a pipeline, in order."""
    return Stage.objects.filter(pipeline_id=pipeline_id, is_active=True).order_by("position", "pk")


@prepared
def stages_shown(*, pipeline_id: int) -> QuerySet[Stage]:
    """The same as they stand on the card of a deal."""
    return stages_of(pipeline_id)


def stage(given: object) -> Stage:
    """The stage of an id as it came from outside, with its pipeline; NotFound for anything else."""
    found = Stage.objects.select_related("pipeline").filter(pk=whole(given) or 0).first()
    if found is None:
        raise NotFound(_("There is no such stage."))
    return found


def first_stage(pipeline_id: int | None = None) -> Stage:
    """Where a new deal begins, in the first pipeline when none is named; Refused where there is nothing to begin at."""
    stages = Stage.objects.filter(is_active=True, pipeline__is_active=True, outcome=Outcome.OPEN)
    found = (stages.filter(pipeline_id=pipeline_id) if pipeline_id else stages).first()
    if found is None:
        raise Refused(_("There is no stage to begin at: set up a pipeline first."))
    return found


def left_last(deal: Deal) -> Stage:
    """The stage in use where a deal stood last while it was open; else the first one of its pipeline."""
    left = StageChange.objects.filter(deal=deal, from_stage__outcome=Outcome.OPEN, from_stage__is_active=True)
    last = left.filter(from_stage__pipeline=deal.pipeline_id).order_by("at", "pk").select_related("from_stage").last()
    return last.from_stage if last and last.from_stage else first_stage(deal.pipeline_id)


def closing_stage(pipeline_id: int, outcome: Outcome) -> Stage:
    """The stage of a pipeline where deals are won, or lost; Refused where it has none."""
    found = stages_of(pipeline_id).filter(outcome=outcome).first()
    if found is None:
        raise Refused(_("This pipeline has no stage “%(outcome)s”.") % {"outcome": outcome.label})
    return found


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A pipeline with its stages in use."""

    id: int
    name: str
    may_skip: bool
    may_go_back: bool
    stages: list[Stage]


def with_stages() -> list[Drawn]:
    """Pipelines in use with their stages, in order: two queries."""
    stages = list(Stage.objects.filter(is_active=True).order_by("position", "pk"))
    return [
        Drawn(
            id=one.pk,
            name=one.name,
            may_skip=one.may_skip,
            may_go_back=one.may_go_back,
            stages=[stage for stage in stages if stage.pipeline_id == one.pk],
        )
        for one in in_use()
    ]
