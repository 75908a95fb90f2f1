"""Classes of errors and of look-alikes, one function each: what the development set is made of."""

import random
from typing import Any

from bench.duplicates.latin import spelt
from bench.duplicates.words import SHORT, STREETS, TRADES

type Card = dict[str, Any]
ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
QWERTY = dict(zip("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`", strict=True))
TWINS = str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")
NAMES = ("last", "first", "middle", "name")
HEARD = (("о", "а"), ("е", "и"), ("в", "ф"), ("д", "т"), ("з", "с"), ("тс", "ц"), ("сч", "щ"))


def _renamed(card: Card, change: Any) -> None:
    for name in NAMES:
        if card.get(name):
            card[name] = change(card[name])


def _at_random(dice: random.Random, card: Card, change: Any) -> None:
    """Change one place in a word of the name that is long enough."""
    fitting = [one for one in ("last", "first", "name") if len(card.get(one, "")) > 3]
    if not fitting:
        return
    name = dice.choice(fitting)
    place = dice.randrange(1, len(card[name]) - 1)
    card[name] = card[name][:place] + change(card[name], place)


def layout(_dice: random.Random, card: Card) -> None:
    """Typed with the Latin layout on."""
    _renamed(card, lambda text: "".join(QWERTY.get(sign, QWERTY.get(sign.lower(), sign).upper()) for sign in text))


def twins(dice: random.Random, card: Card) -> None:
    """Some letters are Latin ones that look the same."""
    _renamed(card, lambda text: "".join(s.translate(TWINS) if dice.random() < 0.5 else s for s in text))


def next_key(dice: random.Random, card: Card) -> None:
    """The neighbour of a key."""

    def change(text: str, place: int) -> str:
        row = next((row for row in ROWS if text[place].lower() in row), text[place])
        at = row.find(text[place].lower())
        return dice.choice(row[max(at - 1, 0) : at] + row[at + 1 : at + 2] or row) + text[place + 1 :]

    _at_random(dice, card, change)


def doubled(dice: random.Random, card: Card) -> None:
    """A letter twice."""
    _at_random(dice, card, lambda text, place: text[place] + text[place:])


def dropped(dice: random.Random, card: Card) -> None:
    """A letter less."""
    _at_random(dice, card, lambda text, place: text[place + 1 :])


def transposed(dice: random.Random, card: Card) -> None:
    """Two letters in each other's place."""
    _at_random(dice, card, lambda text, place: text[place + 1] + text[place] + text[place + 2 :])


def heard(dice: random.Random, card: Card) -> None:
    """Spelt as it is heard."""
    pairs = list(HEARD)
    dice.shuffle(pairs)
    name = "last" if "last" in card else "name"
    for was, now in pairs[:4]:
        card[name] = card[name][:1] + card[name][1:].replace(was, now, 1)


def two_errors(dice: random.Random, card: Card) -> None:
    """Errors of two kinds."""
    for slip in dice.sample((next_key, doubled, dropped, transposed), 2):
        slip(dice, card)


def iso_9(_dice: random.Random, card: Card) -> None:
    """Latin letters with signs above them."""
    _renamed(card, lambda text: spelt(text, "ISO 9"))


def gost(_dice: random.Random, card: Card) -> None:
    """Latin letters by GOST 7.79."""
    _renamed(card, lambda text: spelt(text, "GOST 7.79"))


def passport(_dice: random.Random, card: Card) -> None:
    """Latin letters by the passport."""
    _renamed(card, lambda text: spelt(text, "passport"))


def naive(_dice: random.Random, card: Card) -> None:
    """Latin letters by no rule."""
    _renamed(card, lambda text: spelt(text, "naive"))


def diminutive(_dice: random.Random, card: Card) -> None:
    """«Саша»; no patronymic goes with it."""
    given = {"Александр": "Саша", "Евгений": "Женя", "Евгения": "Женя", "Валентина": "Валя"} | SHORT
    card["first"], card["middle"] = given.get(card["first"], card["first"]), ""


def married(dice: random.Random, card: Card) -> None:
    """A woman with another last name."""
    if card["last"].endswith("а"):
        card["last"] = dice.choice(("Ветлугина", "Оленева", "Трапезникова", "Чеботарёва", "Сухорукова", "Рогожина"))


def initials_after(_dice: random.Random, card: Card) -> None:
    """«Иванов И.И.» in one field."""
    card["last"] += f" {card['first'][0]}." + (f"{card['middle'][0]}." if card["middle"] else "")
    card["first"] = card["middle"] = ""


def initials_before(_dice: random.Random, card: Card) -> None:
    """«И. И. Иванов» in one field."""
    card["last"] = f"{card['first'][0]}. " + (f"{card['middle'][0]}. " if card["middle"] else "") + card["last"]
    card["first"] = card["middle"] = ""


def no_patronymic(_dice: random.Random, card: Card) -> None:
    """Last and first name only."""
    card["middle"] = ""


