"""Made-up Russian clients with their doubles: persons and organizations, with the errors that people make."""

import random
from collections.abc import Callable
from typing import Any

from bench.duplicates.errors import KINDS, ORGANIZATION_ERRORS, PERSON_ERRORS, Errors
from bench.duplicates.sets import Labelled, Row
from bench.duplicates.words import (
    CITIES,
    COMPANY_WORDS,
    FAMILIES,
    MEN,
    MIDDLES,
    STEMS,
    STREETS,
    TRADES,
    WOMEN,
    patronymic,
    woman,
)

FORMS = ("ООО", "ООО", "ООО", "АО", "ЗАО", "ИП", "ПАО")
DOMAINS = ("mail.ru", "yandex.ru", "gmail.com", "bk.ru", "inbox.ru")
type Raw = dict[str, Any]
type Errand = Callable[[Errors, Raw], None]


def russian(kind: str, *, things: int = 2000, seed: int = 1, errors: str = "usual") -> Labelled:
    """`things` persons or organizations, about half with one to three doubles; `errors` names the mixture of errors."""
    dice = random.Random(f"{kind} {seed}")
    make = person if kind == "person" else organization
    spoil = PERSON_ERRORS if kind == "person" else ORGANIZATION_ERRORS
    wrong = Errors(dice)
    rows: list[Row] = []
    for thing in range(things):
        original = make(dice)
        cards = [original]
        for _ in range(dice.choices((0, 1, 2, 3), (50, 35, 10, 5))[0]):
            card = {name: list(value) if isinstance(value, list) else value for name, value in original.items()}
            for error in dice.sample(
                [one for one in spoil if one.__name__ in KINDS[errors]], dice.choice((1, 1, 2, 2, 3))
            ):
                error(wrong, card)
            cards.append(card)
        rows += [Row(0, thing, card) for card in cards]
    dice.shuffle(rows)
    return Labelled(
        f"Russian {kind}s, {errors}, seed {seed}",
        kind,
        tuple(Row(pk, row.thing, raw(kind, row.signs)) for pk, row in enumerate(rows, 1)),
    )


def person(dice: random.Random) -> Raw:
    """A person as a careful seller would write him down."""
    family = _common(dice, FAMILIES) if dice.random() < 0.5 else rare_family(dice)
    is_woman = dice.random() < 0.5
    given = _common(dice, WOMEN if is_woman else MEN)
    father = _common(dice, MEN)
    box = f"{dice.choice('abcdefgiklmnoprstuv')}{dice.randrange(10**6):06}@{dice.choice(DOMAINS)}"
    return {
        "last": woman(family) if is_woman else family,
        "first": given,
        "middle": patronymic(father, is_woman) if dice.random() < 0.7 else "",
        "phones": [mobile(dice)] if (phone := dice.random() < 0.9) else [],
        "emails": [box] if not phone or dice.random() < 0.6 else [],
        "home": [str(dice.randrange(800))] if dice.random() < 0.6 else [],
    }


def organization(dice: random.Random) -> Raw:
    """An organization as a careful seller would write it down."""
    name = dice.choice(COMPANY_WORDS) if dice.random() < 0.6 else rare_family(dice)[:-2]
    if dice.random() < 0.75:
        name += f" {dice.choice(COMPANY_WORDS).lower()}" if dice.random() < 0.5 else f"-{dice.choice(TRADES)}"
    if dice.random() < 0.25:
        name = f"{dice.choice(TRADES)} {name}"
    domain = f"firm{dice.randrange(10**6)}.ru"
    return {
        "form": dice.choice(FORMS),
        "name": name,
        "phones": [f"+7{dice.choice((495, 812, 343, 383, 846))}{dice.randrange(10**7):07}"]
        if dice.random() < 0.8
        else [],
        "emails": [f"info@{domain}"] if dice.random() < 0.5 else [],
        "codes": [f"{dice.randrange(10**9, 10**10)}"] if dice.random() < 0.6 else [],
        "website": domain if dice.random() < 0.4 else "",
        "address": f"{dice.choice(CITIES)}, ул. {dice.choice(STREETS)}, {dice.randrange(1, 150)}"
        if dice.random() < 0.7
        else "",
    }


def rare_family(dice: random.Random) -> str:
    """One of some thousands of last names: the long tail, which is about a half of the people."""
    return dice.choice(STEMS) + dice.choice(MIDDLES) + dice.choice(("ов", "ин", "ский", "ев"))


def mobile(dice: random.Random) -> str:
    """A mobile number."""
    return f"+79{dice.randrange(10**9):09}"


def _common(dice: random.Random, words: tuple[str, ...]) -> str:
    """The first words more often, as names are spread (Zipf)."""
    return dice.choices(words, [1 / (place + 3) for place in range(len(words))])[0]


def raw(kind: str, known: Raw) -> Raw:
    """The raw signs of a card, as the search reads them."""
    from voronka.people.duplicates.organizations import domains  # noqa: PLC0415  # after django.setup()

    if kind == "person":
        parts = (known["last"], known["first"], known["middle"])
        return {"name": parts, **{key: known[key] for key in ("phones", "emails", "home")}}
    name = known["name"] if not known["form"] else f"{known['form']} {known['name']}"
    return {
        "name": name,
        "site": domains(known["website"], known["emails"]),
        **{key: known[key] for key in ("phones", "emails", "codes", "address")},
    }
