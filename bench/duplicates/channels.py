"""The second hold-out set: cards as the channels spoil them by which they come: ear, scanner, web form, manager, 1C."""

# Written before the model was mended for the third time, and run once, after it: whoever changes the model after a look
# at what is missed here has to write another one.

import random
from collections.abc import Callable
from typing import Any

from bench.duplicates import channels_words as words
from bench.duplicates.sets import Labelled, Row
from bench.duplicates.words import to_latin

type Card = dict[str, Any]
HEARD = (("о", "а"), ("е", "и"), ("я", "и"), ("в", "ф"), ("д", "т"), ("з", "с"), ("г", "к"), ("б", "п"), ("щ", "ш"))
SEEN = (("о", "0"), ("з", "3"), ("б", "6"), ("ш", "щ"), ("и", "н"), ("л", "п"), ("й", "и"), ("ц", "ц,"), ("н", "п"))
NOTES = ("(директор)", "бухгалтер", "не звонить", "(бывший)", "от Ольги", "новый", "опт")
BOXES = ("mail.ru", "yandex.ru", "gmail.com", "rambler.ru")
NAMES = ("last", "first", "middle", "name")


def _in_one(dice: random.Random, card: Card, pairs: tuple[tuple[str, str], ...], times: int) -> None:
    for _ in range(times):
        field = max((one for one in ("last", "first", "name") if card.get(one)), key=lambda one: len(card[one]))
        fits = [pair for pair in pairs if pair[0] in card[field][1:]]
        if fits:
            was, now = dice.choice(fits)
            card[field] = card[field][0] + card[field][1:].replace(was, now, 1)


def by_ear(dice: random.Random, card: Card) -> None:
    """An operator writes down what is heard on the phone; often without a patronymic or a letter box."""
    _in_one(dice, card, HEARD, dice.choice((1, 2)))
    if dice.random() < 0.5:
        card["emails"] = []


def by_scanner(dice: random.Random, card: Card) -> None:
    """A business card read by a machine: capitals, signs that look alike, a digit misread."""
    _in_one(dice, card, SEEN, dice.choice((1, 2)))
    if dice.random() < 0.3:
        card["phones"] = [one[:-1] + {"1": "7", "8": "3", "0": "6"}.get(one[-1], one[-1]) for one in card["phones"]]
    if dice.random() < 0.5:
        for name in NAMES:
            if name in card:
                card[name] = card[name].upper()


def by_form(dice: random.Random, card: Card) -> None:
    """A client fills in a web form: small letters, first name as friends say it, an own letter box elsewhere."""
    for name in NAMES:
        if name in card:
            card[name] = card[name].lower()
    if "last" in card:
        card["first"], card["middle"] = card["said"].lower(), ""
        if dice.random() < 0.3:
            card["emails"] = [f"{one.split('@')[0]}@{dice.choice(BOXES)}" for one in card["emails"]]
    else:
        card["form"] = ""


def by_manager(dice: random.Random, card: Card) -> None:
    """A note in the name, everything in one field, the number as one dials it inside the city."""
    if "last" in card:
        whole = f"{card['first']} {card['last']}" if dice.random() < 0.5 else f"{card['last']} {card['first'][0]}."
        card["last"], card["first"], card["middle"] = f"{whole} {dice.choice(NOTES)}", "", ""
    else:
        card["name"] = f"{card['name']} {dice.choice(('(новый адрес)', 'опт', 'филиал закрыт', 'тендер'))}"
    card["phones"] = ["8" + one[2:] for one in card["phones"]]


def by_ledger(dice: random.Random, card: Card) -> None:
    """Out of the accounting: forms of law in full, fields cut off, no contacts but one."""
    if "last" in card:
        card["last"] = f"{card['last']} {card['first']} {card['middle']}".strip()[:25]
        card["first"] = card["middle"] = ""
    else:
        card["form"] = card["form_in_full"]
        card["name"] = f'"{card["name"].upper()}"'
    card["emails"] = [] if card["phones"] and dice.random() < 0.5 else card["emails"]


def by_visa(_dice: random.Random, card: Card) -> None:
    """Latin letters of a passport or a foreign partner."""
    for name in NAMES:
        if name in card:
            card[name] = to_latin(card[name])
    card["form"] = "LLC" if card.get("form") == "ООО" else card.get("form", "")


def by_years(dice: random.Random, card: Card) -> None:
    """Years have passed: a husband's name, another employer, number, street."""
    if "last" in card:
        if card["is_woman"]:
            card["last"] = _family(dice, is_woman=True)
        else:
            card["phones"] = [_mobile(dice)]
        card["home"] = []
    else:
        card["phones"] = [_line(dice)]
        card["address"] = f"{card['city']}, ул. {dice.choice(words.STREETS)}, {dice.randrange(1, 90)}"


CHANNELS = (by_ear, by_scanner, by_form, by_manager, by_ledger, by_visa, by_years)


