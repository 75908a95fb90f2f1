"""A hold-out set of clients by another generator, with other words and other errors than the search was made with."""

# It was written after the weights and is only measured, never tuned on: whoever changes the weights after a look at
# what is missed here has to write another one. Beside doubles it holds what only looks like them: relatives with one
# phone, namesakes, branches of one brand.

import random
from collections.abc import Callable
from typing import Any

from bench.duplicates import holdout_words as words
from bench.duplicates.sets import Labelled, Row
from bench.duplicates.words import to_latin

CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё"
LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
OTHER_LAYOUT = str.maketrans(CYRILLIC + CYRILLIC.upper(), LATIN + LATIN.upper())
NEIGHBOURS = {sign: CYRILLIC[max(at - 1, 0)] + CYRILLIC[at + 1 : at + 2] for at, sign in enumerate(CYRILLIC)}
LOOK_ALIKE = str.maketrans("аеорсухАЕОРСХВНКМТ", "aeopcyxAEOPCXBHKMT")
CODES = (863, 347, 391, 473, 345, 341, 423, 401)

type Card = dict[str, Any]
type Slip = Callable[[random.Random, Card], None]


def _in_names(card: Card, change: Callable[[str], str]) -> None:
    for name in ("last", "first", "middle", "name"):
        if card.get(name):
            card[name] = change(card[name])


def _longest(card: Card) -> str:
    return max((name for name in ("last", "first", "name") if card.get(name)), key=lambda name: len(card[name]))


def layout(_dice: random.Random, card: Card) -> None:
    """The whole name typed with the keyboard in the other layout."""
    _in_names(card, lambda text: text.translate(OTHER_LAYOUT))


def latin_signs(_dice: random.Random, card: Card) -> None:
    """Latin letters that look like Cyrillic ones."""
    _in_names(card, lambda text: text.translate(LOOK_ALIKE))


def next_key(dice: random.Random, card: Card) -> None:
    """The key beside the right one."""
    name = _longest(card)
    at = dice.randrange(1, len(card[name]))
    near = NEIGHBOURS.get(card[name][at].lower(), "")
    card[name] = card[name][:at] + (dice.choice(near) if near else card[name][at]) + card[name][at + 1 :]


def doubled_letter(dice: random.Random, card: Card) -> None:
    """A letter twice, or one of two."""
    name = _longest(card)
    at = dice.randrange(1, len(card[name]))
    card[name] = card[name][:at] + card[name][at - 1] + card[name][at:]


def turned_digits(dice: random.Random, card: Card) -> None:
    """Two neighbouring digits of a number in each other's place."""
    for name in ("phones", "codes"):
        found = []
        for number in card.get(name, ()):
            at = dice.randrange(4, len(number) - 1)
            found.append(number[:at] + number[at + 1] + number[at] + number[at + 2 :])
        card[name] = found


def maiden_name(dice: random.Random, card: Card) -> None:
    """A woman under the name that she had before, or has now; of a man, a double name."""
    root, (man, woman) = dice.choice(words.ROOTS), dice.choice(words.ENDS)
    card["last"] = root + woman if card["is_woman"] else f"{card['last']}-{root}{man}"


def name_first(_dice: random.Random, card: Card) -> None:
    """First name, patronymic and last name in the field of the last name, in this order."""
    card["last"] = " ".join(part for part in (card["first"], card["middle"], card["last"]) if part)
    card["first"] = card["middle"] = ""


def turned_fields(_dice: random.Random, card: Card) -> None:
    """The first name where the last one belongs."""
    card["last"], card["first"] = card["first"], card["last"]


def initials_first(_dice: random.Random, card: Card) -> None:
    """«И.И. Иванов», without spaces between."""
    card["last"] = f"{card['first'][:1]}.{card['middle'][:1] + '.' if card['middle'] else ''} {card['last']}"
    card["first"] = card["middle"] = ""


