"""The column of deals by their stop-loss: it stands now, or was ignored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from voronka.records.fields import FilterContext, Signs
from voronka.records.fields.computed import Told
from voronka.sales.queries.signals import awake, ignored_stops, shows_stops, stops

if TYPE_CHECKING:
    from voronka.accounts.models import User

STANDS, IGNORED = "stands", "ignored"


@dataclass(frozen=True, kw_only=True)
class StopLoss(Signs):
    """Whether a deal costs more than it can bring, and whether that was heard."""

    def options(self) -> list[tuple[str, str]]:
        """What a filter may ask."""
        return [(STANDS, _("Asks for a decision")), (IGNORED, pgettext("stop-loss", "Was ignored"))]

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        asked, found = self.asked(value), Q(pk__in=[])
        if not shows_stops(context.by):
            return found
        if STANDS in asked:
            found |= Q(stops(on=context.at.astimezone(context.zone).date()))
        if IGNORED in asked:
            found |= Q(Exists(ignored_stops(at=context.at).filter(deal=OuterRef("pk"))))
        return found


def told(deals: Sequence[Any], by: "User", at: datetime) -> Mapping[int, Told]:
    """What is said of each of the deals, by two queries; nothing to whom it would tell what is hidden from him."""
    if not shows_stops(by):
        return {}
    ids = [deal.pk for deal in deals]
    late = ignored_stops(at=at).filter(deal__in=ids)
    found = {one.deal_id: Told(text=pgettext("stop-loss", "Was ignored"), tone="warn") for one in late}
    standing = awake(on=at.astimezone(timezone.get_current_timezone()).date()).filter(deal__in=ids, kind="stop_loss")
    return found | {one.deal_id: Told(text=_("Asks for a decision"), tone="bad") for one in standing}


STOP_LOSS = StopLoss(name="stop_loss", label=gettext_lazy("Stop-loss"), values=told)
