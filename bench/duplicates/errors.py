"""The errors that people make in names, numbers and addresses, one function each."""

import random
from typing import Any

from bench.duplicates.words import SHORT, to_latin

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
type Card = dict[str, Any]


class Errors:
    """Spoils words and numbers by chance."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice

    def typo(self, word: str) -> str:
        """A letter more, less, another, or two that changed places."""
        if len(word) < 4:
            return word
        place = self.dice.randrange(1, len(word) - 1)
        letter = self.dice.choice(LETTERS)
        return self.dice.choice(
            (
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            )
        )

    def number(self, digits: str) -> str:
        """One digit wrong."""
        place = self.dice.randrange(len(digits) - 6, len(digits))
        return digits[:place] + self.dice.choice("0123456789") + digits[place + 1 :]


def typo(wrong: Errors, card: Card) -> None:
    """An error in one word of the name."""
    name = wrong.dice.choice([key for key in ("last", "first", "name") if card.get(key)])
    card[name] = wrong.typo(card[name])


def two_typos(wrong: Errors, card: Card) -> None:
    """Errors in two places."""
    typo(wrong, card)
    typo(wrong, card)


def initials(_wrong: Errors, card: Card) -> None:
    """«Иванов И. И.»."""
    card["first"] = f"{card['first'][:1]}."
    card["middle"] = f"{card['middle'][:1]}." if card["middle"] else ""


def latin(_wrong: Errors, card: Card) -> None:
    """The name in Latin letters."""
    for name in ("last", "first", "middle", "name"):
        if card.get(name):
            card[name] = to_latin(card[name])


def changed_phone(wrong: Errors, card: Card) -> None:
    """Another number."""
    if card["phones"]:
        card["phones"] = [f"+79{wrong.dice.randrange(10**9):09}"]


def second_phone(wrong: Errors, card: Card) -> None:
    """One number more."""
    card["phones"] = [*card["phones"], f"+79{wrong.dice.randrange(10**9):09}"]


def wrong_digit(wrong: Errors, card: Card) -> None:
    """A digit of the phone wrong."""
    card["phones"] = [wrong.number(one) for one in card["phones"]]


def swapped(_wrong: Errors, card: Card) -> None:
    """Last and first name in each other's place, or the words of a company in another order."""
    if "last" in card:
        card["last"], card["first"] = card["first"], card["last"]
    else:
        card["name"] = " ".join(reversed(card["name"].replace("-", " ").split()))


def one_field(_wrong: Errors, card: Card) -> None:
    """The whole name in the field of the last name."""
    card["last"] = " ".join(part for part in (card["last"], card["first"], card["middle"]) if part)
    card["first"] = card["middle"] = ""


def short_name(_wrong: Errors, card: Card) -> None:
    """«Саша» instead of «Александр», where there is a short form."""
    card["first"] = SHORT.get(card["first"], card["first"])


def no_patronymic(_wrong: Errors, card: Card) -> None:
    """Only the last and the first name."""
    card["middle"] = ""


def no_yo(_wrong: Errors, card: Card) -> None:
    """«е» for «ё», capitals."""
    for name in ("last", "first", "middle", "name"):
        if card.get(name):
            card[name] = card[name].replace("ё", "е").upper()


def no_mail(_wrong: Errors, card: Card) -> None:
    """No letter box."""
    card["emails"] = []


def other_mail(wrong: Errors, card: Card) -> None:
    """The same name at another domain."""
    card["emails"] = [f"{one.split('@')[0]}@{wrong.dice.choice(('mail.ru', 'ya.ru'))}" for one in card["emails"]]


def no_home(_wrong: Errors, card: Card) -> None:
    """No organization."""
    card["home"] = []


def quotes(wrong: Errors, card: Card) -> None:
    """The form of law behind, in words, quoted, or nowhere."""
    form = card["form"]
    full = {"ООО": "Общество с ограниченной ответственностью"}.get(form, form)
    written = (f"«{card['name']}», {form}", f"{full} «{card['name']}»", f'{form} "{card["name"]}"', card["name"])
    card["form"], card["name"] = "", wrong.dice.choice(written)


def no_code(_wrong: Errors, card: Card) -> None:
    """No tax number."""
    card["codes"] = []


def short_address(_wrong: Errors, card: Card) -> None:
    """Only the city."""
    card["address"] = card["address"].split(",")[0]


def glued(_wrong: Errors, card: Card) -> None:
    """Words of the name written together."""
    card["name"] = card["name"].replace(" ", "").replace("-", "")


def no_site(_wrong: Errors, card: Card) -> None:
    """No site."""
    card["website"] = ""


PERSON_ERRORS = (
    typo, two_typos, initials, latin, changed_phone, second_phone, wrong_digit, swapped, one_field, short_name,
    no_patronymic, no_yo, no_mail, other_mail, no_home,
)  # fmt: skip
ORGANIZATION_ERRORS = (
    typo, two_typos, latin, changed_phone, second_phone, wrong_digit, swapped, no_yo, no_mail, quotes, no_code,
    short_address, glued, no_site,
)  # fmt: skip
# Two mixtures; the model was mended after a look at what it missed in both.
KINDS = {
    "usual": {
        "typo", "initials", "latin", "changed_phone", "swapped", "short_name", "no_patronymic", "no_yo", "no_mail",
        "quotes", "no_code",
    },
    "others": {
        "two_typos", "second_phone", "wrong_digit", "one_field", "other_mail", "no_home", "no_site", "glued",
        "short_address", "latin", "no_yo",
    },
}  # fmt: skip
