"""Pipelines and stages are set up: added, changed, put in order, switched off and on."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.accounts.models import BusinessUnit, User
from voronka.accounts.names import clean_name
from voronka.accounts.policies import require_administrator
from voronka.core.errors import Refused
from voronka.sales.actions import deals
from voronka.sales.models import Deal, Outcome, Pipeline, Stage

ENDS = ((100, Outcome.WON), (0, Outcome.LOST))


@transaction.atomic
def create(
    *, name: str, unit: BusinessUnit | None = None, may_skip: bool = True, may_go_back: bool = True, by: User
) -> Pipeline:
    """A new pipeline with one stage to begin at and its two ends, ready for deals."""
    require_administrator(by)
    name = free_name(name)
    pipeline = Pipeline.objects.create(
        name=name, unit=unit, may_skip=may_skip, may_go_back=may_go_back, position=Pipeline.objects.count()
    )
    names = (_("New"), _("Won deals"), _("Lost deals"))
    Stage.objects.create(pipeline=pipeline, name=names[0], position=0, probability=10)
    for position, (chance, outcome) in enumerate(ENDS, start=1):
        Stage.objects.create(
            pipeline=pipeline, name=names[position], position=position, probability=chance, outcome=outcome
        )
    return pipeline


@transaction.atomic
def change(
    *,
    pipeline: Pipeline,
    name: str,
    unit: BusinessUnit | None,
    may_skip: bool = True,
    may_go_back: bool = True,
    by: User,
) -> Pipeline:
    """Another name or business unit; whether stages may be skipped and deals go back holds from now on."""
    require_administrator(by)
    current = Pipeline.objects.select_for_update().get(pk=pipeline.pk)
    current.name, current.unit = free_name(name, besides=current.pk), unit
    current.may_skip, current.may_go_back = may_skip, may_go_back
    current.save(update_fields=["name", "unit", "may_skip", "may_go_back"])
    return current


@transaction.atomic
def switch(*, pipeline: Pipeline, on: bool, by: User) -> Pipeline:
    """Out of use or back; a pipeline with open deals, and the last one in use, stay."""
    require_administrator(by)
    everything = {one.pk: one for one in Pipeline.objects.select_for_update().order_by("pk")}
    current = everything[pipeline.pk]
    if not on:
        if Deal.objects.filter(pipeline=current, outcome=Outcome.OPEN).exists():
            raise Refused(_("Open deals stand in this pipeline. Move or close them first."))
        if not Pipeline.objects.filter(is_active=True).exclude(pk=current.pk).exists():
            raise Refused(_("This is the only pipeline in use."))
    current.is_active = on
    current.save(update_fields=["is_active"])
    return current


@transaction.atomic
def add_stage(
    *,
    pipeline: Pipeline,
    name: str,
    probability: int,
    days_norm: int | None,
    outcome: str,
    after: int | None = None,
    by: User,
) -> Stage:
    """A new stage: an open one stands after `after` (an id), else after the last open one, a closing one at the end."""
    require_administrator(by)
    locked = Pipeline.objects.select_for_update().get(pk=pipeline.pk)
    stages = list(locked.stages.order_by("position", "pk"))
    made = Stage(pipeline=locked, name=_free_stage_name(locked, name), days_norm=days_norm, outcome=outcome)
    made.probability, made.position = _chance(probability, outcome), len(stages)
    made.save()
    if made.is_open:
        places = {stage.pk: number for number, stage in enumerate(stages) if stage.is_open}
        last = places.get(after or 0, max(places.values(), default=-1))
        _number([*stages[: last + 1], made, *stages[last + 1 :]])
    return made


@transaction.atomic
def change_stage(*, stage: Stage, name: str, probability: int, days_norm: int | None, outcome: str, by: User) -> Stage:
    """Other words and numbers; the outcome changes only while no deals stand there."""
    require_administrator(by)
    current = locked_stage(stage)
    if current.outcome != outcome and Deal.objects.filter(stage=current).exists():
        raise Refused(_("Deals stand at this stage, so it cannot change its meaning."), field="outcome")
    if current.outcome != outcome:
        _keep_a_beginning(current)
    current.name = _free_stage_name(current.pipeline, name, besides=current.pk)
    current.probability, current.days_norm = _chance(probability, outcome), days_norm
    current.outcome = outcome
    if not current.is_open:
        current.wip_limit = current.performer = current.performer_role = current.performer_department = None
    if outcome == Outcome.LOST:
        current.approver = current.approver_role = None
    try:
        with transaction.atomic():
            current.save()
    except IntegrityError as error:  # a deal came to the stage this very moment
        raise Refused(_("Deals stand at this stage, so it cannot change its meaning."), field="outcome") from error
    return current


@transaction.atomic
def switch_stage(*, stage: Stage, on: bool, move_to: Stage | None = None, by: User, at: datetime) -> Stage:
    """Out of use or back; its open deals go to `move_to`. Refused while they have nowhere to go."""
    require_administrator(by)
    current = locked_stage(stage)
    if not on:
        _keep_a_beginning(current)
        standing = Deal.objects.filter(stage=current, outcome=Outcome.OPEN)
        if move_to is not None and move_to.pk != current.pk and move_to.is_open:
            for deal in standing.order_by("pk"):
                deals.move(deal=deal, stage=move_to, by=by, at=at, by_hand=False)
        elif count := standing.count():
            text = ngettext(
                "%(count)s open deal stands here. Say where it goes.",
                "%(count)s open deals stand here. Say where they go.",
                count,
            )
            raise Refused(text % {"count": count}, field="move_to")
    current.is_active = on
    current.save(update_fields=["is_active"])
    return current


@transaction.atomic
def order(*, pipeline: Pipeline, ids: Sequence[int], by: User) -> None:
    """Put the stages of a pipeline into this order; those that are not named stay behind in their old one."""
    require_administrator(by)
    locked = Pipeline.objects.select_for_update().get(pk=pipeline.pk)
    stages = {stage.pk: stage for stage in locked.stages.order_by("position", "pk")}
    named = [stages.pop(pk) for pk in dict.fromkeys(ids) if pk in stages]
    _number([*named, *stages.values()])


def _number(stages: list[Stage]) -> None:
    for position, stage in enumerate(stages):
        stage.position = position
    Stage.objects.bulk_update(stages, ["position"])


def _chance(probability: int, outcome: str) -> int:
    """The two ends are certain."""
    return {Outcome.WON.value: 100, Outcome.LOST.value: 0}.get(outcome, probability)


def _keep_a_beginning(stage: Stage) -> None:
    others = Stage.objects.filter(pipeline=stage.pipeline_id, is_active=True, outcome=stage.outcome)
    if not others.exclude(pk=stage.pk).exists():
        raise Refused(_("A pipeline needs an open stage, one for won deals and one for lost deals."))


def locked_stage(stage: Stage) -> Stage:
    """The stage for us alone, its pipeline first: what must stay of the pipeline is counted over all its stages.

    Whoever changes both locks them in this order, else two of them wait for each other. Call it in a transaction.
    """
    Pipeline.objects.select_for_update().get(pk=stage.pipeline_id)
    return Stage.objects.select_for_update(of=("self",)).select_related("pipeline").get(pk=stage.pk)


def free_name(name: str, *, besides: int = 0) -> str:
    """The name, cleaned; raises Refused for an empty one and for that of another pipeline."""
    name = clean_name(name, field="name", limit=120)
    if Pipeline.objects.filter(name__iexact=name).exclude(pk=besides).exists():
        raise Refused(_("There is a pipeline with this name already."), field="name")
    return name


def _free_stage_name(pipeline: Pipeline, name: str, *, besides: int = 0) -> str:
    name = clean_name(name, field="name", limit=80)
    if pipeline.stages.filter(name__iexact=name).exclude(pk=besides).exists():
        raise Refused(_("There is a stage with this name already."), field="name")
    return name
