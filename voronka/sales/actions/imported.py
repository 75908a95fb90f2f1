"""The stage history of deals that came in sets, without one: imports and the demo call it."""

from collections.abc import Iterable

from django.db import connection

# A closed deal came from the first open stage of its pipeline to the closing one; an open one was made where it is.
BEGIN = """
INSERT INTO sales_stagechange (deal_id, from_stage_id, to_stage_id, at, by_id, seconds_in_previous)
SELECT deal.id, NULL, CASE WHEN deal.outcome = 'open' THEN deal.stage_id ELSE coalesce(begin.id, deal.stage_id) END,
       deal.created_at, deal.created_by_id, 0
  FROM sales_deal deal
  LEFT JOIN LATERAL (
       SELECT id FROM sales_stage
        WHERE pipeline_id = deal.pipeline_id AND outcome = 'open' ORDER BY position, id LIMIT 1) begin ON TRUE
 WHERE deal.id = ANY(%(ids)s) AND NOT EXISTS (SELECT FROM sales_stagechange past WHERE past.deal_id = deal.id)
"""
CLOSE = """
INSERT INTO sales_stagechange (deal_id, from_stage_id, to_stage_id, at, by_id, seconds_in_previous)
SELECT deal.id, past.to_stage_id, deal.stage_id, greatest(deal.closed_at, deal.created_at), deal.created_by_id,
       floor(extract(epoch FROM greatest(deal.closed_at, deal.created_at) - deal.created_at))
  FROM sales_deal deal
  JOIN sales_stagechange past ON past.deal_id = deal.id AND past.from_stage_id IS NULL
 WHERE deal.id = ANY(%(ids)s) AND deal.outcome <> 'open' AND past.to_stage_id <> deal.stage_id
   AND NOT EXISTS (SELECT FROM sales_stagechange later WHERE later.deal_id = deal.id AND later.id <> past.id)
"""


def begin_stage_history(ids: Iterable[int]) -> int:
    """Give those of the deals that have no stage history the one that can be known; two statements for any number.

    Gives the number of rows written. A second call writes nothing.
    """
    parameters = {"ids": list(ids)}
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, parameters)
        begun = cursor.rowcount
        cursor.execute(CLOSE, parameters)
        return int(begun + cursor.rowcount)
