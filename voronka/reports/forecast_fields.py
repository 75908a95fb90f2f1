"""The column of deals by which figures of the forecast open their rows: the category that a deal counts in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voronka.records.field_rules import hides
from voronka.records.fields import Computed, FilterContext, bad_value
from voronka.records.fields.choices import listed
from voronka.sales.kinds import DEAL
from voronka.sales.models import Category, Stage
from voronka.sales.queries.categories import by_probability, counts_in

if TYPE_CHECKING:
    from voronka.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class CountedCategory(Computed):
    """The owner's category, else that of the stage; nothing for whom the owner's is hidden."""

    filterable: bool = True

    widget = "select"
    operators = ("in",)

    def options(self) -> list[tuple[str, str]]:
        """(value, label) of the categories."""
        return [(one.value, str(one.label)) for one in Category]

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        names = [str(one) for one in listed(value)]
        if not {*names} <= {*Category.values} or hides(context.by, DEAL, "forecast"):
            raise bad_value(self, value)
        return counts_in(names)


def _counted(deals: Sequence[Any], by: "User", _at: datetime) -> Mapping[int, str]:
    if hides(by, DEAL, "forecast"):
        return {}
    chances = dict(Stage.objects.values_list("pk", "probability"))
    return {
        deal.pk: str(Category(deal.forecast or by_probability(chances[deal.stage_id])).label)
        for deal in deals
        if deal.is_open
    }


FORECAST_NOW = CountedCategory(name="forecast_now", label=_("Counts in the forecast as"), values=_counted)