def order(dice: random.Random, card: Card) -> None:
    """The words in another order, in one field or in each other's."""
    if "last" not in card:
        card["name"] = " ".join(reversed(card["name"].replace("-", " ").split()))
    elif dice.random() < 0.5:
        card["last"], card["first"] = card["first"], card["last"]
    else:
        card["last"] = f"{card['first']} {card['middle']} {card['last']}"
        card["first"] = card["middle"] = ""


def no_surname(_dice: random.Random, card: Card) -> None:
    """Only the first name and what one is reached by."""
    if card["emails"] or card["phones"]:
        card["last"] = card["middle"] = ""


def no_code(_dice: random.Random, card: Card) -> None:
    """The number as it is dialled inside the city."""
    card["phones"] = [one[-7:] for one in card["phones"]]


def wrong_digit(dice: random.Random, card: Card) -> None:
    """One digit, or two in each other's place."""
    place = dice.randrange(4, 11)
    card["phones"] = [one[:place] + dice.choice("0123456789") + one[place + 1 :] for one in card["phones"]]


def other_phone(dice: random.Random, card: Card) -> None:
    """Another number."""
    card["phones"] = [f"+79{dice.randrange(10**9):09}"] if card["phones"] else []


def other_mail(dice: random.Random, card: Card) -> None:
    """The same box elsewhere."""
    card["emails"] = [f"{one.split('@')[0]}@{dice.choice(('rambler.ru', 'list.ru'))}" for one in card["emails"]]


def wrong_mail(dice: random.Random, card: Card) -> None:
    """A letter of the address missing."""
    place = dice.randrange(1, 8)
    card["emails"] = [one[:place] + one[place + 1 :] for one in card["emails"]]


def no_contacts(dice: random.Random, card: Card) -> None:
    """One of the contacts is missing."""
    card[dice.choice(("phones", "emails"))] = []


def form_in_full(_dice: random.Random, card: Card) -> None:
    """«Общество с ограниченной ответственностью»."""
    card["form"] = {
        "ООО": "Общество с ограниченной ответственностью",
        "АО": "Акционерное общество",
        "ЗАО": "Закрытое акционерное общество",
        "ПАО": "Публичное акционерное общество",
        "ИП": "Индивидуальный предприниматель",
    }[card["form"]]


def no_form(_dice: random.Random, card: Card) -> None:
    """No form of law."""
    card["form"] = ""


def other_form(_dice: random.Random, card: Card) -> None:
    """ООО that was ЗАО before."""
    card["form"] = {"ООО": "ЗАО", "ЗАО": "ООО", "АО": "ОАО", "ПАО": "ОАО"}.get(card["form"], card["form"])


def abbreviated(_dice: random.Random, card: Card) -> None:
    """«ТД» for «Торговый дом»."""
    for long, short in (("Торговый дом", "ТД"), ("Группа компаний", "ГК"), ("Производственная компания", "ПК")):
        card["name"] = card["name"].replace(long, short)


def trade_added(dice: random.Random, card: Card) -> None:
    """«Компания Ромашка», «Ромашка (опт)»."""
    card["name"] = dice.choice(("Компания {}", "{} (офис)", "Фирма {}", "{}, магазин")).format(card["name"])


def glued(_dice: random.Random, card: Card) -> None:
    """The words written together."""
    card["name"] = card["name"].replace(" ", "").replace("-", "")


def wrong_inn(dice: random.Random, card: Card) -> None:
    """Two digits of the tax number in each other's place."""
    place = dice.randrange(2, 8)
    card["codes"] = [one[:place] + one[place + 1] + one[place] + one[place + 2 :] for one in card["codes"]]


def no_inn(_dice: random.Random, card: Card) -> None:
    """No tax number."""
    card["codes"] = []


def moved(dice: random.Random, card: Card) -> None:
    """Another street of the same city."""
    if card["address"]:
        card["address"] = f"{card['address'].split(',')[0]}, {dice.choice(STREETS)}, {dice.randrange(1, 90)}"


def district(_dice: random.Random, card: Card) -> None:
    """Written with district, house and office."""
    if card["address"]:
        city, street, house = card["address"].split(", ")
        card["address"] = f"г. {city}, Центральный р-н, {street.replace('ул.', 'улица')}, д. {house}, оф. 12"


def trade(dice: random.Random) -> str:
    """A word that tells a sister firm from the firm."""
    return dice.choice(TRADES)


WORDS = (layout, twins, next_key, doubled, dropped, transposed, heard, two_errors, iso_9, gost, passport, naive, order)
CONTACTS = (wrong_digit, other_phone, no_contacts)
OF_PERSONS = (
    diminutive, married, initials_after, initials_before, no_patronymic, no_surname, no_code, other_mail, wrong_mail,
)  # fmt: skip
OF_ORGANIZATIONS = (
    form_in_full, no_form, other_form, abbreviated, trade_added, glued, wrong_inn, no_inn, moved, district,
)  # fmt: skip
