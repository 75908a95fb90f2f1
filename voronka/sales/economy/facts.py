"""What the base knows of the effort on deals: the same statements for one deal and for all of them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from voronka.sales.economy.figures import Economy, Facts, Share
from voronka.sales.models import Deal, SellingTerms
from voronka.sales.queries import chances

DEALS = f"""
WITH stood AS (
    SELECT d.*, s.position, {chances.CHANCE} AS probability, s.days_norm, s.minutes_norm
    FROM sales_deal d JOIN sales_stage s ON s.id = d.stage_id {chances.LEARNED} WHERE d.id = ANY(%(ids)s)
), norms AS (
    SELECT pipeline_id, position, id, minutes_norm FROM sales_stage
    WHERE outcome = 'open' AND is_active AND minutes_norm IS NOT NULL
        AND pipeline_id IN (SELECT pipeline_id FROM stood)
), talks AS (
    SELECT t.id, coalesce(sum(i.minutes) FILTER (WHERE i.happened_at >= t.stage_since), 0) AS here,
        max(i.happened_at) AS last_at
    FROM stood t JOIN activities_interaction i ON i.subject_kind = 'deal' AND i.subject_id = t.id
    GROUP BY t.id, t.stage_since
), money AS (
    SELECT deal_id, coalesce(sum(amount) FILTER (WHERE is_approved), 0) AS approved,
        coalesce(sum(amount) FILTER (WHERE decided_at IS NULL), 0) AS undecided
    FROM sales_expense WHERE deal_id = ANY(%(ids)s) GROUP BY deal_id
), steps AS (
    SELECT subject_id, min(due_at) AS due FROM activities_task
    WHERE subject_kind = 'deal' AND subject_id = ANY(%(ids)s) AND done_at IS NULL GROUP BY subject_id
)
SELECT t.id AS deal, t.outcome = 'open' AS is_open, t.currency, t.probability, t.amount, t.margin AS given_margin,
    t.planned_cost AS given_plan, t.days_norm, t.minutes_norm,
    coalesce((SELECT sum(minutes_norm) FROM norms n WHERE n.pipeline_id = t.pipeline_id), 0)::int AS norm_minutes,
    coalesce((SELECT sum(minutes_norm) FROM norms n WHERE n.pipeline_id = t.pipeline_id
        AND (n.position, n.id) > (t.position, t.stage_id)), 0)::int AS later_minutes,
    coalesce(talks.here, 0)::int AS minutes_here, sales_rate_on(t.owner_id, %(day)s) AS rate,
    coalesce(money.approved, 0) AS expenses, coalesce(money.undecided, 0) AS undecided, t.stage_since,
    greatest(talks.last_at, t.created_at) AS last_contact_at, steps.subject_id IS NOT NULL AS has_step,
    steps.due AS step_due
FROM stood t LEFT JOIN talks ON talks.id = t.id LEFT JOIN money ON money.deal_id = t.id
    LEFT JOIN steps ON steps.subject_id = t.id
"""  # noqa: S608  # pieces of our own
# An entry costs by the rate of the day on which it happened where the company is.
SHARES = """
SELECT deal, owner_id, sum(minutes)::int, sum(minutes * sales_rate_on(owner_id, day)) / 60 FROM (
    SELECT subject_id AS deal, owner_id, (happened_at AT TIME ZONE %(zone)s)::date AS day, sum(minutes) AS minutes
    FROM activities_interaction WHERE subject_kind = 'deal' AND subject_id = ANY(%(ids)s) AND minutes > 0
    GROUP BY 1, 2, 3
) days GROUP BY deal, owner_id ORDER BY deal, owner_id
"""


def facts_of(ids: Collection[int], *, at: datetime) -> dict[int, Facts]:
    """What is known of these deals at a moment, in two statements, however many they are."""
    zone = timezone.get_default_timezone()
    given: dict[str, Any] = {"ids": list(ids), "day": at.astimezone(zone).date(), "zone": str(zone)}
    shares: dict[int, list[Share]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(SHARES, given)
        for deal, person, minutes, cost in cursor.fetchall():
            shares[deal].append(Share(person=person, minutes=minutes, cost=Decimal(cost)))
        cursor.execute(DEALS, given)
        names = [column.name for column in cursor.description or ()]
        rows: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {row["deal"]: Facts(**row, shares=tuple(shares[row["deal"]])) for row in rows}


def economy_of(deal: Deal, *, at: datetime) -> Economy:
    """The figures of one deal, in three queries."""
    return Economy(facts=facts_of([deal.pk], at=at)[deal.pk], margin_percent=terms().margin_percent)


def terms() -> SellingTerms:
    """What the company has set, or what holds until it does."""
    return SellingTerms.objects.first() or SellingTerms(pk=1)
