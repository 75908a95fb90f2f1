"""Letter boxes, sites, phones and tax numbers inside a text."""

import re

import phonenumbers
from django.conf import settings
from stdnum.ru import inn

from voronka.core import phones
from voronka.home.reading.text import Text

MAIL = re.compile(r"(?:mailto:)?([\w.+%'-]+@(?:[\w-]+\.)+[^\W\d_]{2,})", re.IGNORECASE)
SITE = re.compile(
    r"(?<![\w@.-])(?:https?://[^\s,;|]+|www\.[^\s,;|]+"
    r"|[a-zа-яё0-9-]+(?:\.[a-zа-яё0-9-]+)*\.(?:ru|com|org|net|рф|su|by|kz|io|pro|biz|info|eu|de|uk|co|shop|tech"
    r"|agency|store|online|jp|cn|fr|es|nl|pl|se|fi|ge|az|uz|kg|tj|tm|cz|tr|ae|kr|app|dev|art|club|site|cloud|рус"
    r"|москва)(?:\.[a-z]{2})?"
    r"(?:/[^\s,;|]*)?)(?![\w@-])",
    re.IGNORECASE,
)
INN = re.compile(r"(?:инн|inn)(?:\s*/\s*кпп)?[\s:№#]*(\d{12}|\d{10})(?!\d)", re.IGNORECASE)
EXTENSION = r"(?:[\s,(]*(?:доб\.?|доп\.?|вн\.?|ext\.?|x|#)\s*(?P<ext>\d{1,6})\)?)?"
LABEL = (
    r"(?:(?<!\w)(?P<label>тел(?:ефон)?|моб(?:ильный)?|раб(?:очий)?|сот|т|м|факс|fax|phone|tel|mob(?:ile)?|cell"
    r"|office|direct|whatsapp|viber|ph|[tmpf])"
    r"(?:\s?/\s?факс)?\s*[.:]*\s*)?"
)
GAP = r"[\s\u2011().‑–-]{0,3}"
RUSSIAN = re.compile(rf"{LABEL}(?<![\d+])(?P<number>(?:\+\s?7|8|7)(?:{GAP}\d){{10}}){EXTENSION}(?!\d)", re.IGNORECASE)
LOCAL = re.compile(
    rf"{LABEL}(?<![\d+])(?P<number>\(\d{{3,5}}\){GAP}\d(?:[\s-]?\d){{4,6}}"
    rf"|9\d{{2}}[\s-]?\d{{3}}[\s-]?\d{{2}}[\s-]?\d{{2}})"
    rf"{EXTENSION}(?![\d-])",
    re.IGNORECASE,
)
FOREIGN = re.compile(rf"{LABEL}(?P<number>\+\d[\d\s().–-]{{7,20}}\d){EXTENSION}(?!\d)", re.IGNORECASE)
PUBLIC = frozenset(
    """
    mail yandex ya gmail rambler bk list inbox outlook hotmail icloud yahoo live me proton protonmail aol gmx web
    ukr tut googlemail msn internet
    """.split()  # noqa: SIM905  # a list of words reads best as text
)


def take_mails(text: Text) -> list[str]:
    """Letter boxes, lower case, each once."""
    found: list[str] = []
    while one := text.find(MAIL):
        text.take(one.start(), one.end())
        found.append(one[1].strip(".").lower())
    return list(dict.fromkeys(found))


def take_site(text: Text) -> str:
    """The first site; others stay in the text."""
    one = text.find(SITE)
    if not one:
        return ""
    return text.take(one.start(), one.end()).rstrip(".,)/")


def take_inn(text: Text) -> str:
    """A tax number with its label and right check digits."""
    one = text.find(INN)
    if not one or not inn.is_valid(one[1]):
        return ""
    text.take(one.start(), one.end())
    return one[1]


def take_phones(text: Text) -> list[str]:
    """Phones in E.164 in the order of the text; a fax stays in the text."""
    found: list[tuple[int, str]] = []
    for pattern in (FOREIGN, RUSSIAN, LOCAL):
        place = 0
        while one := text.find(pattern, place):
            place = one.end()
            number, end = _number(one)
            if not number or (one["label"] or "").lower() in {"факс", "fax", "f"}:
                place = one.start("number") + 2
                continue
            place = one.end() if end is None else end
            text.take(one.start(), place)
            found.append((one.start(), number))
    return list(dict.fromkeys(number for _place, number in sorted(found)))


def _number(found: re.Match[str]) -> tuple[str, int | None]:
    """E.164 and where the number ends when it is shorter than the match: a sum may stand right behind it."""
    written = found["number"]
    extension = f";ext={found['ext']}" if found["ext"] else ""
    cuts = [len(written), *sorted((gap.start() for gap in re.finditer(r"[\s-]", written)), reverse=True)]
    for cut in cuts:
        part = written[:cut].replace("\u2011", "-")
        try:
            parsed = phonenumbers.parse(part, settings.PHONE_REGION)
        except phonenumbers.NumberParseException:
            continue
        is_right = phonenumbers.is_valid_number if not part.startswith("+") else _is_likely
        if is_right(parsed):
            end = None if cut == len(written) else found.start("number") + cut
            return phones.parse(part) + (extension if end is None else ""), end
    return "", None


def _is_likely(number: phonenumbers.PhoneNumber) -> bool:
    """Valid, or of the right length where a country keeps numbers for examples («555»)."""
    if phonenumbers.is_valid_number(number):
        return True
    return number.country_code in {1, 7, 44} and phonenumbers.is_possible_number(number)


def company_of(emails: list[str]) -> str:
    """The name that the domain of a letter box suggests: `ivan@romashka.ru` is «Romashka»; "" for public domains."""
    for one in emails:
        name = one.rpartition("@")[2].split(".")[0]
        if name not in PUBLIC and len(name) > 2:
            return name.capitalize()
    return ""
