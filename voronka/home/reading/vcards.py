"""What vCards say, as far as there is a place for it."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy

from voronka.core import phones
from voronka.core.given_names import is_patronymic
from voronka.core.vcards import BEGIN, END, Line, lines_of
from voronka.home.reading import companies, people
from voronka.home.reading.people import ordered
from voronka.home.reading.pieces import OrganizationRead, PersonRead, Reading
from voronka.home.reading.text import Text

LONGEST = 500_000  # signs: a card may carry a photograph
MOST = 200  # cards of one paste
# What has no field of ours and is told as a note, with the word that stands before it.
TOLD = {"NOTE": "", "URL": "", "IMPP": "", "NICKNAME": "", "BDAY": gettext_lazy("Birthday")}


@dataclass
class _Card:
    person: PersonRead = field(default_factory=PersonRead)
    organization: OrganizationRead = field(default_factory=OrganizationRead)
    full_name: str = ""
    notes: list[str] = field(default_factory=list)


def is_vcard(raw: str) -> bool:
    """Whether a text is one or several vCards."""
    return BEGIN.search(raw[:LONGEST]) is not None


def cards_in(raw: str) -> list[str]:
    """The cards one by one, each with its first and last line; one that is broken off goes to the next or the end."""
    return [card for card, _behind in _parted(raw[:LONGEST])]


def text_around(raw: str) -> str:
    """What stands before, between and behind the cards, without the signs of an answered letter."""
    text = raw[:LONGEST]
    first = BEGIN.search(text)
    pieces = [text[: first.start() if first else len(text)], *(behind for _card, behind in _parted(text))]
    lines = (re.sub(r"^[ \t>\ufeff]+", "", line).rstrip() for piece in pieces for line in piece.splitlines())
    return "\n".join(line for line in lines if line)


def _parted(text: str) -> list[tuple[str, str]]:
    """Each card, and what stands behind its last line."""
    starts = [one.start() for one in BEGIN.finditer(text)][:MOST]
    found = []
    for start, cut in zip(starts, [*starts[1:], len(text)], strict=True):
        end = END.search(text, start, cut)
        stop = end.end() if end else cut
        found.append((text[start:stop].strip(), text[stop:cut]))
    return found


def read_vcard(raw: str) -> Reading:
    """What one card says; what has no place of ours is the note, photographs and the like are dropped."""
    card = _Card()
    for line in lines_of(raw):
        _take(card, line)
    return _settled(card)


def _take(card: _Card, line: Line) -> None:
    person, organization = card.person, card.organization
    match line.name:
        case "N":
            last, first, middle = [*line.parts(), "", "", ""][:3]
            person.last_name, person.first_name, person.middle_name = last, first, middle
        case "FN":
            card.full_name = card.full_name or line.text
        case "ORG":
            organization.name = organization.name or next((part for part in line.parts() if part), "")
            card.notes += [part for part in line.parts()[1:] if part]
        case "TITLE" | "ROLE":
            person.position = person.position or line.text
        case "TEL":
            _take_phone(card, line)
        case "EMAIL":
            if "@" not in line.text:
                card.notes.append(line.text)
            elif line.text.lower() not in person.emails:
                person.emails.append(line.text.lower())
        case "URL" if not organization.website:
            organization.website = line.text
        case "ADR":
            _take_address(card, line)
        case name if name in TOLD or name.startswith(("X-SOCIAL", "X-TELEGRAM", "X-SKYPE", "X-WHATSAPP")):
            card.notes.append(f"{label}: {line.text}" if (label := TOLD.get(name, "")) else line.text)
        case _:
            pass


def _take_phone(card: _Card, line: Line) -> None:
    written = line.phone
    if line.is_fax:
        card.notes.append(f"fax {written}")
        return
    try:
        number = phones.parse(written)
    except ValueError:
        card.notes.append(written)
        return
    if number not in card.person.phones:
        card.person.phones.append(number)


def _take_address(card: _Card, line: Line) -> None:
    written = line.address
    if written and not card.organization.address:
        card.organization.address = written[:255]
    elif written:
        card.notes.append(written)


def _divide(card: _Card) -> None:
    """«Иван Сергеевич» in the place of the first name, or a whole line: telephones have but one place to type in."""
    person = card.person
    if person.last_name:
        first, _space, behind = person.first_name.rpartition(" ")
        if is_patronymic(behind):
            person.first_name, person.middle_name = first, behind
        return
    text = Text(person.first_name)
    name = companies.take_quoted(text)
    parts = people.take_person(text, [])
    name = name or companies.take_unquoted(text)
    if any(parts):
        person.last_name, person.first_name, person.middle_name = parts
        card.organization.name = card.organization.name or name
        card.notes += [left for left in (text.left(),) if left]


def _settled(card: _Card) -> Reading:
    person, organization = card.person, card.organization
    if not (person.last_name or person.first_name) and card.full_name and card.full_name != organization.name:
        person.last_name, person.first_name, person.middle_name = ordered(card.full_name.split()[:6])
    if " " in person.first_name and not (person.last_name and person.middle_name):
        _divide(card)
    note = "; ".join(" ".join(part.split()) for part in card.notes if part.strip())
    reading = Reading(note=note)
    if not person.name and organization.name:
        organization.phones, organization.emails = person.phones, person.emails
        person.phones, person.emails = [], []
        reading.note = "; ".join(part for part in (person.position, note) if part)
    if person.name or person.phones or person.emails:
        reading.person = person
    if organization.name or organization.website or organization.address:
        reading.organization = organization
    return reading