def passport(_dice: random.Random, card: Card) -> None:
    """The name as a passport for travel has it."""
    _in_names(card, lambda text: to_latin(text).upper())


def other_phone(dice: random.Random, card: Card) -> None:
    """A new number, the letter box stays."""
    card["phones"] = [f"+79{dice.randrange(10**9):09}"]


def only_phone(_dice: random.Random, card: Card) -> None:
    """Name and phone, nothing else: from a call."""
    card["emails"], card["home"] = [], []


def other_form(dice: random.Random, card: Card) -> None:
    """ООО became АО, or АО became ООО, or the form is written behind in brackets."""
    if not card["form"]:  # written out by another slip
        return
    form = {"ООО": "АО", "АО": "ООО", "ИП": "ООО", "ПАО": "АО"}[card["form"]]
    card["name"] = dice.choice(
        (f"{form} «{card['name']}»", f"{card['name']} ({card['form']})", f"{form} {card['name']}")
    )
    card["form"] = ""


def district(dice: random.Random, card: Card) -> None:
    """A district of the city instead of the street, or before it; the city shortened."""
    city, parts = card["place"]
    street = card["address"].split(", ", 1)[-1]
    card["address"] = dice.choice((f"{city}, {dice.choice(parts)}", f"г {city}, мкр. {dice.choice(parts)}, {street}"))


def full_words(_dice: random.Random, card: Card) -> None:
    """The form of law written out in capitals."""
    written = {
        "ООО": "ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ",
        "АО": "АКЦИОНЕРНОЕ ОБЩЕСТВО",
        "ПАО": "ПУБЛИЧНОЕ АКЦИОНЕРНОЕ ОБЩЕСТВО",
        "ИП": "ИНДИВИДУАЛЬНЫЙ ПРЕДПРИНИМАТЕЛЬ",
    }
    if card["form"]:
        card["form"], card["name"] = "", f'{written[card["form"]]} "{card["name"].upper()}"'


def shortened(_dice: random.Random, card: Card) -> None:
    """The second word cut to three letters with a full stop."""
    first, _space, rest = card["name"].partition(" ")
    card["name"] = f"{first} {rest[:3]}." if len(rest) > 4 else card["name"]


def no_papers(_dice: random.Random, card: Card) -> None:
    """Neither a tax number nor a site."""
    card["codes"], card["website"] = [], ""


def other_box(dice: random.Random, card: Card) -> None:
    """Another letter box at the same domain, or at a public one."""
    own = card["website"]
    card["emails"] = [
        f"sales@{own}" if own else f"{dice.choice('bkmprst')}{dice.randrange(10**5)}@{dice.choice(words.BOXES)}"
    ]


OF_PERSONS: tuple[Slip, ...] = (
    layout, latin_signs, next_key, doubled_letter, turned_digits, maiden_name, name_first, turned_fields,
    initials_first, passport, other_phone, only_phone,
)  # fmt: skip
OF_ORGANIZATIONS: tuple[Slip, ...] = (
    layout, latin_signs, next_key, doubled_letter, turned_digits, other_form, district, full_words, shortened,
    no_papers, other_box,
)  # fmt: skip


def holdout(kind: str, *, things: int = 2000, seed: int = 404) -> Labelled:
    """`things` persons or organizations; two of five have one to three doubles, one of ten somebody alike beside."""
    dice = random.Random(f"hold-out {kind} {seed}")
    make, spoil = (person, OF_PERSONS) if kind == "person" else (organization, OF_ORGANIZATIONS)
    rows: list[tuple[int, Card]] = []
    thing = 0
    while thing < things:
        original = make(dice)
        rows.append((thing, original))
        for _double in range(dice.choices((0, 1, 2, 3), (60, 28, 9, 3))[0]):
            card = _copy(original)
            for slip in dice.sample(spoil, dice.choice((1, 1, 2))):
                slip(dice, card)
            rows.append((thing, card))
        thing += 1
        if dice.random() < 0.1:
            rows.append((thing, alike(dice, original)))
            thing += 1
    dice.shuffle(rows)
    found = tuple(Row(pk, one, _raw(kind, card)) for pk, (one, card) in enumerate(rows, 1))
    return Labelled(f"hold-out {kind}s, seed {seed}", kind, found)


