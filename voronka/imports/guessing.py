"""The meaning of the columns of a file, guessed from their headings and what stands in them."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import phonenumbers
from rapidfuzz import fuzz, process

from voronka.imports.columns import Column
from voronka.imports.headings import plain
from voronka.imports.presets.registry import apart_in, mapping_of, recognise
from voronka.imports.targets.base import Target

SURE = 100.0
LIKELY = 88.0
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"\+?[\d\s()./-]{7,20}")
# What Bitrix24 puts before its requisites: «Реквизит: ИНН», «Банковские реквизиты: БИК».
GROUP = re.compile(r"^(?:банковские )?реквизит(?:ы)?(?: россия)? (?=\S)")
REGIONS = ("RU", "US", "BY", "KZ", "UA", "DE", "GB")


def guess_mapping(
    target: Target, header: Sequence[str], sample: Sequence[Sequence[str]], *, preset: str = ""
) -> dict[str, str]:
    """Heading → column name, each column once where it is no list; the surest guesses take their columns first.

    What is known of the exports of a program (of any, or of the `preset` alone) comes before every guess.
    """
    found = recognise(header, name=preset, kind=target.kind.plural)
    given = mapping_of(found.export, header, target.by_name) if found else {}
    apart = apart_in(found.export, header) if found else set()
    mapping = _guessed(target.known, header, sample, given, apart)
    lonely = {one.name for one in target.known if one.needs and one.needs not in mapping.values()}
    if lonely.isdisjoint(mapping.values()):
        return mapping
    return _guessed([one for one in target.known if one.name not in lonely], header, sample, given, apart)


def _guessed(
    known: Sequence[Column],
    header: Sequence[str],
    sample: Sequence[Sequence[str]],
    given: Mapping[str, str],
    apart: Collection[str],
) -> dict[str, str]:
    scored = sorted(
        (
            (score, -place, heading, column)
            for place, heading in enumerate(header)
            for column in known
            if heading not in apart and (score := _score(column, heading, [row[place] for row in sample])) >= LIKELY
        ),
        key=lambda one: (*one[:3], one[3].name),
        reverse=True,
    )
    mapping = dict(given)
    for sureness, _place, heading, column in scored:
        is_free = column.name not in mapping.values() or (column.takes_several and sureness >= SURE)
        if heading not in mapping and is_free:
            mapping[heading] = column.name
    return {heading: mapping[heading] for heading in header if heading in mapping}


def _score(column: Column, heading: str, values: Sequence[str]) -> float:
    words = [plain(word) for word in (*column.words, str(column.label))]
    said = GROUP.sub("", plain(heading))
    if said in words:
        return SURE + (20 - min(words.index(said), 19)) / 100
    if (below := plain(heading.rpartition(": ")[2])) in words:  # «Контакт: Телефон», headings of two rows
        return SURE - (1 + min(words.index(below), 19) / 100)
    found = process.extractOne(said, words, scorer=fuzz.token_sort_ratio) if len(said) > 3 else None
    return max(found[1] if found else 0.0, _by_content(column, values))


def _by_content(column: Column, values: Sequence[str]) -> float:
    given = [value for value in values if value]
    pattern = {"emails": EMAIL, "phones": PHONE}.get(column.name)
    if not pattern or not given:
        return 0.0
    share = sum(bool(pattern.fullmatch(value)) for value in given) / len(given)
    return LIKELY if share >= 0.9 and column.name == "emails" else 0.0


def guess_region(numbers: Sequence[str], default: str) -> str:
    """The country (ISO 3166) whose numbers these most likely are; the default unless another clearly fits better."""
    fits: Counter[str] = Counter()
    for number in numbers[:200]:
        for region in dict.fromkeys((default, *REGIONS)):
            fits[region] += _is_valid(number, region)
    best = max(fits, key=lambda region: fits[region], default=default)
    return best if fits[best] > 1.2 * fits[default] else default


def _is_valid(number: str, region: str) -> bool:
    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(number, region)))
    except phonenumbers.NumberParseException:
        return False
