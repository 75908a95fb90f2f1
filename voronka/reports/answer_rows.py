"""Figures of speed and of money open their rows: the addresses of the list of deals."""

from collections.abc import Sequence
from dataclasses import dataclass

from voronka.accounts.models import User
from voronka.reports.common_rows import OPEN, list_of
from voronka.reports.queries.chosen import Chosen, Line, lines
from voronka.reports.queries.speed import CLOSED, Pace, Velocity, now_of

IGNORED: Line = {"field": "stop_loss", "op": "in", "value": ["ignored"]}


@dataclass(frozen=True)
class AnswerRows:
    """The addresses of one answer; `now` is the same question without its period."""

    basis: list[Line]
    now: list[Line]

    @classmethod
    def of(cls, chosen: Chosen, by: User) -> "AnswerRows":
        """For a question, as this person may see it."""
        return cls(lines(chosen, by), lines(now_of(chosen), by))

    def address(self, outcome: str = "") -> str:
        """All deals of the question, or those with an outcome."""
        return list_of([*self.basis, *self._ended(outcome)])

    def origin(self, field: str, pk: int | None, outcome: str = "") -> str:
        """Deals of a source or campaign, or of none."""
        of: Line = {"field": field, "op": "in", "value": [pk]} if pk else {"field": field, "op": "empty"}
        return list_of([*self.basis, of, *self._ended(outcome)])

    def owned(self, pk: int | None, outcome: str) -> str:
        """Deals of a person, or of nobody, with an outcome."""
        return self.origin("owner", pk, outcome)

    def owned_by_people(self, people: Sequence[int], outcome: str) -> str:
        """The same of several people."""
        return list_of([*self.basis, {"field": "owner", "op": "in", "value": list(people)}, *self._ended(outcome)])

    def lost_by(self, pk: int) -> str:
        """Deals lost for a reason."""
        return self.origin("lost_reason", pk, "lost")

    def ignored(self) -> str:
        """Closed deals whose stop-loss was ignored."""
        return list_of([*self.basis, CLOSED, IGNORED])

    def ignored_now(self) -> str:
        """The same of those in work."""
        return list_of([*self.now, OPEN, IGNORED])

    def in_work(self, one: Velocity) -> str:
        """Deals in work now."""
        return list_of([*self.now, *_of(one), OPEN])

    def closed(self, one: Velocity, outcome: str = "") -> str:
        """Deals closed within the period, or the won ones of them."""
        return list_of([*self.basis, *_of(one), *(self._ended(outcome) or [CLOSED])])

    def left(self, one: Pace) -> str:
        """Deals closed within the period that have left a stage, each once."""
        return list_of([*self.basis, CLOSED, {"field": "left", "op": "in", "value": [one.stage.pk]}])

    def _ended(self, outcome: str) -> list[Line]:
        return [{"field": "outcome", "op": "in", "value": [outcome]}] if outcome else []


def _of(one: Velocity) -> list[Line]:
    return [
        {"field": "pipeline", "op": "in", "value": [one.pipeline.pk]},
        {"field": "currency", "op": "in", "value": [one.currency]},
    ]
