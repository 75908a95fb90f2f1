"""What an address asks a report."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.core.numbers import whole
from voronka.records.fields import FilterContext
from voronka.reports.period import USUAL, Period, read_period
from voronka.reports.queries.chosen import Chosen
from voronka.reports.queries.funnel import FunnelQuestion
from voronka.reports.queries.time_spent import TimeQuestion
from voronka.sales.models import Pipeline
from voronka.sales.queries import pipelines

THEN, NOW = "then", "now"
NARROWED = ("unit", "pipeline", "department", "owner", "source", "campaign")


def asked_period(words: Mapping[str, str], context: FilterContext, *, usual: str = USUAL) -> Period:
    """The period of an address, by the days of whoever asks; raises Refused for a senseless one."""
    return read_period(words, context.at.astimezone(context.zone).date(), usual=usual)


def read_funnel(words: Mapping[str, str], context: FilterContext) -> FunnelQuestion:
    """The funnel question of an address; raises Refused for what does not exist."""
    return FunnelQuestion(
        pipeline=_pipeline(words.get("pipeline", "")),
        period=asked_period(words, context),
        owner_id=_number(words.get("owner", ""), context),
        source_id=_number(words.get("source", ""), context),
    )


@dataclass(frozen=True, kw_only=True)
class CommonAsked:
    """What an address asks of the common funnel; `opened` is the macro-stage whose stages are told one by one."""

    chosen: Chosen
    opened: int | None


def read_common(words: Mapping[str, str], context: FilterContext) -> CommonAsked:
    """The question of an address; raises Refused for what cannot be understood."""
    way = words.get("count", "") or THEN
    if way not in {THEN, NOW}:
        raise Refused(_("The filter cannot be understood."))
    return CommonAsked(
        chosen=read_chosen(words, context, as_it_was=way == THEN), opened=_number(words.get("open", ""), context)
    )


def read_chosen(
    words: Mapping[str, str], context: FilterContext, *, as_it_was: bool = True, moment: str = "created_at"
) -> Chosen:
    """Which deals a report counts; raises Refused for what cannot be understood."""
    return Chosen(
        period=asked_period(words, context),
        as_it_was=as_it_was,
        moment=moment,
        **{f"{name}_id": _number(words.get(name, ""), context) for name in NARROWED},
    )


def read_time(words: Mapping[str, str], context: FilterContext) -> TimeQuestion:
    """On whose time of which days a report is; raises Refused for what cannot be understood."""
    return TimeQuestion(
        period=asked_period(words, context, usual="last_30_days"),
        department_id=_number(words.get("department", ""), context),
        owner_id=_number(words.get("owner", ""), context),
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
