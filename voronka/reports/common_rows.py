"""Every figure of the common funnel opens its rows: the address of the list of deals that it counts."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from voronka.accounts.models import User
from voronka.reports.queries.chosen import Chosen, Line, lines
from voronka.reports.queries.common_funnel import CommonAnswer
from voronka.sales.models import MacroKind, MacroStage, Stage

OPEN: Line = {"field": "outcome", "op": "in", "value": ["open"]}

LEGIBLE = ",:"  # of a filter in an address these need no sign of their own: a quarter of a page of figures


def list_of(found: list[Line]) -> str:
    """The list of deals that a filter of these lines finds."""
    tree = json.dumps({"all": found} if found else {}, separators=(",", ":"))
    return f"{reverse('deal:list')}?{urlencode({'f': tree}, safe=LEGIBLE)}"


@dataclass(frozen=True)
class CommonRows:
    """The addresses of one answer; the lines of its question are worked out once."""

    basis: list[Line]
    is_as_it_was: bool
    places: dict[int, int]

    @classmethod
    def of(cls, chosen: Chosen, found: CommonAnswer, by: User) -> "CommonRows":
        """For a question and its answer, as this person may see it."""
        return cls(lines(chosen, by), chosen.as_it_was, found.places)

    def address(self, *more: Line) -> str:
        """All deals of the question, narrowed by further lines."""
        return list_of([*self.basis, *more])

    def closed(self, outcome: str) -> str:
        """Deals with an outcome: open, won, lost."""
        return self.address({"field": "outcome", "op": "in", "value": [outcome]})

    def lost_by(self, reason_id: int) -> str:
        """Lost deals with a reason."""
        lost: Line = {"field": "outcome", "op": "in", "value": ["lost"]}
        return self.address(lost, {"field": "lost_reason", "op": "in", "value": [reason_id]})

    def reached(self, macro: MacroStage) -> str:
        """Deals that came to a macro-stage or further."""
        if macro.kind == MacroKind.WON:
            return self.address({"field": "outcome", "op": "in", "value": ["won"]}, self._at(macro))
        name = "reached_macro" if self.is_as_it_was else "reached_macro_today"
        return self.address({"field": name, "op": "in", "value": [macro.pk]})

    def standing(self, macro: MacroStage) -> str:
        """Open deals that stand at a macro-stage."""
        return self.address(OPEN, self._at(macro))

    def been(self, macro: MacroStage, stage: Stage) -> str:
        """Deals that have stood at a stage which is counted under the macro-stage."""
        here: Line = {"field": "been", "op": "in", "value": [stage.pk]}
        then: Line = {"field": "been_macro", "op": "in", "value": [macro.pk]}
        return self.address(here, *([then] if self.is_as_it_was else []))

    def native(self, macro: MacroStage, stage: Stage) -> str:
        """Open deals that stand at such a stage."""
        here: Line = {"field": "stage", "op": "in", "value": [stage.pk]}
        return self.address(OPEN, here, *([self._at(macro)] if self.is_as_it_was else []))

    def _at(self, macro: MacroStage) -> Line:
        if self.is_as_it_was:
            return {"field": "macro_stage", "op": "in", "value": [macro.pk]}
        return {"field": "stage", "op": "in", "value": [pk for pk, place in self.places.items() if place == macro.pk]}
