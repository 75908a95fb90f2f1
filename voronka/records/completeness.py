"""Whether records have what must be filled: what the code requires, and what the company demands at their moments."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from voronka.accounts.models import User
from voronka.records.field_rules import as_seen, demanded
from voronka.records.fields import Field
from voronka.records.kinds import Kind
from voronka.records.moments import CREATE, steps_of
from voronka.records.obligations import demands_on, unfilled


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """What one person must fill in records of a kind; nobody (`by` is None) only what the code requires."""

    kind: Kind
    by: User | None
    _known: dict[Any, frozenset[str]] = field(default_factory=dict)

    def require(self, record: Any, changed: Collection[str]) -> None:
        """Raises Refused where a changed field is empty that must not be, or the record comes to a moment without."""
        if missing := self.missing(record, changed):
            raise unfilled(missing)

    def missing(self, record: Any, changed: Collection[str]) -> list[Field]:
        """The fields that must be filled before the changed record may be stored."""
        reached = self.reached(self.value(record))
        seen = as_seen(self.kind, self.by, moments={CREATE, *reached}) if self.by else self.kind.whole
        wanted = {one.name: one for one in seen.fields if one.required and one.name in changed}
        steps = steps_of(self.kind.name)
        if steps and steps.field in changed:
            wanted |= {one.name: one for one in self.demanded(reached)}
        return lacking(wanted.values(), record)

    def require_new(self, record: Any) -> None:
        """Raises Refused where a new record begins at a moment without what is demanded from there on."""
        if missing := lacking(self.demanded(self.reached(self.value(record))), record):
            raise unfilled(missing)

    def demanded(self, moments: Collection[str]) -> list[Field]:
        """The fields that are demanded of the person at any of the moments."""
        return demanded(self.kind, self.by, moments) if self.by and moments else []

    def value(self, record: Any) -> Any:
        """The stored value by which the record reaches its moments."""
        steps = steps_of(self.kind.name)
        return self.kind.whole.field(steps.field).stored(record) if steps else None

    def reached(self, value: Any) -> frozenset[str]:
        """The moments with demands that a record of this value has reached; one query for each value at most."""
        return self.reached_by([value])[value]

    def reached_by(self, values: Collection[Any]) -> dict[Any, frozenset[str]]:
        """The same for several values; one query for all of them at most."""
        steps = steps_of(self.kind.name)
        among = {moment for of in demands_on(self.kind).values() for moment in of} - {CREATE}
        if not (self.by and steps and among):
            return dict.fromkeys(values, frozenset())
        if unknown := [value for value in values if value is not None and value not in self._known]:
            self._known.update(steps.reached(unknown, among))
        return {value: self._known.get(value, frozenset()) for value in values}


def lacking(fields: Iterable[Field], record: Any) -> list[Field]:
    """Those of the fields that are empty in the record."""
    return [one for one in fields if not one.given(one.stored(record))]
