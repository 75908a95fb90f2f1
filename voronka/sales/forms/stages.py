"""The form that a stage asks with: what a deal lacks to come there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from voronka.accounts.models import User
from voronka.records.actions.given import read_all
from voronka.records.fields import Field
from voronka.records.forms import Input, input_of, raw_of_stored, raw_value
from voronka.sales.kinds import DEAL


@dataclass(frozen=True, kw_only=True)
class LackForm:
    """The fields that must be filled, the values that were given for them, and what is wrong."""

    fields: list[Field]
    sent: QueryDict
    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_sent(self) -> bool:
        """Whether the form comes back filled; a plain move has not seen it yet."""
        return "asked" in self.sent

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields."""
        return tuple(one.name for one in self.fields)

    def inputs(self, by: User) -> list[Input]:
        """An input for each field, with what was typed."""
        return [
            input_of(
                one,
                raw_value(one, self.sent) if one.name in self.sent else raw_of_stored(one, one.blank),
                self.errors.get(one.name, ""),
                by,
            )
            for one in self.fields
        ]

    @property
    def others(self) -> list[str]:
        """What is wrong with something that the form does not ask."""
        return [said for name, said in self.errors.items() if name not in self.names]


def read(lacking: list[Field], sent: QueryDict, moments: frozenset[str], *, by: User) -> LackForm:
    """The form with the values that were sent; every field that is still empty is told."""
    form = LackForm(fields=[replace(one, required=True) for one in lacking], sent=sent)
    if not (form.is_sent and lacking):
        return form
    raw = {one.name: raw_value(one, sent) for one in lacking}
    values, errors = read_all(DEAL, raw, form.names, by=by, moments=moments)
    return replace(form, values=values, errors=errors)
