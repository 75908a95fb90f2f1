"""What an address asks a report."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.core.numbers import whole
from voronka.records.fields import FilterContext
from voronka.reports.period import read_period
from voronka.reports.queries.funnel import FunnelQuestion
from voronka.sales.models import Pipeline
from voronka.sales.queries import pipelines


def read_funnel(words: Mapping[str, str], context: FilterContext) -> FunnelQuestion:
    """The funnel question of an address; raises Refused for what does not exist."""
    return FunnelQuestion(
        pipeline=_pipeline(words.get("pipeline", "")),
        period=read_period(words, context.at.astimezone(context.zone).date()),
        owner_id=_number(words.get("owner", ""), context),
        source_id=_number(words.get("source", ""), context),
    )


def _pipeline(given: str) -> Pipeline:
    named = Pipeline.objects.filter(pk=whole(given) or 0)
    found = (named if given else pipelines.in_use()).first()
    if found is None:
        raise Refused(_("There is no such pipeline."), field="pipeline")
    return found


def _number(given: str, context: FilterContext) -> int | None:
    if given == "me":
        return context.by.pk
    if given and whole(given) is None:
        raise Refused(_("The filter cannot be understood."))
    return whole(given)
