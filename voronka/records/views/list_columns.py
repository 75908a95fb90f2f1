"""How the columns of a list are drawn, worked out once for all its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from voronka.records.fields import Computed, Field, Money

ON_PHONES = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column after the title: its classes, and what follows a record's address where its value can be edited."""

    field: Field
    name: str
    classes: str
    editor: str


def columns_of(fields: Sequence[Field], title: str, *, may_edit: bool) -> list[Column]:
    """The columns after the first one."""
    seconds = _second_line(fields, title)
    return [
        Column(
            field=one,
            name=one.name,
            classes=_classes(one, seconds),
            editor=f"fields/{one.name}/?cell=1" if one.editable and may_edit else "",
        )
        for one in fields[1:]
    ]


def _classes(field: Field, seconds: Sequence[str]) -> str:
    number = " table__cell--num" if field.cell in ("money", "number") else ""
    place = f"list__line-{seconds.index(field.name) + 1}" if field.name in seconds else "list__minor"
    return f"table__cell{number} {place} list__cell--{field.cell}"


def _second_line(fields: Sequence[Field], title: str) -> list[str]:
    """What of the columns stands on the second line of a row on a phone: money and what is worked out come first."""
    shown = [one for one in fields if one.name != title and one.cell not in {"user", "long"}]
    shown.sort(key=lambda one: not isinstance(one, Computed | Money))
    return [one.name for one in shown[:ON_PHONES]]
