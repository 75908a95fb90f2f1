"""What the merged record says: for every field the value of one of the records, or all of them together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.records.field_rules import fillable
from voronka.records.fields import Field
from voronka.records.kinds import Kind

ALL = "all"
# Lists are joined, not chosen between.
JOINED = {"phones", "emails", "many", "addresses"}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One field of a merge: its value in every record, and which is proposed (the id of a record, or ALL)."""

    field: Field
    values: Mapping[int, Any]
    proposed: str
    differs: bool


def choices(kind: Kind, records: Sequence[Any], into: Any) -> list[Choice]:
    """The fields that can be chosen: filled wins over empty, the kept over others, then the newer; lists join."""
    ordered = [into, *sorted((one for one in records if one is not into), key=lambda one: one.updated_at, reverse=True)]
    found = []
    for field in kind.fields:
        if not field.editable or field.column:
            continue
        values = {one.pk: field.stored(one) for one in records}
        filled = [one for one in ordered if field.given(values[one.pk])]
        proposed = str(filled[0].pk if filled else into.pk)
        if field.widget in JOINED and len({_plain(values[one.pk]) for one in filled}) > 1:
            proposed = ALL
        differs = len({_plain(value) for value in values.values()}) > 1
        found.append(Choice(field=field, values=values, proposed=proposed, differs=differs))
    return found


def _plain(value: Any) -> Any:
    return tuple(map(str, value)) if isinstance(value, list) else value


def chosen(kind: Kind, records: Sequence[Any], into: Any, picks: Mapping[str, str], *, by: User) -> dict[str, Any]:
    """The values by field name, as picked (`{"phones": "all", "note": "15"}`) and as proposed where nothing was.

    What this person may not see or change goes as proposed. Raises Refused for an unknown field or record.
    """
    may = fillable(kind, picks, by, making=False)
    options = {one.field.name: one for one in choices(kind, records, into)}
    for name, pick in picks.items():
        known = options.get(name)
        if (
            known is None
            or name not in may
            or not (pick in map(str, known.values) or (pick == ALL and known.field.widget in JOINED))
        ):
            raise Refused(_("“%(field)s”: there is no such value to choose.") % {"field": name[:60]}, field=name[:60])
    return {name: _value(one, picks.get(name, one.proposed)) for name, one in options.items()}


def _value(choice: Choice, pick: str) -> Any:
    if pick == ALL:
        items = [item for value in choice.values.values() for item in value]
        return [item for number, item in enumerate(items) if item not in items[:number]]
    return next(value for pk, value in choice.values.items() if str(pk) == pick)
