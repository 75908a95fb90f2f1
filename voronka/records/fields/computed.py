"""Columns that are worked out, not stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from voronka.records.fields.base import Field

if TYPE_CHECKING:
    from voronka.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a computed column says of a record; `tone` colours it (good, bad, warn, accent), `title` shows on hover.

    With `post` the text is a button that posts to this address.
    """

    text: str
    tone: str = ""
    title: str = ""
    post: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, kw_only=True)
class Computed(Field):
    """A column of lists and exports that an app works out for a whole page of records by one query.

    `values(records, by, at)` gives a text, a Told or None by primary key, only of what `by` may see. It is called
    once per page (or per portion of an export), so it must never ask the database record by record:

        def next_steps(deals, by, at):
            rows = tasks_visible_to(by).filter(deal__in=deals, done_at=None).order_by("deal", "due_at")
            tones = {True: "bad", False: ""}
            return {task.deal_id: Told(text=task.title, tone=tones[task.due_at < at]) for task in rows.distinct("deal")}

        Computed(name="next_step", label=_("Next step"), values=next_steps)

    Put it among the fields of the kind's own app, or let a higher app give it with `kinds.add_fields` in
    AppConfig.ready; name it in `columns` to show it at once, else people choose it themselves.
    """

    values: Callable[[Sequence[Any], "User", datetime], Mapping[int, Any]]
    editable: bool = False
    filterable: bool = False
    sortable: bool = False

    cell = "computed"
    operators: ClassVar[tuple[str, ...]] = ()

    def read(self, record: Any) -> Any:
        """Nothing: the values of a page come from `values`."""
        return None

    def export(self, value: Any) -> str:
        """What is told, as text."""
        return str(value)
