"""What was known of a deal at a moment of its life: the same statement for deals that are over and for open ones."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

MOST = 20_000  # closed deals, the newest ones: nine coefficients need no more, and a company changes
PORTION = 10_000  # rows that are fetched at once


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A deal that stood at an open stage; all times are days up to the moment, `silence` since the last contact.

    None where it is not known what stood there then. What `won`, `closed_at`, `stayed` (days at the stage in all) and
    `lasted` (days to the end) say came later: they are of deals that are over, and no feature is made of them.
    """

    deal: int
    stage: int
    pipeline: int
    typed: int
    source: int | None
    amount: float | None
    currency: str | None
    days_here: float
    age: float
    contacts: int
    silence: float
    has_step: bool
    bought: bool
    won: bool | None = None
    closed_at: datetime | None = None
    stayed: float | None = None
    lasted: float | None = None


# Stays at open stages of the newest closed deals. What took no minute was written down afterwards: it tells nothing.
STAYS = """
WITH closed AS (
    SELECT id, outcome, closed_at FROM sales_deal WHERE outcome <> 'open' AND closed_at <= %(at)s
    ORDER BY closed_at DESC LIMIT %(most)s
), stood AS (
    SELECT c.deal_id, k.outcome, c.to_stage_id AS stage_id, c.at AS since,
        coalesce(lead(c.at) OVER (PARTITION BY c.deal_id ORDER BY c.at, c.id), k.closed_at) AS until
    FROM sales_stagechange c JOIN closed k ON k.id = c.deal_id
), stays AS (
    SELECT s.* FROM stood s JOIN sales_stage t ON t.id = s.stage_id
    WHERE t.outcome = 'open' AND s.until >= s.since + interval '1 minute'
)"""
# At each coming to a stage, and after so many days there, whatever comes next: a grid that looks at nothing to come.
LIVES = f"""{STAYS}, moments AS MATERIALIZED (
    SELECT s.deal_id, s.stage_id, s.since, s.until, s.since + g.days * interval '1 day' AS at
    FROM stays s CROSS JOIN (VALUES (0), (3), (7), (14), (28), (56), (112), (224)) g (days)
    WHERE s.since + g.days * interval '1 day' < s.until
), steps AS (
    SELECT m.deal_id, m.at FROM moments m JOIN activities_task k
        ON k.subject_kind = 'deal' AND k.subject_id = m.deal_id
        AND k.created_at <= m.at AND (k.done_at IS NULL OR k.done_at > m.at)
    GROUP BY 1, 2
)
"""  # noqa: S608  # our own tables
# The amount as the history of changes tells it; a deal's first row is written a moment after its `created_at`.
KNOWN_THEN = """LEFT JOIN LATERAL (
    SELECT e.amount, e.currency FROM sales_dealevent e
    WHERE e.pgh_obj_id = m.deal_id AND e.pgh_created_at <= m.at + interval '1 minute'
    ORDER BY e.pgh_created_at DESC, e.pgh_id DESC LIMIT 1
) known ON true
LEFT JOIN steps ON steps.deal_id = m.deal_id AND steps.at = m.at"""
OPEN = """
WITH moments AS (
    SELECT id AS deal_id, stage_id, stage_since AS since, NULL::timestamptz AS until, %(at)s::timestamptz AS at
    FROM sales_deal WHERE id = ANY(%(ids)s) AND outcome = 'open'
), steps AS (
    SELECT DISTINCT subject_id AS deal_id FROM activities_task
    WHERE subject_kind = 'deal' AND subject_id = ANY(%(ids)s) AND done_at IS NULL
)
"""
KNOWN_NOW = """CROSS JOIN LATERAL (SELECT d.amount, d.currency) known
LEFT JOIN steps ON steps.deal_id = m.deal_id"""
TOLD = """
SELECT m.deal_id, m.stage_id, t.pipeline_id, t.probability, d.source_id, known.amount::float8, known.currency,
    greatest(extract(epoch FROM m.at - m.since), 0)::float8 / 86400,
    greatest(extract(epoch FROM m.at - d.created_at), 0)::float8 / 86400,
    talks.count, greatest(extract(epoch FROM m.at - greatest(talks.last_at, d.created_at)), 0)::float8 / 86400,
    steps.deal_id IS NOT NULL,
    CASE WHEN d.organization_id IS NOT NULL THEN EXISTS (
        SELECT FROM sales_deal o WHERE o.organization_id = d.organization_id AND o.outcome = 'won'
            AND o.closed_at < m.at AND o.id <> d.id
    ) ELSE EXISTS (
        SELECT FROM sales_deal o WHERE o.person_id = d.person_id AND o.outcome = 'won'
            AND o.closed_at < m.at AND o.id <> d.id
    ) END,
    CASE d.outcome WHEN 'open' THEN NULL ELSE d.outcome = 'won' END, d.closed_at,
    extract(epoch FROM m.until - m.since)::float8 / 86400,
    extract(epoch FROM d.closed_at - d.created_at)::float8 / 86400
FROM moments m JOIN sales_deal d ON d.id = m.deal_id JOIN sales_stage t ON t.id = m.stage_id
LEFT JOIN LATERAL (
    SELECT count(*) AS count, max(i.happened_at) AS last_at FROM activities_interaction i
    WHERE i.subject_kind = 'deal' AND i.subject_id = m.deal_id AND i.happened_at <= m.at
) talks ON true
{known}
ORDER BY m.deal_id, m.at
"""
COLUMNS = Moment.__slots__


def lives(*, at: datetime) -> list[Moment]:
    """The moments of the newest closed deals whose way through open stages is known, deal by deal."""
    return list(_asked(LIVES + TOLD.format(known=KNOWN_THEN), {"at": at, "most": MOST}))


def now(ids: Collection[int], *, at: datetime) -> list[Moment]:
    """What is known now of those of these deals that are open, in one statement."""
    return list(_asked(OPEN + TOLD.format(known=KNOWN_NOW), {"ids": list(ids), "at": at}))


def _asked(statement: str, given: dict[str, Any]) -> Iterator[Moment]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        while rows := cursor.fetchmany(PORTION):
            for row in rows:
                yield Moment(**dict(zip(COLUMNS, row, strict=True)))
