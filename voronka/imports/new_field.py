"""A field that is made out of a column of a file: what it most likely holds, and the values of its list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from voronka.core import dates, money
from voronka.imports.cells import NO, YES, day_of
from voronka.imports.models import ImportRun
from voronka.records.models import FieldType

MOST_CHOICES = 30
LONG = 120
# Nine digits and more without a blank are a code, a phone, an ИНН: no quantity.
NUMBER = re.compile(r"[-−]?(?:0|[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+|[1-9]\d{0,7})(?:[.,](\d{1,3}))?")
SUM = re.compile(
    r"сумм|цен|стоим|бюджет|оплат|выручк|оборот|долг|amount|price|cost|budget|revenue|₽|руб|\$|€", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Guess:
    """What a field made of the column would be; `places` are digits after the comma of a number."""

    holds: str
    values: list[str]
    places: int = 0


def guess_field(run: ImportRun, heading: str) -> Guess:
    """Text, number, money, date, yes or no, a choice of thirty values at most: judged by what stands in the column."""
    told: dict[str, Any] = run.survey.get("columns", {}).get(heading, {})
    counts: Sequence[tuple[str, int]] = told.get("values", ())
    texts = [text for text, _count in counts]
    cells = sum(count for _text, count in counts)
    if not texts or told.get("rest"):
        return Guess(holds=_typed(heading, texts) or FieldType.TEXT, values=[])
    if len(texts) > 1 and all(text.strip().lower() in YES | NO for text in texts):
        return Guess(holds=FieldType.FLAG, values=[])
    if typed := _typed(heading, texts):
        return Guess(holds=typed, values=[], places=_places(texts))
    repeated = 1 < len(texts) <= MOST_CHOICES and cells >= 2 * len(texts)
    if repeated and all(len(text) <= LONG for text in texts):
        return Guess(holds=FieldType.CHOICE, values=sorted(texts, key=str.casefold))
    is_long = any(len(text) > 100 or "\n" in text for text in texts)
    return Guess(holds=FieldType.LONG_TEXT if is_long else FieldType.TEXT, values=[])


def _typed(heading: str, texts: Sequence[str]) -> str:
    if not texts:
        return ""
    if all(NUMBER.fullmatch(text) for text in texts):
        return FieldType.MONEY if SUM.search(heading) else FieldType.NUMBER
    if all(_is_day(text) for text in texts):
        return FieldType.DATE
    return FieldType.MONEY if SUM.search(heading + texts[0]) and all(_is_sum(text) for text in texts) else ""


def _places(texts: Sequence[str]) -> int:
    found = (NUMBER.fullmatch(text) for text in texts)
    return max((len(one[1] or "") for one in found if one), default=0)


def _is_day(text: str) -> bool:
    try:
        dates.parse_moment(day_of(text), timezone.get_current_timezone())
    except (ValueError, OverflowError):
        return False
    return True


def _is_sum(text: str) -> bool:
    try:
        money.parse(text)
    except ValueError:
        return False
    return True
