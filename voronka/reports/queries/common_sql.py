"""The SQL of the common funnel, and what its rows are."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Value

NOBODY_ASKS = Value([], output_field=ArrayField(BigIntegerField()))


def columns(*, by_stage: bool, by_macro: bool) -> tuple[Any, ...]:
    """The columns that are counted by; the ways of a deal only where they are asked for, since they take long."""
    return (
        *("currency", "outcome", "lost_reason_id", "stage_id", "macro_stage_id"),
        "passed" if by_stage else NOBODY_ASKS,
        "passed_macros" if by_macro else NOBODY_ASKS,
        *("passed_macros", "macro_minutes", "left_stages", "left_minutes"),
    )


PICKED = """
WITH picked (
    amount, currency, outcome, lost_reason_id, stage_id, macro_stage_id, passed, passed_macros, macros, macro_minutes,
    left_stages, left_minutes
) AS NOT MATERIALIZED ({deals})"""
COHORTS = f"""{PICKED}
SELECT passed, passed_macros, stage_id, macro_stage_id, outcome, currency, lost_reason_id, count(*),
    coalesce(sum(amount), 0)
FROM picked GROUP BY 1, 2, 3, 4, 5, 6, 7"""  # noqa: S608  # our own words
# To a minute, so that equal times are counted together: sorting half a million of seconds takes three times as long.
# An even number of times has two in the middle.
RANKS = """, ranks AS (
    SELECT place, minutes, number, sum(number) OVER (PARTITION BY place ORDER BY minutes) AS upto,
        sum(number) OVER (PARTITION BY place) AS total, sum(minutes * number) OVER (PARTITION BY place) AS spent
    FROM times
)
SELECT place, avg(minutes), max(total), max(spent)"""
IN_THE_MIDDLE = """
FROM ranks WHERE upto * 2 >= total AND (upto - number) * 2 <= total GROUP BY 1"""
MIDDLES = RANKS + IN_THE_MIDDLE
TIMES = f"""{PICKED}, times AS (
    SELECT place, minutes::bigint AS minutes, count(*) AS number
    FROM picked, unnest(macros, macro_minutes) AS t (place, minutes) WHERE minutes IS NOT NULL GROUP BY 1, 2
){MIDDLES}"""  # noqa: S608  # our own words
NATIVE_TIMES = f"""{PICKED}, times AS (
    SELECT place, minutes::bigint AS minutes, count(*) AS number
    FROM picked, unnest(left_stages, left_minutes) AS t (place, minutes) GROUP BY 1, 2
){MIDDLES}"""  # noqa: S608  # our own words
# The same with how many deals left each stage: one that left it twice has two stays and counts by the first.
PACES = f"""{PICKED}, times AS (
    SELECT place, minutes::bigint AS minutes, count(*) AS number,
        count(*) FILTER (WHERE array_position(left_stages, place) = spot) AS deals
    FROM picked, unnest(left_stages, left_minutes) WITH ORDINALITY AS t (place, minutes, spot) GROUP BY 1, 2
){RANKS}, (SELECT sum(deals) FROM times WHERE times.place = ranks.place){IN_THE_MIDDLE}"""  # noqa: S608  # our own words
# A deal that came through several stages of one macro-stage spent the sum of their times there. Deals that left the
# same stages in the same order have these times at the same spots, and there are few such ways: so nothing is put
# together deal by deal, which takes three times as long.
TIMES_TODAY = f"""{PICKED}, ways AS (
    SELECT DISTINCT left_stages FROM picked
), spots AS (
    SELECT w.left_stages, m.place, array_agg(t.spot ORDER BY t.spot) AS spots
    FROM ways w, unnest(w.left_stages) WITH ORDINALITY AS t (stage, spot)
    JOIN unnest(%s::bigint[], %s::bigint[]) AS m (stage, place) ON m.stage = t.stage
    GROUP BY 1, 2
), times AS (
    SELECT s.place, count(*) AS number, (
        left_minutes[spots[1]] + coalesce(left_minutes[spots[2]], 0) + CASE WHEN spots[3] IS NULL THEN 0
        ELSE (SELECT sum(left_minutes[spot]) FROM unnest(spots[3:]) AS spot) END
    )::bigint AS minutes
    FROM picked JOIN spots s USING (left_stages) GROUP BY s.place, minutes
){MIDDLES}"""  # noqa: S608  # our own words


@dataclass(frozen=True)
class Cohort:
    """Deals that went through the same stages to the same end."""

    passed: list[int]
    passed_macros: list[int]
    stage_id: int
    macro_id: int | None
    outcome: str
    currency: str
    reason_id: int | None
    count: int
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Time:
    """Of how many stays the median and the mean are, in days, and the minutes of all of them."""

    median: Decimal | None = None
    mean: Decimal | None = None
    count: int = 0
    minutes: int = 0

    @classmethod
    def of(cls, median: Decimal, count: int, minutes: int) -> "Time":
        """Out of minutes."""
        mean = Decimal(minutes) / count
        return cls(median=_days(Decimal(median)), mean=_days(mean), count=int(count), minutes=int(minutes))


def _days(minutes: Decimal) -> Decimal:
    return round(minutes / 1440, 1)
