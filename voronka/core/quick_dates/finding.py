"""Days and moments inside a longer text."""

import re
from dataclasses import dataclass
from datetime import datetime

from voronka.core.dates import MONTHS
from voronka.core.quick_dates.reading import Said, read
from voronka.core.quick_dates.vocabulary import DAYS, FILLERS, NUMBERS, WEEKDAYS

LONGEST = 8
TRIGGERS = re.compile(
    r"\d|через|in$|at$|on$|by$|до$|к$|ко$|в$|во$|на$|с$|следующ|эт[оуи]|ближайш|next|this|coming|конец|конц|начал|end|the$|eo[dwm]$|утром"
    r"|вечером|дн[её]м|noon|tonight|morning|@|before$|until$|an?$|first$",
    re.IGNORECASE,
)
NAMED = {*DAYS, *WEEKDAYS, *NUMBERS, *MONTHS} - {"a", "an"}
EDGE = ",;.!?)(»«\"'"
SHORT_DAY = re.compile(r"(?:пн|вт|ср|чт|пт|сб|вс|mon|tue|wed|thu|fri|sat|sun)\.?", re.IGNORECASE)
BARE_DAY = re.compile(r"\d{1,2}\.\d{1,2}")
BARE_HOUR = re.compile(r"(?:в|at)\s+\d{1,2}", re.IGNORECASE)
DEADLINE_HOUR = re.compile(r"(?:к|до|с|by|until|till|@)\s*\d{1,2}", re.IGNORECASE)
ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)", re.IGNORECASE)
# What may follow «в 15» without making it a count: «в 15 раз», «в 15 000» are no time.
COUNTED = re.compile(
    r"раз|процент|%|млн|тыс|руб|₽|\$|€|шт|кг|км|м\b|кв|тонн|этап|час[тя]|город|офис|филиал|магазин|человек|мест|комнат|лет"
    r"|стра|регион|вариант|экземпляр|копи|дн|недел|месяц|times|percent|pieces|places|offices|cities|branch|people|k\b|м2|т\b|л\b",
    re.IGNORECASE,
)
FOLLOWS_HOUR = re.compile(
    r"(?:и|по|с|со|для|о|об|про|у|от|чтобы|насч[её]т|and|with|about|for|from|to|re|через|на|к|до)\b|[^\w\s]|[A-ZА-ЯЁ]"
)
UNITS_AFTER = re.compile(
    r"\s*(?:%|млн|млрд|тыс|руб|р\b|₽|\$|€|к\b|k\b|m\b|шт|кг|м2|кв|mln|million|т\b|гб|gb)", re.IGNORECASE
)


@dataclass(frozen=True)
class Found:
    """What was said, and between which signs of the text."""

    said: Said
    start: int
    end: int


def find(text: str, now: datetime) -> list[Found]:
    """Every day or moment that is surely one, in the order of the text, the longest wording of each.

    Less is taken for a date here than `read` takes: «в 2 раза», «1.5 млн», «12.5 кг», «вечером» alone are none.
    """
    words = list(re.finditer(r"[^\s|]+|\|", text))
    found: list[Found] = []
    place = 0
    while place < len(words):
        one = _longest(text, words, place, now) if _may_begin(words[place][0]) else None
        if one is None:
            place += 1
            continue
        found.append(one)
        while place < len(words) and words[place].start() < one.end:
            place += 1
    return found


def _may_begin(word: str) -> bool:
    bare = word.strip(EDGE).lower().replace("ё", "е")
    return bare in NAMED or bare in {"a", "an"} or TRIGGERS.match(bare) is not None


def _longest(text: str, words: list[re.Match[str]], place: int, now: datetime) -> Found | None:
    start = words[place].start() + len(words[place][0]) - len(words[place][0].lstrip(EDGE))
    for last in range(min(place + LONGEST, len(words)) - 1, place - 1, -1):
        end = words[last].start() + len(words[last][0].rstrip(EDGE))
        said_text = text[start:end]
        if not said_text or "|" in said_text or re.search(rf"{FILLERS}$", said_text, re.IGNORECASE):
            continue
        try:
            said = read(said_text, now)
        except ValueError:
            continue
        if _is_sure(said_text, text[:start], text[end:], said):
            return Found(said, start, end)
    return None


def _is_sure(said_text: str, before: str, after: str, said: Said) -> bool:
    """Whether these words are a date in their surroundings, and not a count, a sum or a code."""
    if _is_number(said_text, before, after):
        return False
    if not said.has_day:
        return _is_sure_hour(said_text, after)
    if SHORT_DAY.fullmatch(said_text):
        return not said_text.isupper() and "а" <= said_text[0].lower() <= "я"
    if BARE_DAY.fullmatch(said_text):
        return len(said_text) == 5
    return not ORDINAL.fullmatch(said_text)


def _is_number(said_text: str, before: str, after: str) -> bool:
    """Whether the digits go on as a sum, a count or a code."""
    if (before and before[-1] in "№#$€₽+-/") or re.match(r"[\w/-]", after) or UNITS_AFTER.match(after):
        return True
    if re.match(r"\s+\d{3}(?!\d)", after) and said_text[-1].isdigit() and not re.search(r"[:.]\d\d$", said_text):
        return True
    ends_with_hour = re.search(r"(?:^|\s)(?:в|к|до|at|by)\s+\d{1,2}$", said_text, re.IGNORECASE)
    return ends_with_hour is not None and COUNTED.match(after.lstrip()) is not None


def _is_sure_hour(said_text: str, after: str) -> bool:
    if not re.search(r"\d", said_text) or DEADLINE_HOUR.fullmatch(said_text):
        return False
    if BARE_HOUR.fullmatch(said_text):
        rest = after.lstrip()
        return not rest or FOLLOWS_HOUR.match(rest) is not None
    return True
