"""Files of vCards as tables: a card a row, under headings that every import knows."""

import re
from collections.abc import Iterable, Iterator

from voronka.core.given_names import is_patronymic
from voronka.core.vcards import BEGIN, END, Line, lines_of
from voronka.imports.reading.limits import BadFile

HEADINGS = (
    "Last name", "First name", "Middle name", "Company", "Position", "Phones", "Emails", "Address", "Website",
    "Birthday", "Note",
)  # fmt: skip
LONGEST = 4_000_000  # signs of a card: photographs are passed over, but they stand there
NOTED = {"NOTE", "NICKNAME", "IMPP", "CATEGORIES"}


def is_cards(text: str) -> bool:
    """Whether a text begins with a card."""
    return BEGIN.match(text.lstrip("\ufeff \r\n\t").partition("\n")[0].rstrip("\r")) is not None


def rows_of_cards(stream: Iterable[str]) -> Iterator[list[str]]:
    """The headings, then a row a card; one that is broken off counts as far as it goes. Raises BadFile."""
    yield list(HEADINGS)
    card: list[str] = []
    size = 0
    for line in stream:
        is_first = BEGIN.match(line.rstrip("\r\n")) is not None
        if is_first and card:
            yield _row(card)
            card, size = [], 0
        if is_first or card:
            card.append(line)
            size += len(line)
        if size > LONGEST:
            raise BadFile("card")
        if card and END.match(line.rstrip("\r\n")):
            yield _row(card)
            card, size = [], 0
    if card:
        yield _row(card)


def _row(card: list[str]) -> list[str]:
    found: dict[str, list[str]] = {name: [] for name in HEADINGS}
    full = ""
    for line in lines_of("".join(card)):
        if line.name == "FN":
            full = full or line.text
        else:
            _take(found, line)
    last, first, middle = (found[name][:1] or [""] for name in HEADINGS[:3])
    if not (last[0] or first[0]) and full and full not in found["Company"]:
        last, first, middle = ([part] for part in _parted(full))
    elif not middle[0] and is_patronymic(first[0].rpartition(" ")[2]):
        first, middle = [first[0].rpartition(" ")[0]], [first[0].rpartition(" ")[2]]
    found |= {"Last name": last, "First name": first, "Middle name": middle}
    several = {"Phones": "; ", "Emails": ", ", "Note": "; "}
    return [several.get(name, ", ").join(dict.fromkeys(filter(None, cells))) for name, cells in found.items()]


def _take(found: dict[str, list[str]], line: Line) -> None:
    match line.name:
        case "N":
            for name, part in zip(HEADINGS[:3], [*line.parts(), "", "", ""], strict=False):
                found[name].append(part)
        case "ORG":
            company, *inside = [part for part in line.parts() if part] or [""]
            found["Company" if not found["Company"] else "Note"].append(company)
            found["Note"] += inside
        case "TITLE" | "ROLE":
            found["Position"].append(line.text)
        case "TEL":
            found["Note" if line.is_fax else "Phones"].append(f"fax {line.phone}" if line.is_fax else line.phone)
        case "EMAIL":
            found["Emails" if "@" in line.text else "Note"].append(re.sub("^mailto:", "", line.text))
        case "ADR":
            found["Address" if not found["Address"] else "Note"].append(line.address)
        case "URL":
            found["Website"].append(line.text)
        case "BDAY":
            found["Birthday"].append(line.text)
        case name if name in NOTED:
            found["Note"].append(line.text)


def _parted(full: str) -> tuple[str, str, str]:
    """A whole name: «Анна Сергеевна Белова», «Белова Анна Сергеевна»; two words begin with the first name."""
    words = full.split()
    if len(words) == 1:
        return "", words[0], ""
    if len(words) == 3 and is_patronymic(words[2]):
        return words[0], words[1], words[2]
    if len(words) == 3 and is_patronymic(words[1]):
        return words[2], words[0], words[1]
    return words[-1], " ".join(words[:-1]), ""
