"""Links that the company has made for itself, to records that are merged or go away: followed, or emptied."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, JSONField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from voronka.records import kinds
from voronka.records.fields.custom import COLUMN
from voronka.records.kinds import Kind
from voronka.records.merging.rules import Rule
from voronka.records.models import CustomField, FieldType

PREFIX = "own_link"


@dataclass(frozen=True, kw_only=True)
class OwnLink(Rule):
    """The merge rule of one own field of `holder`: its value stands under `key` of the JSON column."""

    holder: Kind
    key: str

    @property
    def name(self) -> str:
        return f"{PREFIX}.{self.holder.name}.{self.key}"

    @property
    def attribute(self) -> str:
        return f"{COLUMN}__{self.key}"

    def rows(self, kind: Kind, ids: list[int]) -> "QuerySet[Any]":
        """By the index `own_values` of the table: its condition, and containment, stand in the statement."""
        among = Q(pk__in=[])
        for one in ids:
            among |= Q(**{f"{COLUMN}__contains": {self.key: one}})
        return self.model._default_manager.filter(~Q(**{COLUMN: {}}), among)

    def moving(self, kind: Kind, old: Sequence[int], into: int) -> "QuerySet[Any]":
        """Rows of others: what the merged records say of each other is settled with their values."""
        rows = self.rows(kind, list(old))
        return rows.exclude(pk__in=[*old, into]) if kind.name == self.holder.name else rows

    def point(self, rows: "QuerySet[Any]", pk: int) -> int:
        path = Value([self.key], ArrayField(TextField()))
        given = Func(F(COLUMN), path, Value(pk, JSONField()), function="jsonb_set", output_field=JSONField())
        return rows.update(**{COLUMN: given})

    def cut(self, ids: list[int]) -> None:
        """Take the value away where it names one of these records."""
        key = Cast(Value(self.key), TextField())
        rest = Func(F(COLUMN), key, template="(%(expressions)s)", arg_joiner=" - ", output_field=JSONField())
        self.rows(self.holder, ids).update(**{COLUMN: rest, "version": F("version") + 1})


def leading_to(kind: Kind) -> list[OwnLink]:
    """The own fields, in use or not, that hold ids of records of the kind; one query."""
    known = {one.name: one for one in kinds.all_kinds()}
    rows = CustomField.objects.filter(type=FieldType.LINK, target=kind.name).values_list("kind", "key")
    return [_rule(known[holder], key) for holder, key in rows if holder in known]


def find(name: str) -> OwnLink | None:
    """The rule of that name; None for a name of another sort."""
    word, _dot, rest = name.partition(".")
    holder, _dot, key = rest.partition(".")
    known = {one.name: one for one in kinds.all_kinds()}
    return _rule(known[holder], key) if word == PREFIX and holder in known else None


def cut(kind: Kind, ids: Iterable[int]) -> None:
    """Empty the own links to records that go away."""
    gone = list(ids)
    for link in leading_to(kind) if gone else ():
        link.cut(gone)


def settle(kind: Kind, record: Any, old: Sequence[int]) -> None:
    """What a merged record says of those that it has become one with: nothing. It is not saved here."""
    for link in leading_to(kind):
        if link.holder.name == kind.name and record.custom.get(link.key) in {*old, record.pk}:
            record.custom = {key: value for key, value in record.custom.items() if key != link.key}


def _rule(holder: Kind, key: str) -> OwnLink:
    return OwnLink(model=holder.model, column=COLUMN, holder=holder, key=key)
