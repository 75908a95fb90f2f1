"""The common funnel of the company: its macro-stages, and where each stage is counted."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.errors import NotFound
from voronka.core.numbers import whole
from voronka.records import access
from voronka.sales.kinds import DEAL
from voronka.sales.models import MacroStage, Pipeline, Stage, StageMapping


@dataclass(frozen=True, kw_only=True)
class Place:
    """A stage where it is counted now; `next_macro` and `next_from` say what is planned, `said` how often it moved."""

    stage: Stage
    macro_id: int
    said: int
    next_macro: MacroStage | None = None
    next_from: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """A pipeline with its stages by the macro-stage that they are counted under."""

    pipeline: Pipeline
    cells: list[list[Place]]


@dataclass(frozen=True, kw_only=True)
class CommonFunnel:
    """What the settings draw: macro-stages as columns, pipelines of all units as rows."""

    macro_stages: list[MacroStage]
    unused: list[MacroStage]
    rows: list[Row]


def macro_stages() -> QuerySet[MacroStage]:
    """Macro-stages in use, in order."""
    return MacroStage.objects.filter(is_active=True)


def macro_stage(given: object) -> MacroStage:
    """The macro-stage of an id as it came from outside; NotFound for anything else."""
    found = MacroStage.objects.filter(pk=whole(given) or 0).first()
    if found is None:
        raise NotFound(_("There is no such macro-stage."))
    return found


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """Where each stage is counted at a moment, and what has ever been counted under each macro-stage by then.

    `is_as_it_was` unless a stage has been counted elsewhere before.
    """

    places: dict[int, int]
    ever: dict[int, set[int]]
    is_as_it_was: bool


def as_mapped(at: datetime) -> Mapping:
    """The mapping of a moment: one query."""
    begun = StageMapping.objects.filter(Q(valid_from=None) | Q(valid_from__lte=at)).order_by("pk")
    places: dict[int, int] = {}
    ever: dict[int, set[int]] = defaultdict(set)
    for stage, macro in begun.values_list("stage_id", "macro_stage_id"):
        places[stage] = macro
        ever[macro].add(stage)
    return Mapping(places=places, ever=ever, is_as_it_was=sum(map(len, ever.values())) == len(places))


def places_at(at: datetime) -> dict[int, int]:
    """The id of the macro-stage that each stage is counted under at a moment, by the id of the stage."""
    return as_mapped(at).places


def drawn(at: datetime) -> CommonFunnel:
    """The common funnel as it is at a moment: four queries. Pipelines out of use are left out."""
    everything = list(MacroStage.objects.all())
    used = [one for one in everything if one.is_active]
    by_id = {one.pk: one for one in everything}
    said: dict[int, list[StageMapping]] = defaultdict(list)
    for mapping in StageMapping.objects.order_by("-pk"):
        said[mapping.stage_id].append(mapping)
    stages: dict[int, list[Place]] = defaultdict(list)
    for one in Stage.objects.filter(is_active=True).order_by("position", "pk"):
        stages[one.pipeline_id].append(_place(one, said[one.pk], at, by_id))
    pipelines = Pipeline.objects.filter(is_active=True).select_related("unit").order_by("unit__name", "position", "pk")
    return CommonFunnel(
        macro_stages=used,
        unused=[one for one in everything if not one.is_active],
        rows=[
            Row(
                pipeline=one,
                cells=[[place for place in stages[one.pk] if place.macro_id == macro.pk] for macro in used],
            )
            for one in pipelines
        ],
    )


def known(by: User) -> QuerySet[Pipeline]:
    """Pipelines in which a person may see at least one deal: what the common funnel names to them."""
    theirs = access.visible(DEAL, by).filter(pipeline=OuterRef("pk")).order_by()
    # One deal of each is looked for: of EXISTS the database makes a join that reads all deals.
    return Pipeline.objects.filter(pk=Subquery(theirs.values("pipeline")[:1]))


def known_pipelines(by: User) -> list[int]:
    """Their ids."""
    return list(known(by).values_list("pk", flat=True))


def counted(by: User, *, at: datetime) -> list[dict[str, Any]]:
    """Macro-stages in use with the ids of the stages that are counted there, of pipelines that the person knows."""
    theirs, places = set(known_pipelines(by)), places_at(at)
    stages: dict[int, list[int]] = defaultdict(list)
    for pk, pipeline in Stage.objects.filter(is_active=True).values_list("pk", "pipeline_id"):
        if pipeline in theirs or by.is_superuser:
            stages[places[pk]].append(pk)
    columns = ("id", "name", "kind", "probability")
    return [{**one, "stages": stages[one["id"]]} for one in macro_stages().values(*columns)]


def said_of(stage: Stage) -> list[StageMapping]:
    """Everything that was said of a stage's place, the last word first."""
    return list(StageMapping.objects.filter(stage=stage).select_related("macro_stage", "by").order_by("-pk"))


def _place(stage: Stage, said: list[StageMapping], at: datetime, macro_stages: dict[int, MacroStage]) -> Place:
    """Out of everything that was `said`, the last word first: one that has begun is always among it."""
    now = next(number for number, one in enumerate(said) if one.valid_from is None or one.valid_from <= at)
    planned = min(said[:now], key=lambda one: (one.valid_from or at, -one.pk), default=None)
    return Place(
        stage=stage,
        macro_id=said[now].macro_stage_id,
        said=len(said),
        next_macro=macro_stages[planned.macro_stage_id] if planned else None,
        next_from=planned.valid_from if planned else None,
    )
