"""The stages of a file find their pipeline, or an administrator's import makes one for them."""

import re

from django.utils.translation import gettext as _

from voronka.imports.engine.batch import Batch
from voronka.imports.targets.chances import in_order
from voronka.records.names import fold
from voronka.sales.models import Outcome, Pipeline, Stage
from voronka.sales.queries import pipelines

WON = re.compile(r"\bwon\b|выигр|успеш|оплачен", re.IGNORECASE)
LOST = re.compile(r"\blost\b|\bfail|проигр|провал|отказ|неуспеш|не реализован", re.IGNORECASE)


def outcome_of(name: str) -> Outcome:
    """What a stage of another program means, judged by its name."""
    if LOST.search(name):
        return Outcome.LOST
    return Outcome.WON if WON.search(name) else Outcome.OPEN


def settle_stages(batch: Batch) -> None:
    """Give each row pipeline, stage and outcome; a row whose stage cannot be placed is rejected."""
    if not batch.rows("SELECT FROM {stage} s WHERE {due} LIMIT 1"):
        return
    named = _named(batch)
    pipeline = _knowing(named) or (_made(batch, named) if batch.by.is_superuser and named else None)
    first = pipelines.first_stage(pipeline.pk if pipeline else None)
    pipeline = pipeline or first.pipeline
    if named:
        placed = {name: stage.pk for name, stage in _placed(pipeline, named).items() if stage}
        batch.run(
            "UPDATE {stage} s SET stage_id = placed.pk FROM unnest(%s::text[], %s::bigint[]) AS placed (name, pk)"
            " WHERE placed.name = s.stage__text",
            [list(placed), list(placed.values())],
        )
        batch.run(
            "UPDATE {stage} s SET problem = %s WHERE s.stage__text <> '' AND s.stage_id IS NULL AND {due}",
            [_("No pipeline has this stage; ask the administrator to make it.")],
        )
    batch.run("UPDATE {stage} SET stage_id = %s WHERE stage_id IS NULL", [first.pk])
    batch.run(
        "UPDATE {stage} s SET pipeline_id = r.pipeline_id, outcome = r.outcome"
        " FROM sales_stage r WHERE r.id = s.stage_id"
    )


def _named(batch: Batch) -> list[str]:
    """The stages that the file names, in the order in which they first stand there."""
    if not batch.has("stage__text"):
        return []
    rows = batch.rows(
        "SELECT s.stage__text FROM {stage} s WHERE s.stage__text <> '' AND {due} GROUP BY 1 ORDER BY min(s.number)"
    )
    return [name for (name,) in rows]


def _knowing(named: list[str]) -> Pipeline | None:
    """The first pipeline in use that knows all these stages."""
    return next((one for one in pipelines.in_use() if all(_placed(one, named).values())), None)


def _placed(pipeline: Pipeline, named: list[str]) -> dict[str, Stage | None]:
    """The stages of a pipeline that names mean: the same ones, else the one that is won or lost as they say."""
    stages = list(pipelines.stages_of(pipeline.pk))
    same = {fold(stage.name): stage for stage in reversed(stages)}
    ends = {stage.outcome: stage for stage in reversed(stages) if stage.outcome != Outcome.OPEN}
    return {name: same.get(fold(name)) or ends.get(outcome_of(name)) for name in named}


def _made(batch: Batch, named: list[str]) -> Pipeline:
    """A pipeline of these stages: open ones by their chance to win, then won and lost."""
    count = Pipeline.objects.filter(name__startswith=_("Import")).count()
    name = f"{_('Import')} {count + 1}" if count else _("Import")
    pipeline = Pipeline.objects.create(name=name, position=Pipeline.objects.count())
    batch.note_made("pipelines", [pipeline.pk])
    opened = [one for one in named if outcome_of(one) == Outcome.OPEN] or [_("In work")]
    closing = {outcome: next((one for one in named if outcome_of(one) == outcome), label)
               for outcome, label in ((Outcome.WON, _("Won")), (Outcome.LOST, _("Lost")))}  # fmt: skip
    stages = [(one, chance, Outcome.OPEN) for one, chance in in_order(batch, opened)]
    stages += [(closing[Outcome.WON], 100, Outcome.WON), (closing[Outcome.LOST], 0, Outcome.LOST)]
    Stage.objects.bulk_create(
        Stage(pipeline=pipeline, name=one[:80], position=place, probability=chance, outcome=outcome)
        for place, (one, chance, outcome) in enumerate(stages)
    )
    return pipeline
