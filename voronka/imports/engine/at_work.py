"""The terms of a run put to work on its rows: other columns read the cells, the rest of the import is as ever."""

# A fixed value is a column that the file leaves empty: each row gets an empty cell at its end for it, so the digest by
# which a row is known again stays that of what the file itself says.

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.imports.columns import Column, Reader, Reading
from voronka.imports.consent_columns import assumed, is_consent
from voronka.imports.engine.marks import Places
from voronka.imports.engine.restated import Restated, Rows, has_ids, passing_over
from voronka.imports.targets.base import Target
from voronka.imports.terms import Choice, Do, RowTerms, folded
from voronka.imports.value_lists import ValueList, value_lists

RULE = "rule__text"


@dataclass(frozen=True, kw_only=True)
class AtWork:
    """Which cell is which column under the terms; `columns` are all that the staging table is to hold."""

    places: Places
    columns: list[Column]
    width: int
    restated: Restated | None = None

    def rows(self, rows: Rows) -> Rows:
        """The rows with an empty cell for each fixed value; cells that say what stands already are marked."""
        rows = self.restated.rows(rows) if self.restated else rows
        more = [""] * (max((place for place, _column in self.places), default=0) + 1 - self.width)
        return ((number, [*cells, *more]) for number, cells in rows) if more else rows


def at_work(
    terms: RowTerms, target: Target, places: Places, width: int, reading: Reading, *, adds_values: bool = True
) -> AtWork:
    """The columns of a file of this `width` under the terms.

    Without `adds_values` only those values are added to lists that the terms name. Raises Refused for a fixed value
    that its column cannot read.
    """
    lists = value_lists(target, (column.name for _place, column in places)) if terms.values else {}
    found = [
        (place, _mapped(column, terms, lists.get(column.name), adds_values=adds_values)) for place, column in places
    ]
    given = {column.name for _place, column in places}
    known = target.by_name
    fixed = [_fixed(known[name], text, reading) for name, text in terms.fixed.items() if name in known.keys() - given]
    found += [(width + number, column) for number, column in enumerate(fixed)]
    restated = Restated(places=found, target=target, reading=reading) if has_ids(found) else None
    found = [(place, passing_over(column)) for place, column in found] if restated else found
    columns = list(dict.fromkeys(column for _place, column in found))
    columns += [_rule()] if terms.rows else []
    return AtWork(places=found, columns=columns, width=width, restated=restated)


def _rule() -> Column:
    """The staging column of the rule of single rows; no cell fills it."""
    return Column(name=RULE, label="", words=(), staged=((RULE, "text"),), read=lambda _raw, _reading: {})


def _fixed(column: Column, text: str, reading: Reading) -> Column:
    """A column that says the same for every row."""
    column = _marked(column)
    values = column.read(text, reading)
    return replace(column, read=lambda _raw, _reading: values)


def _marked(column: Column) -> Column:
    """A consent that is said for all rows at once is told from one that a cell says: it holds for new people only."""
    if not is_consent(column):
        return column
    mark, read = assumed(column.staged[0][0]), column.read
    return replace(
        column,
        staged=(*column.staged, (mark, "boolean")),
        read=lambda raw, reading: {**read(raw, reading), mark: True},
    )


def _mapped(column: Column, terms: RowTerms, values: ValueList | None, *, adds_values: bool) -> Column:
    """A column of the file: other values are taken as the terms say, then a fixed one stands in for an empty cell."""
    choices = {folded(text): one for text, one in terms.values.get(column.name, {}).items()}
    if values and choices:
        column = replace(column, read=_chosen(column.read, values, choices, adds_values or not terms.creates))
    if fixed := terms.fixed.get(column.name):
        said, marked = column.read, _marked(column)
        column = replace(
            marked, read=lambda raw, reading: said(raw, reading) if raw.strip() else marked.read(fixed, reading)
        )
    return column


def _chosen(read: Reader, values: ValueList, choices: Mapping[str, Choice], lets_others: bool) -> Reader:  # noqa: FBT001  # one word beside its like
    def settled(text: str) -> str:
        choice = choices.get(folded(text))
        if choice is None:
            if lets_others or values.has(text) or not values.may_grow:
                return text
            raise _no_such(text)
        if choice.do == Do.REJECT:
            raise _no_such(text)
        return {Do.USE: choice.value, Do.EMPTY: "", Do.SHARE: folded(text)}.get(choice.do, text)

    def chosen(raw: str, reading: Reading) -> Mapping[str, Any]:
        told: Sequence[str] = [settled(piece) for piece in values.pieces(raw)]
        return read(", ".join(filter(None, told)), reading)

    return chosen


def _no_such(text: str) -> Refused:
    return Refused(
        _("The list of values has no “%(value)s”; ask the administrator to add it, or choose another.")
        % {"value": text[:60]}
    )
