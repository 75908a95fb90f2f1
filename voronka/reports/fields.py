"""Columns that reports give to kinds: by them a number of a report opens its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voronka.core.numbers import whole_ones
from voronka.records.fields import Computed, FilterContext, bad_value
from voronka.records.fields.choices import listed
from voronka.sales.models import Outcome, Stage

if TYPE_CHECKING:
    from voronka.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class ReachedStage(Computed):
    """The furthest open stage that a deal has come to; a won deal has come through all of them."""

    filterable: bool = True

    widget = "select"
    operators = ("in",)

    def options(self) -> list[tuple[str, str]]:
        """(id, name) of the stages on the way to victory."""
        stages = Stage.objects.exclude(outcome=Outcome.LOST).select_related("pipeline")
        return [(str(stage.pk), f"{stage.pipeline} · {stage}") for stage in stages]

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        ids = whole_ones(listed(value))
        if len(ids) != len(listed(value)):
            raise bad_value(self, value)
        condition = Q(pk__in=[])
        for stage in Stage.objects.filter(pk__in=ids):
            condition |= self._reached(stage)
        return condition

    def _reached(self, stage: Stage) -> Q:
        won = Q(pipeline=stage.pipeline_id, outcome=Outcome.WON)
        if stage.outcome == Outcome.WON:
            return won
        onward = Stage.objects.filter(pipeline=stage.pipeline_id, outcome=Outcome.OPEN, position__gte=stage.position)
        return won | Q(passed__overlap=list(onward.values_list("pk", flat=True)))


def furthest_stages(deals: Sequence[Any], _by: "User", _at: datetime) -> Mapping[int, str]:
    """The name of the furthest open stage of each of the deals, by one query."""
    wanted = {pk for deal in deals for pk in deal.passed}
    stages = {one.pk: one for one in Stage.objects.filter(pk__in=wanted, outcome=Outcome.OPEN)}
    furthest = {}
    for deal in deals:
        if been := [stages[pk] for pk in deal.passed if pk in stages]:
            furthest[deal.pk] = max(been, key=lambda stage: stage.position).name
    return furthest


REACHED = ReachedStage(name="reached", label=_("Came as far as"), values=furthest_stages)
