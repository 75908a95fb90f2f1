"""Postal addresses inside a card or a signature: a line that reads like one."""

import re

from voronka.home.reading.text import TAKEN, Text

RUSSIAN = re.compile(
    r"(?<!\w)(?:ул|улица|пр-т|просп|проспект|пр-кт|пер|переулок|наб|набережная|б-р|бульвар|ш|шоссе|пл|площадь|мкр"
    r"|микрорайон|тракт|проезд|аллея|линия|обл|область|край|респ|республика|р-н|пос|дер|тупик|квартал)(?!\w)"
    r"|(?<!\w)(?:г|д|с|пр|п)\.\s?[А-ЯЁ0-9]|(?<!\d)\d{6}(?!\d),?\s+[а-яё. ]*[А-ЯЁ]",
    re.IGNORECASE,
)
ABROAD = re.compile(
    r"\b(?:Street|St\.|Avenue|Ave\b|Road|Rd\b|Lane|Boulevard|Blvd|Drive|Square|Suite|P\.?\s?O\.?\s?Box|Plaza|Quay|Court)"
    r"|stra(?:ß|ss)e\b|str\.\s?\d|(?<!\w)(?:rue|via|calle|iela|avenida|plac|ulica|platz)(?!\w)"
    r"|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b|\b[A-Z]{2}[ -]\d{4,5}\b|\b\d{5}\s+[A-ZÄÖÜ][a-zäöü]+"
)
LABEL = re.compile(
    r"^\W*(?:(?:наш|юр\w*|факт\w*|почт\w*)\.?\s+)?(?:адрес|address|офис|office)\s*[:\-–—]\s*", re.IGNORECASE
)
LONGEST = 255


def take_address(text: Text) -> str:
    """The first address, in one line; lines that go on with it are joined."""
    for piece in re.finditer(r"[^\n|•]+", text.rest):
        words = piece[0]
        label = LABEL.match(words)
        if not (label or is_address(words)) or not re.search(r"\d", words):
            continue
        start = piece.start() + (label.end() if label else 0)
        found = text.whole[start : piece.end()].strip(" ,;.\t")
        text.take(piece.start(), piece.end())
        return " ".join(found.split())[:LONGEST]
    return ""


def is_address(words: str) -> bool:
    """Whether a line has the words and numbers of an address."""
    has_number = re.search(r"\d", words) is not None
    return TAKEN not in words and has_number and bool(RUSSIAN.search(words) or ABROAD.search(words))
