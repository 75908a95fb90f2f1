"""The column of deals by the approval that they wait for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.records.fields import FilterContext, Signs
from voronka.records.fields.computed import Told
from voronka.sales.models import Approval

if TYPE_CHECKING:
    from voronka.accounts.models import User

WAITS, OF_ME = "waits", "of_me"


@dataclass(frozen=True, kw_only=True)
class WaitsForApproval(Signs):
    """Whether a deal waits until somebody agrees that it goes on, and who that is."""

    def options(self) -> list[tuple[str, str]]:
        """What a filter may ask."""
        return [(WAITS, _("Waits for an approval")), (OF_ME, _("Waits for my approval"))]

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        asked = self.asked(value)
        if not asked:
            return Q(pk__in=[])
        rows = Approval.objects.filter(deal=OuterRef("pk"), decided_at=None)
        return Q(Exists(rows if WAITS in asked else rows.filter(asked_of=context.by.pk)))


def told(deals: Sequence[Any], _by: "User", _at: datetime) -> Mapping[int, Told]:
    """Who decides about each of the deals, by one query."""
    rows = Approval.objects.filter(deal__in=[deal.pk for deal in deals], decided_at=None)
    return {
        one.deal_id: Told(
            text=one.asked_of.full_name,
            tone="warn",
            title=_("Waits for an approval: “%(stage)s”") % {"stage": one.to_stage.name},
        )
        for one in rows.select_related("asked_of", "to_stage")
    }


APPROVAL = WaitsForApproval(name="waiting_approval", label=gettext_lazy("Waits for an approval"), values=told)
