"""Whatever is typed or pasted: the way to read it is chosen by its look."""

import re
from dataclasses import replace
from datetime import datetime

from voronka.home.reading.cards import bare, is_card, read_card
from voronka.home.reading.line import read_line
from voronka.home.reading.people import ordered
from voronka.home.reading.pieces import EntityRead, OrganizationRead, PersonRead, Reading, Sort
from voronka.home.reading.text import LONGEST
from voronka.home.reading.vcards import LONGEST as LONGEST_VCARD
from voronka.home.reading.vcards import cards_in, is_vcard, read_vcard, text_around
from voronka.people import pasted

LONGEST_BLOCK = 20_000
REQUISITES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:инн|inn)\W*(?:/?\s*кпп\W*)?\d{10}",
        r"(?:кпп|kpp)\W*(?:\d{10,12}\s*/\s*)?\d{4}[\dA-Z]{2}\d{3}|инн\s*/\s*кпп",
        r"огрн(?:ип)?\W*\d{13}",
        r"(?<!\d)[34]0\d(?:[ -]?\d){17}(?!\d)",
        r"бик\W*0\d{8}",
    )
)


def understand(raw: str, now: datetime) -> Reading:
    """What a text means at the moment `now`, in the time zone of `now`."""
    if is_vcard(raw):
        first, *others = cards_in(raw)
        around = bare(text_around(raw)).strip()
        reading = _joined(read_vcard(first), understand(around[:LONGEST], now)) if around else read_vcard(first)
        reading.note = "; ".join(part for part in (reading.note, around[LONGEST:LONGEST_BLOCK].strip()) if part)
        reading.sort, reading.rest = Sort.VCARD, "\n".join(others)
        reading.count = 1 + len(others)
        return reading
    if is_requisites(raw):
        return _requisites(raw, now)
    if is_card(raw):
        reading = read_card(raw, now)
        reading.sort = Sort.CARD
        return reading
    return read_line(raw, now)


def _joined(card: Reading, around: Reading) -> Reading:
    """A card with what is said around it: deal, task, requisites; the person and the company are those of the card.

    Contacts without a name, or with the name of the card, are of its person; anybody else is told in the note.
    """
    person, other = card.person, around.person
    firm, beside = card.organization, around.organization
    notes = [card.note]
    if person and other and _is_same(person, other):
        person.phones += [one for one in other.phones if one not in person.phones]
        person.emails += [one for one in other.emails if one not in person.emails]
    elif person and other:
        notes.append(" ".join((other.name, other.position, *other.phones, *other.emails)))
    if firm and beside:
        own = {firm.name, firm.inn, firm.website, firm.address}
        told = (beside.name, beside.inn, beside.website, beside.address, *beside.phones, *beside.emails)
        notes += [one for one in told if one and one not in own]
    return replace(
        card,
        person=person or other,
        organization=firm or beside,
        deal=around.deal,
        task=around.task,
        entity=around.entity,
        note="; ".join(" ".join(part.split()) for part in (*notes, around.note) if part),
        hint=card.hint or ("" if firm or beside else around.hint),
    )


def _is_same(person: PersonRead, other: PersonRead) -> bool:
    """Whether who is named beside a card, by one name at least, is the one of the card."""
    if other.last_name:
        return other.last_name == person.last_name
    return other.first_name in {"", person.first_name}


def longest(raw: str) -> int:
    """How many signs a text of this look may have."""
    if is_vcard(raw):
        return LONGEST_VCARD
    return LONGEST_BLOCK if is_requisites(raw) else LONGEST


def is_requisites(raw: str) -> bool:
    """Whether a text has the numbers of a legal entity: two sorts of them at least."""
    return sum(pattern.search(raw[:LONGEST_BLOCK]) is not None for pattern in REQUISITES) > 1


def _requisites(raw: str, now: datetime) -> Reading:
    """A legal entity, its client, and who is to be reached there: somebody named beside, or else who signs."""
    block = pasted.understand(raw)
    values = block.values
    reading = read_card("\n".join(block.rest), now)
    beside = reading.organization or OrganizationRead()
    person = reading.person or PersonRead()
    if not person.name and values.get("signatory_name"):
        beside.phones, beside.emails = beside.phones + person.phones, beside.emails + person.emails
        last, first, middle = ordered(values["signatory_name"].split()[:4])
        person = PersonRead(
            last_name=last, first_name=first, middle_name=middle, position=values.get("signatory_position", "")
        )
    reading.person = person if person.name or person.phones or person.emails else None
    reading.organization = OrganizationRead(
        name=values.get("name") or beside.name,
        website=beside.website,
        address=values.get("postal_address") or values.get("address") or beside.address,
        phones=beside.phones,
        emails=beside.emails,
    )
    reading.entity = EntityRead(values=values, accounts=block.accounts)
    reading.sort = Sort.REQUISITES
    return reading