def channels(kind: str, *, things: int = 1500, seed: int = 3) -> Labelled:
    """Things of which 45 % have one or two doubles and 25 % have somebody who only looks alike."""
    dice = random.Random(f"channels {kind} {seed}")
    make: Callable[[random.Random], Card] = _person if kind == "person" else _organization
    rows: list[Row] = []
    for thing in range(things):
        card = make(dice)
        rows.append(Row(0, thing, card))
        for _ in range(dice.choices((0, 1, 2), (55, 33, 12))[0]):
            double = {name: list(value) if isinstance(value, list) else value for name, value in card.items()}
            channel = dice.choice(CHANNELS)
            channel(dice, double)
            rows.append(Row(0, thing, double, marks=(channel.__name__,)))
        if dice.random() < 0.25:
            looks, other = _alike(dice, card)
            rows.append(Row(0, things + thing, other, beside=(thing, looks)))
    dice.shuffle(rows)
    ready = (
        Row(pk, row.thing, _raw(kind, row.signs), marks=row.marks, beside=row.beside) for pk, row in enumerate(rows, 1)
    )
    return Labelled(f"channels, {kind}s", kind, tuple(ready))


def _family(dice: random.Random, *, is_woman: bool) -> str:
    """Some names are borne by many."""
    weights = [3 if place % 9 == 0 else 1 for place in range(len(words.FAMILIES))]
    return dice.choices(words.FAMILIES, weights)[0].split("/")[-1 if is_woman else 0]


def _mobile(dice: random.Random) -> str:
    return f"+79{dice.choice((16, 60, 87, 3, 25)):02}{dice.randrange(10**7):07}"


def _line(dice: random.Random) -> str:
    return f"+7{dice.choice((473, 347, 391, 861, 421))}{dice.randrange(10**7):07}"


def _person(dice: random.Random) -> Card:
    is_woman = dice.random() < 0.5
    father = dice.choice(words.MEN)
    first, *_rest, said = dice.choice(words.WOMEN if is_woman else words.MEN)
    family = _family(dice, is_woman=is_woman)
    box = f"{to_latin(first)[:1]}.{to_latin(family)}{dice.randrange(60, 99)}".lower()
    return {
        "last": family,
        "first": first,
        "said": said,
        "middle": father[2 if is_woman else 1] if dice.random() < 0.75 else "",
        "phones": [_mobile(dice)] if (phone := dice.random() < 0.85) else [],
        "emails": [f"{box}@{dice.choice(BOXES)}"] if not phone or dice.random() < 0.5 else [],
        "home": [str(dice.randrange(900))] if dice.random() < 0.5 else [],
        "is_woman": is_woman,
    }


def _organization(dice: random.Random) -> Card:
    form, in_full = dice.choice(words.FORMS)
    name = dice.choice(words.FIRMS)
    if dice.random() < 0.45:
        name = f"{dice.choice(dice.choice(words.ABBREVIATED))} {name}"
    if dice.random() < 0.5:
        name = f"{name} {_family(dice, is_woman=False)[:5].lower()}{dice.choice(('строй', 'снаб', 'маш', 'торг'))}"
    city, domain = dice.choice(words.CITIES), f"{to_latin(name).replace(' ', '').lower()[:12]}{dice.randrange(900)}.ru"
    return {
        "form": form,
        "form_in_full": in_full,
        "name": name,
        "city": city,
        "phones": [_line(dice)] if dice.random() < 0.75 else [],
        "emails": [f"{dice.choice(('info', 'zakaz', 'sale'))}@{domain}"] if dice.random() < 0.5 else [],
        "codes": [f"{dice.randrange(10**9, 10**10)}"] if dice.random() < 0.7 else [],
        "website": domain if dice.random() < 0.5 else "",
        "address": f"{city}, ул. {dice.choice(words.STREETS)}, {dice.randrange(1, 90)}" if dice.random() < 0.8 else "",
    }


def _alike(dice: random.Random, card: Card) -> tuple[str, Card]:
    if "last" in card:
        other = _person(dice)
        looks = dice.choice(("spouse", "father and son", "namesake", "colleague"))
        if looks == "spouse":
            other["last"] = card["last"]
            other["phones"] = list(card["phones"])
        elif looks == "father and son":
            other |= {"last": card["last"], "first": card["first"], "middle": other["middle"]}
        elif looks == "namesake":
            other |= {"last": card["last"], "first": card["first"], "middle": card["middle"]}
        else:
            other |= {"phones": list(card["phones"]), "home": list(card["home"])}
        while looks in {"spouse", "colleague"} and other["first"] == card["first"]:
            other["first"] = dice.choice(words.WOMEN)[0]
        return looks, other
    other = _organization(dice)
    looks = dice.choice(("franchise", "director's other firm", "neighbour in the building"))
    if looks == "franchise":
        other |= {"name": card["name"], "website": card["website"], "form": "ИП"}
    elif looks == "director's other firm":
        other |= {"phones": list(card["phones"]), "address": card["address"]}
    else:
        other |= {"address": card["address"]}
    return looks, other


def _raw(kind: str, card: Card) -> dict[str, Any]:
    from voronka.people.duplicates.organizations import domains  # noqa: PLC0415  # after django.setup()

    if kind == "person":
        parts = (card["last"], card["first"], card["middle"])
        return {"name": parts, **{key: card[key] for key in ("phones", "emails", "home")}}
    name = f"{card['form']} {card['name']}".strip()
    site = domains(card["website"], card["emails"])
    return {"name": name, "site": site, **{key: card[key] for key in ("phones", "emails", "codes", "address")}}
