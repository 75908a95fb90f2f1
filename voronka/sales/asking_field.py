"""The column of tasks by the answer that they ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.records.fields import FilterContext, Signs
from voronka.records.fields.computed import Told
from voronka.sales.queries.asked import APPROVAL, EXPENSE, questions_of, waits

if TYPE_CHECKING:
    from voronka.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class AsksForAnswer(Signs):
    """What somebody is asked to agree to by a task, as long as it waits."""

    def options(self) -> list[tuple[str, str]]:
        """What a filter may ask."""
        return [(APPROVAL, _("An approval of a stage")), (EXPENSE, _("An approval of an expense"))]

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        found = Q(pk__in=[])
        for what in sorted(self.asked(value)):
            found |= Q(waits(what))
        return found


def told(tasks: Sequence[Any], _by: "User", _at: datetime) -> Mapping[int, Told]:
    """What each of the tasks asks, by two queries."""
    return {pk: Told(text=one.text, tone="warn") for pk, one in questions_of(tasks).items()}


ASKS = AsksForAnswer(name="asks", label=gettext_lazy("Asks to agree"), values=told)
