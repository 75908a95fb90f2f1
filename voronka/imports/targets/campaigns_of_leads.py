"""A lead that answered to a campaign belongs to it, where it belongs to none yet."""

from voronka.accounts.models import Action
from voronka.core import live
from voronka.imports.engine.batch import Batch
from voronka.records import access
from voronka.records.search.index import index
from voronka.sales.kinds import LEAD


def give_campaigns(batch: Batch) -> None:
    """Give the leads that new rows are about the campaign of the latest row, if the person may change them."""
    if not batch.has("campaign__text"):
        return
    allowed, parameters = batch.ids(access.visible(LEAD, batch.by, Action.EDIT))
    changed = batch.rows(
        """
        UPDATE sales_lead r SET campaign_id = f.campaign_id, version = r.version + 1, updated_at = %s FROM (
            SELECT DISTINCT ON (s.subject_id) s.subject_id, s.campaign_id FROM {stage} s
            WHERE s.is_new AND s.subject_kind = 'lead' AND s.campaign_id IS NOT NULL
            ORDER BY s.subject_id, s.happened_at DESC, s.number
        ) f WHERE r.id = f.subject_id AND r.campaign_id IS NULL AND r.id IN ({allowed}) RETURNING r.id
        """,
        [batch.at, *parameters],
        allowed=allowed,
    )
    ids = [pk for (pk,) in changed]
    index(LEAD, ids)
    live.publish_many(kind=LEAD.name, ids=ids, verb="updated")
