"""The form that a stage asks with: what a deal lacks to come there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.numbers import whole_ones
from voronka.records.actions.given import read_all
from voronka.records.fields import Field
from voronka.records.forms import Input, input_of, raw_of_stored, raw_value
from voronka.sales.actions.way import Contact, Done
from voronka.sales.forms import contacts
from voronka.sales.forms.contacts import ContactInput
from voronka.sales.gate.lacks import CHECK, WIP, Lacks
from voronka.sales.kinds import DEAL

INTERACTION = "interaction-"


@dataclass(frozen=True, kw_only=True)
class LackForm:
    """What must be filled, ticked, logged and agreed to; what was given for it, and what is wrong.

    `given` goes with the move, asked for or not: whom the deal is handed over to.
    """

    fields: list[Field]
    sent: QueryDict
    lacks: Lacks = field(default_factory=Lacks)
    values: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    logged: tuple[Contact, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to ask."""
        return bool(self.fields) or not self.lacks.is_open

    @property
    def is_sent(self) -> bool:
        """Whether the form comes back filled; a plain move has not seen it yet."""
        return "asked" in self.sent

    @property
    def done(self) -> Done:
        """What is done on the way."""
        ticks = tuple(one.pk for one in self.lacks.items) if self.is_sent else ()
        return Done(values={**self.values, **self.given}, ticks=ticks, contacts=self.logged)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields."""
        return tuple(one.name for one in self.fields)

    @property
    def ticked(self) -> list[int]:
        """The lines that were ticked in the form."""
        return whole_ones(self.sent.getlist("tick"))

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

    def contacts(self) -> list[ContactInput]:
        """An input for each contact that is missing."""
        return contacts.inputs(self.lacks.contacts, self.sent, self.errors)

    def beyond(self, by: User) -> list[Input]:
        """What is demanded of these contacts besides."""
        return contacts.beyond(self.lacks.contacts, self.sent, self.errors, by=by)

    @property
    def others(self) -> list[str]:
        """What is wrong with something that the form does not ask."""
        asked = {*self.names, WIP, *(f"{CHECK}{one.pk}" for one in self.lacks.items)}
        asked |= {f"{one.name}-{part}" for one in self.contacts() for part in ("text", "minutes")}
        return [said for name, said in self.errors.items() if name not in asked and not name.startswith(INTERACTION)]


def read(lacking: list[Field], lacks: Lacks, sent: QueryDict, moments: frozenset[str], *, by: User) -> LackForm:
    """The form with what was sent; everything that is still missing is told at once."""
    form = LackForm(fields=[replace(one, required=True) for one in lacking], sent=sent, lacks=lacks)
    if not (form.is_sent and form.is_needed):
        return form
    raw = {one.name: raw_value(one, sent) for one in lacking}
    values, errors = read_all(DEAL, raw, form.names, by=by, moments=moments) if lacking else ({}, {})
    ticked = form.ticked
    errors |= {f"{CHECK}{one.pk}": _("Tick it when it is done.") for one in lacks.items if one.pk not in ticked}
    logged, wrong = contacts.read(lacks.contacts, sent, by=by)
    errors |= wrong
    if lacks.full:
        errors[WIP] = lacks.full
    return replace(form, values=values, logged=logged, errors=errors)
