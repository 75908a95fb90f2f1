"""Labelled lines: `[f:Иван] [l:Петров] позвонить [d:завтра=2026-03-05]`, measured against what is read."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from voronka.core import phones
from voronka.home.reading.pieces import Reading

NOW = datetime(2026, 3, 4, 12, 20, tzinfo=ZoneInfo("Europe/Moscow"))
MARK = re.compile(r"\[(?P<tag>[a-zA-Z]):(?P<text>[^\]=]*)(?:=(?P<value>[^\]]*))?\]")
NAMES = {
    "f": "first_name", "l": "last_name", "m": "middle_name", "o": "organization", "j": "position", "n": "deal_name",
    "t": "task", "d": "due", "x": "note", "w": "website", "q": "address", "i": "inn", "p": "phones", "e": "emails",
    "a": "amount", "D": "deal",
}  # fmt: skip


@dataclass
class Labelled:
    """A text and what is to be read in it."""

    text: str
    expected: dict[str, Any]


@dataclass
class Score:
    """How much was read right."""

    texts: int = 0
    right: int = 0
    fields: int = 0
    fields_right: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, one: Labelled, got: dict[str, Any]) -> None:
        names = set(one.expected) | set(got)
        wrong = [name for name in sorted(names) if one.expected.get(name) != got.get(name)]
        self.texts += 1
        self.right += not wrong
        self.fields += len(names)
        self.fields_right += len(names) - len(wrong)
        self.faults += [
            f"{one.text!r}\n    {name}: {one.expected.get(name)!r}, read {got.get(name)!r}" for name in wrong
        ]

    @property
    def whole(self) -> float:
        return self.right / self.texts

    @property
    def parts(self) -> float:
        return self.fields_right / self.fields


def lines_of(name: str) -> list[Labelled]:
    """The labelled lines of a file beside the tests."""
    rows = (Path(__file__).parent / "lines" / name).read_text().splitlines()
    return [labelled(row) for row in rows if row.strip()]


def cards_of(name: str) -> list[Labelled]:
    """The labelled signatures of a file: parted by lines of `===`."""
    return [labelled(one.strip("\n")) for one in (Path(__file__).parent / "lines" / name).read_text().split("===\n")]


def labelled(row: str) -> Labelled:
    """A text without its marks, with what they say."""
    expected: dict[str, Any] = {}
    for one in MARK.finditer(row):
        name, value = NAMES[one["tag"]], " ".join((one["value"] if one["value"] is not None else one["text"]).split())
        if name == "deal":
            expected["deal"] = True
        elif name == "amount":
            digits, _space, currency = value.rpartition(" ")
            is_currency = currency.isalpha()
            number = re.sub(r"[^\d.]", "", digits if is_currency else value)
            expected |= {"deal": True, "amount": Decimal(number)}
            if is_currency:
                expected["currency"] = currency
        elif name == "phones":
            expected.setdefault(name, []).append(phones.parse(value.replace("доб.", "ext.")))
        elif name == "emails":
            expected.setdefault(name, []).append(value.lower())
        else:
            expected[name] = f"{expected[name]} {value}" if name in expected else value
    if "note" in expected:
        expected["note"] = _words(expected["note"])
    return Labelled(MARK.sub(lambda one: one["text"], row), expected)


def given(reading: Reading) -> dict[str, Any]:
    """What was read, by the names of the labels, without what is empty; a rouble goes without saying."""
    person, organization, deal, task = reading.person, reading.organization, reading.deal, reading.task
    found: dict[str, Any] = {"note": _words(reading.note)}
    if person:
        found |= {name: getattr(person, name) for name in ("first_name", "last_name", "middle_name", "position")}
    if organization:
        found |= {"organization": organization.name, "inn": organization.inn}
        found |= {"website": organization.website, "address": organization.address}
    found["phones"] = (person.phones if person else []) + (organization.phones if organization else [])
    found["emails"] = (person.emails if person else []) + (organization.emails if organization else [])
    if deal:
        currency = "" if deal.currency == "RUB" else deal.currency
        found |= {"deal": True, "deal_name": deal.name, "amount": deal.amount, "currency": currency}
    if task:
        found["task"] = task.title
        if task.due_at:
            found["due"] = f"{task.due_at:%Y-%m-%d %H:%M}" if task.has_time else f"{task.due_at:%Y-%m-%d}"
    return {name: value for name, value in found.items() if value}


def _words(text: str) -> list[str]:
    return re.findall(r"[\w%]+", text.lower())
