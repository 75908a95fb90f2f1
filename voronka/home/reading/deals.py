"""A possible sale inside a text: «сделка на 2 млн складская мебель», “deal $15,000”, «150к»."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from voronka.home.reading.doing import VERB
from voronka.home.reading.pieces import DealRead
from voronka.home.reading.text import SEPARATOR, Text

KEYWORD = re.compile(
    r"(?<!\w)(?:сделк[аиу]|продажа|заказ|контракт|проект|тендер|deal|opportunity|sale)(?!\w)\s*:?", re.IGNORECASE
)
PLAIN = re.compile(r"(?:сделка|deal)", re.IGNORECASE)
NUMBER = (
    r"(?P<number>\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?"
    r"|\d{1,12}(?:[.,]\d{1,3})?)"
)
TIMES = (
    r"(?P<times>млрд|миллиард\w*|млн|миллион\w*|лям\w*|тыс(?:яч\w?)?|т\.\s?р(?!\w)|тр(?!\w)|к(?!\w)|k(?!\w)"
    r"|mln|million|m(?!\w)|bn"
    r"|thousand)\.?"
)
SIGNS = {
    "RUB": r"₽|руб(?:л[ьяе]\w?)?\.?|р\.|р(?!\w)|RUB|RUR",
    "USD": r"\$|usd|доллар\w*|dollars?|bucks",
    "EUR": r"€|eur(?:os?)?|евро",
    "GBP": r"£|gbp|pounds?",
    "CNY": r"¥|cny|юан\w+|yuan",
    "KZT": r"₸|kzt|тенге|тг(?!\w)",
    "BYN": r"byn|бел\.?\s?руб\w*",
}
SIGN = "|".join(f"(?P<{name}>{words})" for name, words in SIGNS.items())
BEFORE = "|".join(
    f"(?P<{name}_>{words})"
    for name, words in (("USD", r"\$"), ("EUR", "€"), ("GBP", "£"), ("CNY", "¥"), ("KZT", "₸"), ("RUB", "₽"))
)
PREPOSITION = (
    r"(?:(?<!\w)(?:на сумму|суммой|сумма|бюджет|на|за|for|of|worth|amount)\s*:?\s*)?"
    r"(?:(?<!\w)(?:около|примерно|порядка|about)\s+|[~≈]\s?)?"
)
# Of «от 2 до 3 млн» nobody knows which it will be: it stays in the text.
BETWEEN = r"(?<![\w.,])(?:от\s+|from\s+)?\d[\d ]*(?:[.,]\d+)?\s?(?:к|k|тыс\.?|млн|m)?\s?(?:до|to|-|–|—)\s?(?=\d)"
HALVES = {
    r"пол-?\s?миллион\w*|пол-?\s?лям\w*": Decimal(500_000),
    r"полтора\s+(?:миллиона|млн|ляма)": Decimal(1_500_000),
    r"полторы\s+тысячи": Decimal(1_500),
} | {
    rf"(?:{words})\s+(?:{unit})": Decimal(count * times)
    for words, count in (
        ("один|одна", 1), ("два|две", 2), ("три", 3), ("четыре", 4), ("пять", 5), ("шесть", 6), ("семь", 7),
        ("восемь", 8), ("девять", 9), ("десять", 10), ("пятнадцать", 15), ("двадцать", 20), ("тридцать", 30),
        ("сорок", 40), ("пятьдесят", 50), ("сто", 100), ("полтораста", 150), ("двести", 200), ("триста", 300),
        ("четыреста", 400), ("пятьсот", 500), ("шестьсот", 600), ("семьсот", 700), ("восемьсот", 800),
        ("девятьсот", 900),
    )
    for unit, times in ((r"тысяч[аиу]?|тыс\.?|тр", 1000), (r"миллион\w*|млн|лям\w*", 10**6))
}  # fmt: skip
WORDED = re.compile(
    "|".join(rf"(?P<worded{n}>(?<!\w)(?:{words})(?!\w))" for n, words in enumerate(HALVES)), re.IGNORECASE
)
AMOUNT = re.compile(
    rf"{PREPOSITION}(?<![\w.,№#-])(?:{BEFORE})?\s?{NUMBER}(?:\s?{TIMES})?(?:\s?(?:{SIGN}))?(?![\w%])", re.IGNORECASE
)
RANGE = re.compile(rf"{BETWEEN}{NUMBER}(?:\s?{TIMES})?(?:\s?(?:{SIGN}))?(?![\w%])", re.IGNORECASE)
TIMES_OF = {
    "мрд": 10**9,
    "млрд": 10**9,
    "миллиард": 10**9,
    "bn": 10**9,
    "млн": 10**6,
    "миллион": 10**6,
    "лям": 10**6,
    "mln": 10**6,
}
TIMES_OF |= {"million": 10**6, "m": 10**6, "тыс": 1000, "т.": 1000, "тр": 1000, "к": 1000, "k": 1000, "thousand": 1000}
SMALLEST = 100
# «труба 57 410 000 р»: the outside diameters that pipes have, in millimetres (ГОСТ 10704-91, ГОСТ 8732-78), are no
# millions of a sum. Of other goods a number before a sum may be either, and is left to the sum.
PIPE = re.compile(
    r"(?<!\w)труб\w{0,3}\s+(?:[øф∅]|[dд]у?)?\s?(?P<size>20|25|32|38|42|45|48|57|60|76|89|102|108|114|121|127|133|140|146"
    r"|152|159|168|178|180|194|203|219|245|273|299|325|351|377|402|426|450|480|530|630|720|820)"
    r"[ ]+(?=\d{1,3}(?: \d{3})+(?!\d))",
    re.IGNORECASE,
)
QUOTED = re.compile(r"\s*[«\"“]([^«»\"“”|\n]{2,120})[»\"”]")
NO_TITLE = re.compile(
    r"(?:просил\w*|жд[её]т|хочет|интересуется|любит|работает|переш[её]л|зв[оа]н\w+|wants?|prefers?|met|\w+(?:ить"
    r"|ать|еть|ться)(?!\w))",
    re.IGNORECASE,
)
FILLER = re.compile(
    r"^(?:на|за|for|about|по|with|по поводу|:|-|–|—)\s+|\s+(?:на|за|for|of|сумму|сумма|,|-)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Sum:
    """An amount in the text; `is_marked` when a currency or «тыс.» says that it is money."""

    amount: Decimal
    currency: str
    is_marked: bool
    start: int
    end: int


def sums_of(text: Text, start: int, end: int) -> list[Sum]:
    """Numbers that may be money, between two places."""
    found = []
    unclear = ranges_of(text, start, end)
    for one in _amounts(text, start, end):
        if any(begin < one.end() and one.start() < stop for begin, stop in unclear):
            continue
        amount = _decimal(one["number"])
        times = next((count for word, count in TIMES_OF.items() if (one["times"] or "").lower().startswith(word)), 1)
        currency = next((name for name in SIGNS if one[name] or one.groupdict().get(f"{name}_")), "")
        found.append(Sum(amount * times, currency, times > 1 or bool(currency), one.start(), one.end()))
    for one in WORDED.finditer(text.rest, start, end):
        amount = list(HALVES.values())[int(str(one.lastgroup).removeprefix("worded"))]
        found.append(Sum(amount, "", True, one.start(), one.end()))
    return found


def _amounts(text: Text, start: int, end: int) -> Iterator[re.Match[str]]:
    """Numbers between two places, those behind the diameter of a pipe without it."""
    sized = {one.start("size"): one.end() for one in PIPE.finditer(text.rest, start, end)}
    for one in AMOUNT.finditer(text.rest, start, end):
        behind = sized.get(one.start("number"))
        yield (AMOUNT.match(text.rest, behind, end) if behind else None) or one


def ranges_of(text: Text, start: int, end: int) -> list[tuple[int, int]]:
    """Where two numbers stand of which nobody knows the right one: «от 2 до 3 млн», «100-150к»."""
    return [(one.start(), one.end()) for one in RANGE.finditer(text.rest, start, end)]


def _decimal(written: str) -> Decimal:
    plain = re.sub(r"[ '’]", "", written)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    return Decimal(plain.replace(",", "."))


def take_deal_head(text: Text) -> tuple[DealRead | None, int]:
    """The keyword with its sum and its name in quotes; gives where a name without quotes may go on, -1 for nowhere."""
    mark = _keyword(text)
    if mark is None:
        return None, -1
    deal = DealRead()
    text.take(mark.start(), mark.end())
    end = _segment_end(text, mark.end())
    best = _best(sums_of(text, mark.end(), end))
    if best:
        deal.amount, deal.currency = best.amount, best.currency
        text.take(best.start, best.end)
    for place in (mark.end(), best.end if best else mark.end()):
        if quoted := QUOTED.match(text.rest, place):
            text.take(quoted.start(), quoted.end())
            deal.name = quoted[1].strip()
            after = sums_of(text, quoted.end(), _segment_end(text, quoted.end()))
            if deal.amount is None and (one := _best(after)):
                deal.amount, deal.currency = one.amount, one.currency
                text.take(one.start, one.end)
            return deal, -1
    return deal, mark.end()


def take_lone_sum(text: Text) -> tuple[DealRead | None, int]:
    """A sum with its currency or «тыс.» makes a deal without the word too, unless it belongs to a task."""
    for start, end in list(text.segments()):
        verb = VERB.search(text.rest, start, end)
        for one in sums_of(text, start, end):
            if one.is_marked and not (verb and verb.start() < one.start):
                text.take(one.start, one.end)
                return DealRead(amount=one.amount, currency=one.currency), one.end
    return None, -1


def take_sum_behind(text: Text, deal: DealRead) -> None:
    """A deal whose sum stands apart from the word: «сделка ООО Ромашка 150 000»."""
    for start, end in list(text.segments()):
        verb = VERB.search(text.rest, start, end)
        for one in sums_of(text, start, end):
            is_number_alone = text.rest[start:end].strip() == text.rest[one.start : one.end].strip()
            if (one.is_marked or (is_number_alone and one.amount >= SMALLEST)) and not (
                verb and verb.start() < one.start
            ):
                text.take(one.start, one.end)
                deal.amount, deal.currency = one.amount, one.currency
                return


def take_title(text: Text, start: int) -> str:
    """The words behind the keyword or the sum, up to anything else that was understood."""
    place = start
    while place < len(text.rest) and text.rest[place] in " |:":
        place += 1
    # Only the sum may stand between the keyword and the name.
    between = text.whole[start:place]
    if between.strip() and not (re.search(r"\d", between) or WORDED.search(between)):
        return ""
    mark = SEPARATOR.search(text.rest, place)
    verb = VERB.search(text.rest, place)
    ends = [one.start() for one in (mark, verb) if one] + [
        begin for begin, _end in ranges_of(text, place, len(text.rest))
    ]
    end = min([*ends, len(text.rest)])
    words = text.rest[place:end].strip()
    if not words or NO_TITLE.match(words):
        return ""
    text.take(place, end)
    before = None
    while before != words:
        before, words = words, FILLER.sub("", words).strip()
    return words


def _keyword(text: Text) -> re.Match[str] | None:
    for one in KEYWORD.finditer(text.rest):
        begin = max((mark.end() for mark in SEPARATOR.finditer(text.rest[: one.start()])), default=0)
        if PLAIN.match(one[0]) or not VERB.search(text.rest, begin, one.start()):
            return one
    return None


def _segment_end(text: Text, place: int) -> int:
    marks = (SEPARATOR.search(text.rest, place), VERB.search(text.rest, place))
    return min([mark.start() for mark in marks if mark] + [len(text.rest)])


def _best(sums: list[Sum]) -> Sum | None:
    marked = [one for one in sums if one.is_marked]
    plain = [one for one in sums if one.amount >= SMALLEST]
    return marked[0] if marked else plain[-1] if plain else None