def person(dice: random.Random) -> Card:
    """A person as a careful seller would write them down."""
    is_woman = dice.random() < 0.5
    root, ends = dice.choice(words.ROOTS), dice.choice(words.ENDS)
    father = dice.choice(words.FATHERS)
    name = f"{to_latin(root).lower()}{dice.randrange(100)}"
    return {
        "is_woman": is_woman,
        "last": root + ends[is_woman],
        "first": dice.choice(words.WOMEN if is_woman else words.MEN),
        "middle": (father[:-2] + "на" if is_woman else father) if dice.random() < 0.6 else "",
        "phones": [f"+79{dice.randrange(10**9):09}"] if dice.random() < 0.85 else [],
        "emails": [f"{name}@{dice.choice(words.BOXES)}"] if dice.random() < 0.6 else [],
        "home": [str(dice.randrange(600))] if dice.random() < 0.5 else [],
    }


def organization(dice: random.Random) -> Card:
    """A company as a careful seller would write it down."""
    kinds = (
        f"{dice.choice(words.MAKES)} {dice.choice(words.THINGS)}",
        f"{dice.choice(words.COINED)} {dice.choice(words.TAILS)}",
        dice.choice(words.COINED) + dice.choice(words.THINGS),
        f"{dice.choice(words.ROOTS)}{dice.choice(words.ENDS)[0]} и партнёры",
    )
    place, site = dice.choice(words.PLACES), f"{dice.choice('abcdefgk')}{dice.randrange(10**5)}.ru"
    street = f"{dice.choice(words.STREETS)} {dice.randrange(1, 200)}"
    return {
        "form": dice.choice(("ООО", "ООО", "АО", "ИП", "ПАО")),
        "name": dice.choice(kinds),
        "phones": [f"+7{dice.choice(CODES)}{dice.randrange(10**7):07}"] if dice.random() < 0.8 else [],
        "emails": [f"{dice.choice(('info', 'zakaz', 'office'))}@{site}"] if dice.random() < 0.5 else [],
        "codes": [f"{dice.randrange(10**9, 10**10)}"] if dice.random() < 0.5 else [],
        "website": site if dice.random() < 0.5 else "",
        "place": place,
        "address": f"{place[0]}, {street}" if dice.random() < 0.7 else "",
    }


def alike(dice: random.Random, card: Card) -> Card:
    """Somebody else: a relative with the same phone and last name, a namesake, a branch of the brand elsewhere."""
    if "last" in card:
        other = person(dice)
        shares = dice.choice((("last", "phones"), ("last", "home"), ("last", "first")))
        other |= {"is_woman": card["is_woman"], **{name: card[name] for name in shares}}
        while other["first"] == card["first"] and "first" not in shares:
            other["first"] = dice.choice(words.WOMEN if card["is_woman"] else words.MEN)
        return other
    other = organization(dice)
    return other | {
        "name": f"{card['name']} {dice.choice(words.TAILS)}",
        "website": card["website"],
        "form": card["form"],
    }


def _copy(card: Card) -> Card:
    return {name: list(value) if isinstance(value, list) else value for name, value in card.items()}


def _raw(kind: str, card: Card) -> dict[str, Any]:
    from voronka.people.duplicates.organizations import domains  # noqa: PLC0415  # after django.setup()

    if kind == "person":
        return {
            "name": (card["last"], card["first"], card["middle"]),
            **{key: card[key] for key in ("phones", "emails", "home")},
        }
    name = f"{card['form']} {card['name']}" if card["form"] else card["name"]
    site = domains(card["website"], card["emails"])
    return {"name": name, "site": site, **{key: card[key] for key in ("phones", "emails", "codes", "address")}}
