"""Every figure of the forecast opens its rows: the address of the list of deals that it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from voronka.accounts.models import User
from voronka.records.field_rules import hides
from voronka.reports.common_rows import OPEN, list_of
from voronka.reports.queries.chosen import Line
from voronka.reports.queries.forecast import ForecastQuestion
from voronka.sales.kinds import DEAL
from voronka.sales.models import Category, Measure
from voronka.sales.planning.figures import EXPECTED, OVERDUE, UNDATED, WON
from voronka.sales.planning.tree import Staff
from voronka.sales.planning.whom import Whom
from voronka.sales.queries.forecast import OWN_CURRENCY

COMMITTED = (WON, Category.COMMIT.value)
LIKELY = (*COMMITTED, Category.BEST.value)
FORECAST = (WON, *EXPECTED)


@dataclass(frozen=True)
class ForecastRows:
    """The addresses of one answer; the lines of its question are worked out once."""

    question: ForecastQuestion
    basis: list[Line]
    staff: Staff

    @classmethod
    def of(cls, question: ForecastQuestion, staff: Staff, by: User) -> "ForecastRows":
        """For a question, as this person may see it."""
        found = question.lines(by)
        if question.measure != Measure.DEALS and not hides(by, DEAL, "currency"):
            money = OWN_CURRENCY if question.measure == Measure.MARGIN else question.currency
            found.append({"field": "currency", "op": "in", "value": [money]})
        return cls(question, found, staff)

    def slices(self, *names: str, whom: Whom | None = None, people: Sequence[int] = ()) -> str:
        """Deals of these slices, of somebody when named, or of several people."""
        found = [*self.basis, *(self._of(whom) if whom else [])]
        if people:
            found.append({"field": "owner", "op": "in", "value": list(people)})
        parts: list[Line] = [{"all": self._slice(name)} for name in self._short(names)]
        return list_of([*found, *self._slice(names[0])] if len(parts) == 1 else [*found, {"any": parts}])

    def unsaid(self) -> str:
        """Deals of the forecast that say no amount."""
        parts: list[Line] = [{"all": self._slice(name)} for name in self._short(EXPECTED)]
        return list_of([*self.basis, {"field": "amount", "op": "empty"}, {"any": parts}])

    def _short(self, names: Sequence[str]) -> Sequence[str]:
        """Without what a period that is over does not have."""
        return [name for name in names if name == WON] or names[:1] if self.question.window.is_over else names

    def _slice(self, name: str) -> list[Line]:
        window = self.question.window
        if name == WON:
            return [{"field": "outcome", "op": "in", "value": ["won"]}, *_within("closed_at", window.period.first,
                                                                                window.period.last)]  # fmt: skip
        if name == UNDATED:
            return [OPEN, {"field": "expected_close_on", "op": "empty"}]
        if name == OVERDUE:
            passed = window.today - timedelta(days=1)
            return [OPEN, {"field": "expected_close_on", "op": "to", "value": passed.isoformat()}]
        due = _within("expected_close_on", window.due_from, window.period.last)
        return [OPEN, *due, {"field": "forecast_now", "op": "in", "value": [name]}]

    def _of(self, whom: Whom) -> list[Line]:
        """Deals of a person, or of a department with all below; of nobody where there is none."""
        name = "owner" if whom.sort == "user" else "department"
        if not whom.pk:
            return [{"field": name, "op": "empty"}]
        # The department that was asked about stands among those below it with what is its very own.
        is_alone = name == "owner" or whom.pk == self.question.department_id
        return [{"field": name, "op": "in", "value": [whom.pk] if is_alone else self.staff.under(whom.pk)}]


def _within(field: str, first: object, last: object) -> list[Line]:
    return [{"field": field, "op": "from", "value": str(first)}, {"field": field, "op": "to", "value": str(last)}]
