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
from voronka.imports.targets.beside import SHARED, TOLD, beside

SURE = 100.0
LIKELY = 88.0
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"\+?[\d\s()./-]{7,20}")
# What Bitrix24 puts before its requisites: «Реквизит: ИНН», «Банковские реквизиты: БИК».
GROUP = re.compile(r"^(?:банковские )?реквизит(?:ы)?(?: россия)? (?=\S)")
# By which headings a file names what stands beside its records, and which column they are.
ANCHOR = {"organizations": "name", "persons": "full_name", "deals": "name", "interactions": "text", "tasks": "title"}
ANCHORS = {
    "organizations": {"организация", "компания", "название компании", "organization", "company", "company name"},
    "persons": {"контактное лицо", "контакт", "фио", "фио контакта", "contact", "contact name", "contact person"},
    "deals": {"сделка", "название сделки", "deal", "deal name", "opportunity name"},
    "interactions": {"звонок", "что было", "история", "activity", "call notes"},
    "tasks": {"задача", "что сделать", "следующий шаг", "task", "next step", "to do"},
}
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
    if not lonely.isdisjoint(mapping.values()):
        fitting = [one for one in target.known if one.name not in lonely]
        mapping = _guessed(fitting, header, sample, given, apart)
    return mapping if found else guess_beside(target, header, mapping)


def guess_beside(target: Target, header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """The same with the columns of what stands beside the records, where the file names such a thing.

    Nothing is taken from the records themselves, and only headings that say it in so many words are understood.
    """
    found = dict(mapping)
    for other in beside(target):
        left = [heading for heading in header if heading not in found]
        told = {heading: name for heading in left if (name := _said_of(other, heading))}
        anchor = next((heading for heading in left if plain(heading) in ANCHORS[other.kind.plural]), "")
        is_shared = SHARED.get(other.kind.plural, ("",))[0] in found.values()
        if anchor or is_shared:
            known = {name: one for name, one in other.by_name.items() if name not in TOLD}
            sure = {heading: _sure(known, heading) for heading in left if heading != anchor}
            told = {heading: name for heading, name in sure.items() if name} | told
            told |= {anchor: ANCHOR[other.kind.plural]} if anchor else {}
        for heading, name in told.items():
            column = f"{other.kind.plural}.{name}"
            if column not in found.values():
                found[heading] = column
    return {heading: found[heading] for heading in header if heading in found}


def _said_of(other: Target, heading: str) -> str:
    """«Сделка: Сумма», «Deal amount»: the column of the kind that the heading begins with."""
    for label in (other.kind.label, other.kind.labels, other.kind.name):
        said, begins = plain(heading), f"{plain(str(label))} "
        if said.startswith(begins):
            known = {name: one for name, one in other.by_name.items() if name not in TOLD}
            if name := _sure(known, said.removeprefix(begins)):
                return name
    return ""


def _sure(known: Mapping[str, Column], heading: str) -> str:
    said = plain(heading)
    return next((name for name, one in known.items() if said in map(plain, (*one.words, str(one.label)))), "")


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
