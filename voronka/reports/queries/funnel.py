"""The funnel: how many deals of a period reached each stage, how long they took, why they were lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DecimalField, F, QuerySet, Value
from django.db.models.functions import Cast

from voronka.records import access
from voronka.records.field_rules import hides
from voronka.records.fields import FilterContext
from voronka.records.fields.trees import Known
from voronka.records.models import Classifier, ClassifierValue
from voronka.reports.period import Period
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Outcome, Pipeline, Stage

type Sums = tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, kw_only=True)
class FunnelQuestion:
    """Deals made within `period` in a pipeline; of one owner or source (with all under it) when they are named."""

    pipeline: Pipeline
    period: Period
    owner_id: int | None = None
    source_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Part:
    """A number of deals and what they are worth, by currency; money of different currencies is never added up."""

    count: int = 0
    sums: Sums = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """A stage: the deals that reached it or went further, and how many of them reached the next one."""

    stage: Stage
    reached: Part
    of_all: Decimal | None
    to_next: Decimal | None
    median_days: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Loss:
    """A reason of losses; the database keeps one for each lost deal."""

    reason_id: int
    name: str
    part: Part


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """The answer."""

    steps: tuple[Step, ...]
    total: Part
    won: Part
    lost: Part
    open: Part
    losses: tuple[Loss, ...]


def funnel(question: FunnelQuestion, context: FilterContext) -> Funnel:
    """Answer the question from the deals that this person may see; four queries, whatever their number."""
    deals, parameters = _deals(question, context)
    cohorts = [Cohort(*row) for row in _rows(COHORTS, deals, parameters)]
    medians = {pk: _days(seconds) for pk, seconds in _rows(MEDIANS, deals, parameters)}
    total = _sum(cohorts)
    return Funnel(
        steps=_steps(question.pipeline, cohorts, medians, total),
        total=total,
        won=_sum(one for one in cohorts if one.outcome == Outcome.WON),
        lost=_sum(one for one in cohorts if one.outcome == Outcome.LOST),
        open=_sum(one for one in cohorts if one.outcome == Outcome.OPEN),
        losses=_losses(cohorts),
    )


def _deals(question: FunnelQuestion, context: FilterContext) -> tuple[str, list[Any]]:
    rows: QuerySet[Deal] = access.visible(DEAL, context.by).filter(pipeline=question.pipeline)
    if question.period.first:
        rows = rows.filter(created_at__gte=datetime.combine(question.period.first, time(), context.zone))
    if question.period.last:
        end = datetime.combine(question.period.last + timedelta(days=1), time(), context.zone)
        rows = rows.filter(created_at__lt=end)
    if question.owner_id:
        rows = rows.filter(owner=question.owner_id)
    if question.source_id and not hides(context.by, DEAL, "source"):
        rows = rows.filter(source__in=Known(Classifier.SOURCE).under([question.source_id]))
    worth = Cast(Value(0), DecimalField()) if hides(context.by, DEAL, "amount") else F("amount")
    columns = (worth, "currency", "outcome", "lost_reason_id", "passed", "left_stages", "left_minutes")
    try:
        statement, parameters = rows.order_by().values_list(*columns).query.sql_with_params()
    except EmptyResultSet:
        return NOTHING, []
    return statement, list(parameters)


NOTHING = "SELECT 0::numeric, '', '', NULL::bigint, '{}'::bigint[], '{}'::bigint[], '{}'::int[] WHERE false"
PICKED = """
WITH picked (amount, currency, outcome, lost_reason_id, passed, left_stages, left_minutes) AS ({deals}) {question}"""
COHORTS = """
SELECT passed, outcome, currency, lost_reason_id, count(*), coalesce(sum(amount), 0) FROM picked GROUP BY 1, 2, 3, 4"""
# To a minute, so that equal times are counted together: sorting half a million of seconds takes three times as long.
# An even number of times has two in the middle.
MEDIANS = """,
times AS (
    SELECT stage, minutes, count(*) AS number FROM picked, unnest(left_stages, left_minutes) AS t (stage, minutes)
    GROUP BY 1, 2
),
ranks AS (
    SELECT stage, minutes, number, sum(number) OVER (PARTITION BY stage ORDER BY minutes) AS upto,
        sum(number) OVER (PARTITION BY stage) AS total
    FROM times
)
SELECT stage, avg(minutes) * 60 FROM ranks WHERE upto * 2 >= total AND (upto - number) * 2 <= total GROUP BY 1"""


@dataclass(frozen=True)
class Cohort:
    """Deals that went through the same stages to the same end."""

    passed: list[int]
    outcome: str
    currency: str
    reason_id: int | None
    count: int
    amount: Decimal


def _rows(statement: str, deals: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(PICKED.format(deals=deals, question=statement), parameters)
        return list(cursor.fetchall())


def _sum(cohorts: Iterable[Cohort]) -> Part:
    count, sums = 0, dict[str, Decimal]()
    for one in cohorts:
        count += one.count
        sums[one.currency] = sums.get(one.currency, Decimal(0)) + one.amount
    largest_first = sorted(((name, amount) for name, amount in sums.items() if amount), key=lambda pair: -pair[1])
    return Part(count=count, sums=tuple(largest_first))


def _losses(cohorts: list[Cohort]) -> tuple[Loss, ...]:
    """The reasons, the most frequent first."""
    by_reason: dict[int, list[Cohort]] = {}
    for one in cohorts:
        if one.outcome == Outcome.LOST and one.reason_id:
            by_reason.setdefault(one.reason_id, []).append(one)
    names = dict(ClassifierValue.objects.filter(pk__in=by_reason).values_list("pk", "name"))
    losses = [Loss(reason_id=pk, name=names[pk], part=_sum(ones)) for pk, ones in by_reason.items()]
    return tuple(sorted(losses, key=lambda loss: -loss.part.count))


def _steps(pipeline: Pipeline, cohorts: list[Cohort], medians: dict[int, Decimal], total: Part) -> tuple[Step, ...]:
    stages = list(pipeline.stages.exclude(outcome=Outcome.LOST).order_by("position", "pk"))
    places = {stage.pk: stage.position for stage in stages if stage.outcome == Outcome.OPEN}
    furthest = [max((places[pk] for pk in one.passed if pk in places), default=-1) for one in cohorts]
    shown = [stage for stage in stages if stage.is_active or stage.pk in medians]
    reached = [
        _sum(
            one
            for one, top in zip(cohorts, furthest, strict=True)
            if one.outcome == Outcome.WON or (stage.outcome == Outcome.OPEN and top >= stage.position)
        )
        for stage in shown
    ]
    return tuple(
        Step(
            stage=stage,
            reached=reached[place],
            of_all=_share(reached[place].count, total.count),
            to_next=_share(reached[place + 1].count, reached[place].count) if place + 1 < len(shown) else None,
            median_days=medians.get(stage.pk),
        )
        for place, stage in enumerate(shown)
    )


def _share(part: int, whole: int) -> Decimal | None:
    """Per cent with one decimal place; None of nothing."""
    return round(Decimal(100 * part) / whole, 1) if whole else None


def _days(seconds: float) -> Decimal:
    return round(Decimal(seconds) / 86_400, 1)
