"""The funnel: how many deals of a period reached each stage, how long they took, why they were lost."""

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
from voronka.records.models import Classifier
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
    by_outcome = _parts(OUTCOMES, deals, parameters)
    reached = _parts(REACHED, deals, [*parameters, question.pipeline.pk, question.pipeline.pk])
    medians = {pk: _days(seconds) for pk, seconds in _rows(MEDIANS, deals, parameters)}
    losses = _parts(LOSSES, deals, parameters)
    total = _joined(list(by_outcome.values()))
    return Funnel(
        steps=_steps(question.pipeline, reached, medians, total),
        total=total,
        won=by_outcome.get(Outcome.WON, Part()),
        lost=by_outcome.get(Outcome.LOST, Part()),
        open=by_outcome.get(Outcome.OPEN, Part()),
        losses=tuple(
            Loss(reason_id=int(pk), name=name, part=part)
            for (pk, name), part in sorted(losses.items(), key=lambda pair: -pair[1].count)
        ),
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
    columns = ("id", worth, "currency", "outcome", "lost_reason_id")
    try:
        statement, parameters = rows.order_by().values_list(*columns).query.sql_with_params()
    except EmptyResultSet:
        return "SELECT NULL::bigint, 0::numeric, '', '', NULL::bigint WHERE false", []
    return statement, list(parameters)


PICKED = "WITH picked (id, amount, currency, outcome, lost_reason_id) AS MATERIALIZED ({deals}) {question}"
OUTCOMES = "SELECT outcome, currency, count(*), coalesce(sum(amount), 0) FROM picked GROUP BY 1, 2"
REACHED = """
SELECT s.id, w.currency, count(*), coalesce(sum(w.amount), 0)
FROM sales_stage s
JOIN (
    SELECT p.id, p.amount, p.currency, p.outcome, max(s.position) AS top
    FROM picked p
    LEFT JOIN sales_stagechange c ON c.deal_id = p.id
    LEFT JOIN sales_stage s ON s.id = c.to_stage_id AND s.outcome = 'open' AND s.pipeline_id = %s
    GROUP BY p.id, p.amount, p.currency, p.outcome
) w ON w.outcome = 'won' OR (s.outcome = 'open' AND w.top >= s.position)
WHERE s.pipeline_id = %s AND s.outcome <> 'lost' GROUP BY 1, 2"""
MEDIANS = """
SELECT c.from_stage_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY c.seconds_in_previous)
FROM sales_stagechange c JOIN picked p ON p.id = c.deal_id WHERE c.from_stage_id IS NOT NULL GROUP BY 1"""
LOSSES = """
SELECT array[v.id::text, v.name], currency, count(*), coalesce(sum(amount), 0)
FROM picked JOIN records_classifiervalue v ON v.id = lost_reason_id WHERE outcome = 'lost' GROUP BY 1, 2"""


def _rows(statement: str, deals: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(PICKED.format(deals=deals, question=statement), parameters)
        return list(cursor.fetchall())


def _parts(statement: str, deals: str, parameters: list[Any]) -> dict[Any, Part]:
    parts: dict[Any, list[Part]] = {}
    for given, currency, count, amount in _rows(statement, deals, parameters):
        key = tuple(given) if isinstance(given, list) else given
        parts.setdefault(key, []).append(Part(count=count, sums=((currency, amount),)))
    return {key: _joined(found) for key, found in parts.items()}


def _joined(parts: list[Part]) -> Part:
    sums: dict[str, Decimal] = {}
    for part in parts:
        for currency, amount in part.sums:
            sums[currency] = sums.get(currency, Decimal(0)) + amount
    largest_first = sorted(((name, amount) for name, amount in sums.items() if amount), key=lambda pair: -pair[1])
    return Part(count=sum(part.count for part in parts), sums=tuple(largest_first))


def _steps(pipeline: Pipeline, reached: dict[int, Part], medians: dict[int, Decimal], total: Part) -> tuple[Step, ...]:
    stages = list(pipeline.stages.exclude(outcome=Outcome.LOST).order_by("position", "pk"))
    shown = [stage for stage in stages if stage.is_active or stage.pk in medians]
    counts = [reached.get(stage.pk, Part()).count for stage in shown]
    return tuple(
        Step(
            stage=stage,
            reached=reached.get(stage.pk, Part()),
            of_all=_share(counts[place], total.count),
            to_next=_share(counts[place + 1], counts[place]) if place + 1 < len(shown) else None,
            median_days=medians.get(stage.pk),
        )
        for place, stage in enumerate(shown)
    )


def _share(part: int, whole: int) -> Decimal | None:
    """Per cent with one decimal place; None of nothing."""
    return round(Decimal(100 * part) / whole, 1) if whole else None


def _days(seconds: float) -> Decimal:
    return round(Decimal(seconds) / 86_400, 1)
