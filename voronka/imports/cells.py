"""What people and other programs write into cells, put as the fields of records read it."""

import re
from datetime import date, timedelta
from typing import Any

import phonenumbers
from django.utils.translation import gettext as _

from voronka.core import phones
from voronka.core.errors import Refused
from voronka.records.fields import Date, Emails, Flag
from voronka.records.fields.contacts import pieces

YES = frozenset("1 true yes y on да д есть истина верно + x х v ✓ ✔ ☑".split())  # noqa: SIM905  # reads best as words
NO = frozenset("0 false no n off нет н ложь неверно - – — ☐".split())  # noqa: SIM905  # reads best as words
WEEKDAY = re.compile(
    r"(?:пн|вт|ср|чт|пт|сб|вс|понед|втор|сред|четв|пятн|субб|воскр|mon|tue|wed|thu|fri|sat|sun)[а-яa-z]*[.,]*\s+"
)
SHORT_YEAR = re.compile(r"^(\d{1,2})([\s-]+)([^\W\d]+)(\.?,?[\s-]+)(\d{2})(?!\d)")
COMPACT = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
SERIAL = re.compile(r"(\d{5})(?:[.,](\d{1,12}))?")
FIRST_SERIAL, LAST_SERIAL = 10_000, 73_050  # 18.05.1927 … 31.12.2099
BETWEEN = " ::: "  # how Google parts several values of one cell
EXTENSION = re.compile(r"[,;]\s*(?=(?:доб|внутр|вн|ext)\b)", re.IGNORECASE)


def prepared(field: Any, raw: str) -> str:
    """The text of a cell as the field reads it; raises Refused where «yes or no» is answered by neither."""
    if isinstance(field, Date):
        return day_of(raw)
    if isinstance(field, Flag):
        return answer(raw)
    if isinstance(field, Emails):
        return raw.replace(BETWEEN, ";")
    return raw.replace("\u202f", " ").replace("\u2009", " ")


def day_of(raw: str) -> str:
    """A day or moment as `core.dates` reads it: days of Excel (46027), «пн, 5 янв. 26», «20260105».

    Source of the days of Excel: ECMA-376 part 1, §18.17.4.1; they count from 30.12.1899.
    """
    text = raw.strip()
    if (found := SERIAL.fullmatch(text)) and FIRST_SERIAL <= int(found[1]) <= LAST_SERIAL:
        seconds = round(float(f"0.{found[2] or 0}") * 86_400)
        clock = f" {seconds // 3600 % 24:02}:{seconds // 60 % 60:02}:{seconds % 60:02}" if seconds else ""
        return (date(1899, 12, 30) + timedelta(days=int(found[1]))).isoformat() + clock
    if found := COMPACT.fullmatch(text):
        return "-".join(found.groups())
    plain = re.sub(r"[«»\"“”]", "", text)
    plain = plain[found.end() :] if (found := WEEKDAY.match(plain.lower())) else plain
    return SHORT_YEAR.sub(r"\1\2\3\g<4>20\5", plain)


def answer(raw: str) -> str:
    """«1» for yes and «0» for no, in words or signs; raises Refused for what is neither."""
    said = raw.strip().lower().rstrip(".!")
    if said not in YES | NO:
        raise Refused(_("“%(value)s” is neither yes nor no.") % {"value": raw[:60]})
    return "1" if said in YES else "0"


def phones_in(raw: str, region: str) -> list[str]:
    """The single numbers of a cell: parted by signs or lines, or only by a slash, a blank, a word."""
    found: list[str] = []
    for piece in pieces(EXTENSION.sub(" ", raw.replace(BETWEEN, ";"))):
        if phones.usual(piece, region):
            found.append(piece)
            continue
        several = [one.raw_string for one in phonenumbers.PhoneNumberMatcher(piece[:200], region or None)]
        left = piece
        for one in several:
            left = left.replace(one, "", 1)
        if several and re.search(r"\d{3}", left):  # a part of it is none
            found += [one for one in re.split(r"[/\\|]", piece) if one.strip()]
        else:
            found += several if len(several) > 1 or (several and re.search(r"[^\W\d]", left)) else [piece]
    return found
