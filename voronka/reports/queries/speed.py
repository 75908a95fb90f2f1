"""How fast the company sells: sales velocity by pipeline, and the norm of each stage against the fact."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from voronka.records.fields import FilterContext
from voronka.reports.queries.chosen import Chosen, Line, ask, deals, worth
from voronka.reports.queries.common_funnel import share
from voronka.reports.queries.common_sql import PACES, Time, columns
from voronka.sales.models import Outcome, Pipeline, Stage

OPEN: Line = {"field": "outcome", "op": "in", "value": ["open"]}
CLOSED: Line = {"field": "outcome", "op": "in", "value": ["won", "lost"]}
WORK = """
SELECT pipeline_id, currency, count(*), coalesce(sum(amount), 0)
FROM ({deals}) AS picked (amount, pipeline_id, currency) GROUP BY 1, 2"""
ENDS = """
SELECT pipeline_id, currency, count(*), count(*) FILTER (WHERE outcome = 'won'),
    coalesce(avg(amount) FILTER (WHERE outcome = 'won'), 0), coalesce(sum(amount) FILTER (WHERE outcome = 'won'), 0),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - created_at)::float8)
        FILTER (WHERE outcome = 'won')
FROM ({deals}) AS picked (amount, pipeline_id, currency, outcome, created_at, closed_at) GROUP BY 1, 2"""
DAY = 86_400


@dataclass(frozen=True, kw_only=True)
class Velocity:
    """A pipeline in one currency: money per day that its open deals bring at the pace of those that were closed.

    Deals in work × average won amount × share of won ÷ median days from creation to victory; None where one is unknown.
    """

    pipeline: Pipeline
    currency: str
    in_work: int
    closed: int
    won: int
    win_rate: Decimal | None
    average: Decimal | None
    cycle_days: Decimal | None
    per_day: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Pace:
    """A stage: its norm, and how long deals have really stood there; one that left it twice has two times.

    `deals` are those that left it: no more than there are times.
    """

    stage: Stage
    time: Time
    deals: int

    @property
    def is_repeated(self) -> bool:
        """Whether a deal has left the stage more than once."""
        return self.time.count > self.deals

    @property
    def is_over(self) -> bool:
        """Whether the median deal stays longer than the norm."""
        return bool(self.stage.days_norm and self.time.median and self.time.median > self.stage.days_norm)


@dataclass(frozen=True, kw_only=True)
class SpeedAnswer:
    """The answer; `paces` are the open stages in the order of pipelines."""

    velocities: tuple[Velocity, ...]
    paces: tuple[Pace, ...]


def speed(chosen: Chosen, context: FilterContext) -> SpeedAnswer:
    """Answer from the deals that this person may see: those closed within the period, and those in work now."""
    ends = deals(chosen, context, CLOSED)
    amount = worth(context.by)
    work = deals(now_of(chosen), context, OPEN)
    found = {
        (pipeline, currency): rest
        for pipeline, currency, *rest in ask(
            ENDS, ends, amount, "pipeline_id", "currency", "outcome", "created_at", "closed_at"
        )
    }
    counts = {
        (pipeline, currency): count
        for pipeline, currency, count, _sum in ask(WORK, work, amount, "pipeline_id", "currency")
    }
    stages = Stage.objects.filter(outcome=Outcome.OPEN).select_related("pipeline__unit").in_bulk()
    times = ask(PACES, ends, amount, *columns(by_stage=False, by_macro=False))
    pipelines = Pipeline.objects.select_related("unit").in_bulk([pipeline for pipeline, _currency in {*found, *counts}])
    return SpeedAnswer(
        velocities=tuple(
            _velocity(pipelines[key[0]], key[1], counts.get(key, 0), found.get(key))
            for key in sorted({*found, *counts}, key=lambda key: (pipelines[key[0]].position, *key))
        ),
        paces=_paces(stages, {pk: (Time.of(*rest), int(left)) for pk, *rest, left in times}),
    )


def now_of(chosen: Chosen) -> Chosen:
    """The same without the period: deals in work are those of now."""
    return replace(chosen, period=replace(chosen.period, first=None, last=None))


def _velocity(pipeline: Pipeline, currency: str, in_work: int, ends: list[Any] | None) -> Velocity:
    closed, won, average, _sum, seconds = ends or [0, 0, 0, 0, None]
    rate, mean = share(int(won), int(closed)), Decimal(average) or None
    days = round(Decimal(seconds) / DAY, 1) if seconds else None
    per_day = round(in_work * mean * rate / 100 / days) if mean and rate and days else None
    return Velocity(
        pipeline=pipeline,
        currency=currency,
        in_work=in_work,
        closed=int(closed),
        won=int(won),
        win_rate=rate,
        average=Decimal(round(mean)) if mean else None,
        cycle_days=days,
        per_day=Decimal(per_day) if per_day is not None else None,
    )


def _paces(stages: dict[int, Stage], times: dict[int, tuple[Time, int]]) -> tuple[Pace, ...]:
    known = [Pace(stage=stages[pk], time=time, deals=left) for pk, (time, left) in times.items() if pk in stages]
    return tuple(
        sorted(known, key=lambda one: (one.stage.pipeline.position, one.stage.pipeline_id, one.stage.position))
    )
