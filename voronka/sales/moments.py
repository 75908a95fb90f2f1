"""Moments of selling from which on the company may demand a field."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from voronka.records import kinds, moments
from voronka.records.moments import CREATE, Choice, Steps
from voronka.records.obligations import demands_on
from voronka.sales.models import Outcome, Stage

CONVERT, STAGE = "convert", "stage:"
MADE = (CREATE, CONVERT)


def register() -> None:
    """Tell the registry; called when the app is ready."""
    moments.offer(("lead", "organization", "person", "deal"), conversion)
    moments.offer(("deal",), stages)
    moments.follow("lead", Steps(field="converted_at", reached=_converted))
    moments.follow("deal", Steps(field="stage", reached=_reached))


def conversion() -> list[Choice]:
    """Of a lead: what must be known to convert it; of the others: what they must have that a lead becomes."""
    label = _("When a lead is converted")
    return [Choice(prefix=CONVERT, label=label, moments=((CONVERT, label),))]


def stages() -> list[Choice]:
    """For each pipeline in use the stage from which on something is demanded; a loss is never a reason to ask."""
    demands = {moment for of in demands_on(kinds.get("deal")).values() for moment in of}
    rows = Stage.objects.filter(pipeline__is_active=True).exclude(outcome=Outcome.LOST).select_related("pipeline")
    known: dict[int, list[Stage]] = {}
    for one in rows:
        if one.is_active or f"{STAGE}{one.pk}" in demands:
            known.setdefault(one.pipeline_id, []).append(one)
    return [
        Choice(
            prefix=f"stage-{pipeline}",
            label=_("From a stage on: %(pipeline)s") % {"pipeline": those[0].pipeline.name},
            moments=tuple((f"{STAGE}{one.pk}", one.name) for one in those),
            told=_("From the stage “%(moment)s” on"),
        )
        for pipeline, those in known.items()
    ]


def _converted(values: Collection[Any], among: Collection[str]) -> dict[Any, frozenset[str]]:
    return {value: frozenset({CONVERT} & {*among}) for value in values if value is not None}


def _reached(values: Collection[int], among: Collection[str]) -> dict[int, frozenset[str]]:
    """A stage reaches itself and those before it in its pipeline; winning reaches all, losing none."""
    asked = {int(moment.removeprefix(STAGE)) for moment in among if moment.startswith(STAGE)}
    rows = {one.pk: one for one in Stage.objects.filter(pk__in=asked | {*values})}
    return {
        value: frozenset(
            f"{STAGE}{pk}" for pk in asked if pk in rows and value in rows and _is_behind(rows[pk], rows[value])
        )
        for value in values
    }


def _is_behind(stage: Stage, here: Stage) -> bool:
    if stage.pipeline_id != here.pipeline_id or Outcome.LOST in {stage.outcome, here.outcome}:
        return False
    return here.outcome == Outcome.WON or (
        stage.outcome != Outcome.WON and (stage.position, stage.pk) <= (here.position, here.pk)
    )
