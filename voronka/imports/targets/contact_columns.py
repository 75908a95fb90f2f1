"""Columns of calls and meetings as other programs write them: their type, who began, how long it took."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.activities.models import Direction
from voronka.core.errors import Refused
from voronka.imports.columns import Column, Reading
from voronka.records.kinds import Kind

DAY = 24 * 60 * 60
# What programs call the types that every installation has, by their codes.
TYPES = {
    "call": ("call", "phone call", "logged call", "outgoing call", "incoming call", "звонок", "телефонный звонок"),
    "meeting": ("meeting", "event", "appointment", "visit", "lunch", "встреча", "совещание", "событие", "визит"),
    "letter": ("letter", "email", "e-mail", "mail", "письмо", "почта"),
    "demonstration": ("demonstration", "demo", "presentation", "демонстрация", "презентация", "показ"),
    "note": ("note", "comment", "примечание", "заметка", "комментарий"),
}
CODES = {word: code for code, words in TYPES.items() for word in words}
TO_US = re.compile(r"^(in|to us|inbound|incoming|missed|received|входящ|принят|пропущен|к нам)", re.IGNORECASE)
FROM_US = re.compile(r"^(out|from us|outbound|outgoing|made|исходящ|совершен|от нас)", re.IGNORECASE)
CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})")


def type_of(kind: Kind) -> Column:
    """The type by its name, or by what other programs call it."""
    return Column(
        name="type",
        label=kind.field("type").label,
        words=("type", "activity type", "тип", "тип дела", "вид"),
        staged=(("type__text", "text"),),
        read=lambda raw, _reading: {"type__text": CODES.get(raw.strip().lower(), raw.strip()[:80])},
    )


def direction(kind: Kind) -> Column:
    """«Inbound», «Исходящий»."""

    def read(raw: str, _reading: Reading) -> Mapping[str, Any]:
        said = raw.strip()
        if not said:
            return {"direction": ""}
        if TO_US.match(said):
            return {"direction": Direction.IN.value}
        if FROM_US.match(said):
            return {"direction": Direction.OUT.value}
        raise Refused(_("“%(value)s” says neither “to us” nor “from us”.") % {"value": raw[:60]})

    return Column(
        name="direction",
        label=kind.field("direction").label,
        words=("direction", "call type", "call direction", "направление", "тип звонка"),
        staged=(("direction", "varchar(3)"),),
        read=read,
    )


def minutes(kind: Kind) -> Column:
    """A length in minutes."""
    return Column(
        name="minutes",
        label=kind.field("minutes").label,
        words=("minutes", "duration minutes", "call duration (in minutes)", "минут", "длительность, мин"),
        staged=(("minutes", "integer"),),
        read=lambda raw, _reading: {"minutes": -(-_length(raw, 60) // 60) if raw.strip() else None},
    )


def seconds() -> Column:
    """A length in seconds, or as a clock shows it: 0:05:30."""
    return Column(
        name="seconds",
        label=gettext_lazy("Length in seconds"),
        words=("seconds", "call duration (in seconds)", "call duration", "duration", "длительность", "секунд"),
        staged=(("minutes__seconds", "integer"), ("minutes", "integer")),
        read=lambda raw, _reading: {"minutes__seconds": _length(raw, 1) if raw.strip() else None},
        fills="interaction.minutes",
    )


def campaign() -> Column:
    """The campaign that a lead answered to: it becomes the lead's where that has none."""
    return Column(
        name="campaign",
        label=gettext_lazy("Campaign of the lead"),
        words=("campaign name", "кампания"),
        staged=(("campaign__text", "text"),),
        read=lambda raw, _reading: {"campaign__text": raw.strip()[:160]},
        fills="lead.campaign",
    )


def _length(raw: str, unit: int) -> int:
    """Seconds out of a number of units or a clock; raises Refused beyond a day."""
    said = raw.strip().replace(",", ".")
    clock = CLOCK.fullmatch(said)
    try:
        found = int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3]) if clock else round(float(said) * unit)
    except (ValueError, OverflowError):
        found = -1
    if not 0 <= found <= DAY:
        raise Refused(_("“%(value)s” is no length within a day.") % {"value": raw[:60]})
    return found
