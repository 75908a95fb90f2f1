"""Hours: «в 15», «15:30», «в 3 часа дня», «вечером в 7», “3pm”, “noon”."""

from datetime import time

from voronka.core.quick_dates.rest import Rest
from voronka.core.quick_dates.vocabulary import AFTERNOON, EVENING, MORNING, PARTS

BEFORE = r"(?:(?P<at>в|к|до|с|около|at|by|around|until|till|@)\s*)?"
HALVES = r"(?P<half>утра|дня|вечера|ночи|a\.?m\.?|p\.?m\.?)"
EXACT = rf"{BEFORE}(?P<hour>\d{{1,2}})(?P<mark>[:.-])(?P<minute>\d{{2}})(?:\s*(?:ч\.?|h))?(?:\s*{HALVES})?(?![.:\d/-])"
ROUND = (
    rf"{BEFORE}(?P<hour>\d{{1,2}})(?:\s*(?P<unit>часов|часа|час|ч\.?|o'?clock|h))?(?:\s*{HALVES})?"
    r"(?![.,:/-]?\d|-?[гйме])"
)
AT_ONE = r"(?:в|к|до) час(?: дня)?"
EARLY = range(1, 7)


def take_clock(rest: Rest) -> time | None:
    """The time said in the text, None for none; raises ValueError for an impossible one.

    A bare hour from one to six is of the afternoon, when people work: «завтра в 3» is 15:00, «в 3:00» and
    «в 3 часа ночи» are not.
    """
    part = next((hour for words, hour in PARTS.items() if rest.take(words)), None)
    if rest.take(AT_ONE):
        return time(13)
    found = rest.seen(EXACT)
    if found and (found["at"] or found["mark"] == ":" or found["half"] or not _is_day(found["minute"])):
        rest.take(EXACT)
        return _time(int(found["hour"]), int(found["minute"]), found["half"] or "", part, is_round=False)
    found = rest.seen(ROUND)
    if found and (found["at"] or found["unit"] or found["half"] or (part and part in {MORNING, EVENING})):
        rest.take(ROUND)
        return _time(int(found["hour"]), 0, found["half"] or "", part, is_round=True)
    return part


def _is_day(minute: str) -> bool:
    """Whether `15.10` may be the tenth month instead of ten minutes past."""
    return 1 <= int(minute) <= 12


def _time(hour: int, minute: int, half: str, part: time | None, *, is_round: bool) -> time:
    half = half.replace(".", "")
    if (half in {"утра", "am"} and hour > 12) or (half == "ночи" and hour > 5):
        raise ValueError(hour)
    if part == MORNING and not half and hour > 12:
        raise ValueError(hour)
    is_late = half in {"дня", "вечера", "pm"} or (not half and part in {AFTERNOON, EVENING})
    is_early = half in {"утра", "am", "ночи"} or (not half and part == MORNING)
    if is_late and hour < 12:
        return time(hour + 12, minute)
    if is_early:
        return time(hour % 12, minute)
    if is_round and not is_late and hour in EARLY:
        return time(hour + 12, minute)
    return time(hour, minute)
