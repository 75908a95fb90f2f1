"""The development set: labelled classes of errors and of look-alikes, so that recall and mistakes are told by class."""

# Look at what is missed here as much as you like; the hold-outs tell whether the remedy is general.

import random
from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from typing import Any

from bench.duplicates import slips
from bench.duplicates.russian import mobile, organization, person, raw
from bench.duplicates.sets import LIKELY, Labelled, Row
from bench.duplicates.words import CITIES, MEN, WOMEN, woman

type Card = dict[str, Any]
FIRMS = ("Торговый дом", "Группа компаний", "Производственная компания")


def development(kind: str, *, things: int = 3000, seed: int = 5, doubles: float = 0.5) -> Labelled:
    """A share `doubles` of the things has a double with one or two errors, a quarter somebody who only looks alike."""
    dice = random.Random(f"development {kind} {seed}")
    classes = slips.WORDS + slips.CONTACTS + (slips.OF_PERSONS if kind == "person" else slips.OF_ORGANIZATIONS)
    looks = PERSONS if kind == "person" else ORGANIZATIONS
    rows: list[Row] = []
    for thing in range(things):
        card = _card(kind, dice)
        rows.append(Row(0, thing, card))
        if dice.random() < doubles:
            chosen = [dice.choice(classes), *dice.choices(slips.CONTACTS, k=dice.random() < 0.4)]
            double = _copy(card)
            for slip in chosen:
                slip(dice, double)
            rows.append(Row(0, thing, double, marks=tuple(slip.__name__ for slip in chosen)))
        if dice.random() < 0.25:
            look = dice.choice(looks)
            rows.append(Row(0, things + thing, look(dice, _copy(card)), beside=(thing, look.__name__)))
    dice.shuffle(rows)
    ready = (Row(pk, one.thing, raw(kind, one.signs), one.marks, one.beside) for pk, one in enumerate(rows, 1))
    some = "" if doubles == 0.5 else f", {doubles:.0%} doubled"
    return Labelled(f"development, {kind}s{some}", kind, tuple(ready))


def by_class(labelled: Labelled, found: dict[tuple[int, int], float]) -> dict[str, tuple[int, int]]:
    """By class of error how many of how many doubles are found; by class of look-alike how many are taken for one."""
    cards: dict[int, list[Row]] = defaultdict(list)
    for row in labelled.rows:
        cards[row.thing].append(row)
    told: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in labelled.rows:
        others: Iterable[Row] = [one for one in cards[row.thing] if not one.marks and one is not row]
        if row.beside:
            others = cards[row.beside[0]]
        for mark, other in product((row.beside[1],) if row.beside else row.marks, others):
            told[mark][0] += found.get((min(row.pk, other.pk), max(row.pk, other.pk)), 0.0) >= LIKELY
            told[mark][1] += 1
    return {mark: (said, all_) for mark, (said, all_) in sorted(told.items())}


def _card(kind: str, dice: random.Random) -> Card:
    if kind == "person":
        return person(dice)
    card = organization(dice)
    if dice.random() < 0.2:
        card["name"] = f"{dice.choice(FIRMS)} {card['name']}"
    return card


def _copy(card: Card) -> Card:
    return {name: list(value) if isinstance(value, list) else value for name, value in card.items()}


def relative(dice: random.Random, card: Card) -> Card:
    """A husband or a sister: the last name, the phone, another first name."""
    other = person(dice)
    bare = card["last"].removesuffix("а")
    is_woman = other["first"] in WOMEN
    same = bare if not is_woman else (card["last"] if card["last"].endswith(("а", "я")) else woman(bare))
    while other["first"] == card["first"]:
        other["first"] = dice.choice(WOMEN if is_woman else MEN)
    return other | {"last": same, "phones": card["phones"]}


def sibling(dice: random.Random, card: Card) -> Card:
    """The same last name, patronymic and phone."""
    given = WOMEN if card["first"] in WOMEN else MEN
    return card | {"first": dice.choice([one for one in given if one != card["first"]]), "emails": [], "home": []}


def namesake(dice: random.Random, card: Card) -> Card:
    """The first and the last name; everything else is another's."""
    return person(dice) | {"last": card["last"], "first": card["first"], "phones": [mobile(dice)]}


def colleague(dice: random.Random, card: Card) -> Card:
    """The phone of the office, and the organization."""
    return person(dice) | {"phones": card["phones"], "home": card["home"]}


def colleague_called_alike(dice: random.Random, card: Card) -> Card:
    """The same, and the first name too."""
    return colleague(dice, card) | {"first": card["first"], "middle": ""}


def branch(dice: random.Random, card: Card) -> Card:
    """The brand in another city, as a firm of its own."""
    here = card["address"].split(",")[0]
    city = dice.choice([one for one in CITIES if one != here])
    other = organization(dice)
    return other | {
        "name": card["name"],
        "website": card["website"],
        "address": f"{city}, {other['address'] or 'ул. Новая, 4'}".replace(f"{city}, {city}", city),
        "codes": [f"{dice.randrange(10**9, 10**10)}"],
    }


def sister(dice: random.Random, card: Card) -> Card:
    """The brand with one word more, in the same place."""
    other = organization(dice)
    return other | {"name": f"{card['name']} {slips.trade(dice)}", "website": card["website"]}


def other_firm(dice: random.Random, card: Card) -> Card:
    """Another firm of the same director: his phone, letter box and address."""
    return organization(dice) | {name: card[name] for name in ("phones", "emails", "address")}


def neighbour(dice: random.Random, card: Card) -> Card:
    """Another firm in the same building."""
    return organization(dice) | {"address": card["address"]}


def other_number(dice: random.Random, card: Card) -> Card:
    """Another shop of a chain: the name with a number."""
    return organization(dice) | {"name": f"{card['name']} № {dice.randrange(2, 30)}", "website": card["website"]}


PERSONS = (relative, sibling, namesake, colleague, colleague_called_alike)
ORGANIZATIONS = (branch, sister, other_firm, neighbour, other_number)
