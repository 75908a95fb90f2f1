"""The contacts that a stage asks for, logged in the form of the move."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.activities.kinds import INTERACTION
from voronka.activities.models import InteractionType
from voronka.core.errors import Refused
from voronka.core.numbers import whole
from voronka.records.actions.given import read_new
from voronka.records.field_rules import demanded
from voronka.records.forms import Input, inputs_beyond
from voronka.sales.actions.way import Contact
from voronka.sales.gate.lacks import ACTIVITY, Wanted

SHOWN = ("type", "subject", "text", "direction", "minutes", "happened_at")
MOST_MINUTES = 24 * 60


@dataclass(frozen=True, kw_only=True)
class ContactInput:
    """One contact to be logged: the name that its inputs begin with, what was typed, what is wrong."""

    type: InteractionType
    name: str
    text: str
    minutes: str
    errors: Mapping[str, str]


def inputs(wanted: Iterable[Wanted], sent: QueryDict, errors: Mapping[str, str]) -> list[ContactInput]:
    """An input for every contact that is missing."""
    found = []
    for kind, name in _names(wanted):
        wrong = {part: said for part in ("text", "minutes") if (said := errors.get(f"{name}-{part}"))}
        usual = str(kind.default_minutes or "")
        found.append(
            ContactInput(
                type=kind,
                name=name,
                text=sent.get(f"{name}-text", ""),
                minutes=sent.get(f"{name}-minutes", usual),
                errors=wrong,
            )
        )
    return found


def beyond(wanted: Iterable[Wanted], sent: QueryDict, errors: Mapping[str, str], *, by: User) -> list[Input]:
    """Inputs of what the company demands of every contact beyond result and minutes."""
    given = {name: sent.get(name, "") for name in sent}
    return inputs_beyond(INTERACTION, SHOWN, given, errors, by=by) if list(wanted) else []


def read(wanted: Iterable[Wanted], sent: QueryDict, *, by: User) -> tuple[tuple[Contact, ...], dict[str, str]]:
    """The contacts that were typed, and what is wrong by the name of the input."""
    made, errors = [], {}
    for kind, name in _names(wanted):
        text, typed = sent.get(f"{name}-text", "").strip(), sent.get(f"{name}-minutes", "").strip()
        minutes = whole(typed) if typed else None
        if typed and (minutes is None or not 0 <= minutes <= MOST_MINUTES):
            errors[f"{name}-minutes"] = _("Whole minutes, a day at most.")
        if not text:
            errors[f"{name}-text"] = _("Write what came of it.")
        try:
            more = _more(sent, has_text=bool(text), by=by)
        except Refused as refusal:
            for field, said in refusal.told.items():
                errors[f"{name}-text" if field == "interaction-text" else field] = said
            continue
        made.append(Contact(type=kind, text=text, minutes=minutes, more=more, input=name))
    return (() if errors else tuple(made)), errors


def _names(wanted: Iterable[Wanted]) -> list[tuple[InteractionType, str]]:
    return [(one.type, f"{ACTIVITY}{one.type.pk}-{number}") for one in wanted for number in range(one.count)]


def _more(sent: QueryDict, *, has_text: bool, by: User) -> dict[str, Any]:
    names = [one.name for one in demanded(INTERACTION, by) if one.name not in SHOWN]
    raw = {name: ",".join(sent.getlist(f"interaction-{name}")) for name in names}
    settled = [name for name in SHOWN if name != "text" or has_text]
    try:
        return read_new(INTERACTION, raw, by=by, settled=settled)
    except Refused as refusal:
        raise refusal.under("interaction") from refusal
