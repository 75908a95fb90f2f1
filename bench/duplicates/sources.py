"""The third hold-out set, of persons: three programs joined into one base, with offices, families and namesakes."""

# Written before the model was mended for the fourth time, its F1 printed before and after that: whoever changes the
# model after a look at what is missed here has to write another one. Nobody has a card that is right and doubles that
# are spoilt: every program that knows a person has written him down in its own way. People come by offices and
# families, and with them who only looks alike: colleagues at one switchboard, with one secretary, relatives, namesakes.

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bench.duplicates import sources_words as words
from bench.duplicates.sets import Labelled, Row
from bench.duplicates.words import to_latin

OFFICES, FAMILIES, LONELY = 190, 170, 350
STYLES = ("{f}.{family}", "{family}.{f}", "{family}_{f}{m}", "{first}")


@dataclass(frozen=True, kw_only=True)
class Human:
    """Who he is, and by what he can be reached."""

    family: str
    first: str
    said: str
    middle: str
    is_woman: bool
    mobile: str
    box: str
    home: str = ""
    line: str = ""
    office_box: str = ""
    box_at_work: str = ""


@dataclass
class Card:
    """What a program keeps of a human being: the three fields of the name, contacts, the company."""

    last: str = ""
    first: str = ""
    middle: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    home: list[str] = field(default_factory=list)


def sources(*, seed: int = 8) -> Labelled:
    """About 1900 people with some 2700 cards: three in ten are known to more than one program."""
    dice = random.Random(f"sources persons {seed}")
    people = [one for number in range(OFFICES) for one in _office(dice, number)]
    people += [one for _ in range(FAMILIES) for one in _family(dice)]
    people += [_human(dice) for _ in range(LONELY)]
    people += [_namesake(dice, one) for one in dice.sample(people, 70)]
    rows: list[Row] = []
    for thing, human in enumerate(people):
        known_to = _known_to(dice, human)
        rows += [Row(0, thing, vars(source(dice, human)), marks=(source.__name__,)) for source in known_to]
    dice.shuffle(rows)
    ready = (Row(pk, row.thing, _raw(row.signs), row.marks) for pk, row in enumerate(rows, 1))
    return Labelled("sources, persons", "person", tuple(ready))


def _known_to(dice: random.Random, human: Human) -> list[Callable[[random.Random, Human], Card]]:
    """The programs that know him; some write to the web form twice."""
    found: list[Callable[[random.Random, Human], Card]] = []
    if human.home and dice.random() < 0.75:
        found.append(ledger)
    if dice.random() < (0.25 if human.home else 0.6):
        found.append(call)
    if dice.random() < 0.35 or not found:
        found.append(form)
        if dice.random() < 0.1:
            found.append(form)
    return found


def ledger(dice: random.Random, human: Human) -> Card:
    """The accounting: the name in one field, or initials; the switchboard; the box of the secretary or an own one."""
    whole = f"{human.family} {human.first} {human.middle}".strip()
    short = f"{human.family} {human.first[0]}." + (f"{human.middle[0]}." if human.middle else "")
    name = whole if dice.random() < 0.8 else short
    phones = [human.line if dice.random() < 0.45 else human.mobile]
    if dice.random() < 0.2:
        phones = [human.line, human.mobile]
    boxes = [human.office_box if dice.random() < 0.35 else human.box_at_work] if dice.random() < 0.7 else []
    return Card(last=name.upper() if dice.random() < 0.1 else name, phones=phones, emails=boxes, home=[human.home])


def call(dice: random.Random, human: Human) -> Card:
    """The telephone base: the number shown is right, the name as it was heard, often as friends say it."""
    family = human.family if dice.random() < 0.8 else ""
    if dice.random() < 0.3:
        fits = [pair for pair in words.HEARD if pair[0] in family[1:]]
        was, now = dice.choice(fits) if fits else ("", "")
        family = family[:1] + family[1:].replace(was, now, 1)
    first = human.said if dice.random() < 0.3 else human.first
    phone = human.line if human.line and dice.random() < 0.15 else human.mobile
    middle = human.middle if dice.random() < 0.25 else ""
    return Card(last=family, first=first, middle=middle, phones=["8" + phone[2:]])


def form(dice: random.Random, human: Human) -> Card:
    """A web form filled in by the client: small letters, Latin ones, fields mixed up, wrong figures, an old number."""
    card = Card(last=human.family, first=human.first, phones=[human.mobile])
    if dice.random() < 0.2:
        card.first = human.said
    if dice.random() < 0.15:
        card.middle = human.middle
    if dice.random() < 0.08:
        card.last, card.first, card.middle = (to_latin(one) for one in (card.last, card.first, card.middle))
    if dice.random() < 0.06:
        card.last, card.first = card.first, card.last
    elif dice.random() < 0.1:
        card.last, card.first = "", f"{card.first} {card.last}"
    if dice.random() < 0.25:
        card.last, card.first = card.last.lower(), card.first.lower()
    card.emails = [human.box_at_work if human.home and dice.random() < 0.6 else human.box]
    if dice.random() < 0.05:
        at = dice.randrange(6, 12)
        card.phones = [one[:at] + dice.choice("0123456789") + one[at + 1 :] for one in card.phones]
    elif dice.random() < 0.12:
        card.phones = []
    elif dice.random() < 0.06:
        card.phones = [_mobile(dice)]
    card.home = [human.home] if human.home and dice.random() < 0.3 else []
    return card


def _human(dice: random.Random, *, family: list[str] | None = None, father: list[str] | None = None) -> Human:
    is_woman = dice.random() < 0.5
    given = _often(dice, words.WOMEN if is_woman else words.MEN)
    dad = father or _often(dice, words.MEN)
    last = (family or _last_name(dice))[is_woman]
    box = dice.choice(
        (f"{to_latin(last)}{dice.randrange(60, 99)}", f"{to_latin(given[1])}{dice.randrange(1000, 9999)}")
    )
    return Human(
        family=last,
        first=given[0],
        said=given[1],
        middle=dad[3 if is_woman else 2] if dice.random() < 0.9 else "",
        is_woman=is_woman,
        mobile=_mobile(dice),
        box=f"{box}@{dice.choice(words.BOXES)}".lower(),
    )


def _often(dice: random.Random, names: tuple[list[str], ...]) -> list[str]:
    return dice.choices(names, [1 / (place + 4) for place in range(len(names))])[0]


def _last_name(dice: random.Random) -> list[str]:
    if dice.random() < 0.55:
        return _often(dice, words.FAMILIES)
    root = dice.choice(words.ROOTS) + dice.choice(("", "ач", "он", "ел", "ош"))
    return [root + ending for ending in dice.choice(words.SUFFIXES)]


def _mobile(dice: random.Random) -> str:
    return f"+79{dice.choice((5, 13, 24, 51, 64, 77)):02}{dice.randrange(10**7):07}"


def _office(dice: random.Random, number: int) -> list[Human]:
    """Two to nine people at one switchboard; in some offices two are relatives."""
    line = f"+7{dice.choice((4722, 3012, 8512))}{dice.randrange(10**6):06}"
    domain = f"{to_latin(dice.choice(words.BRANDS)).lower()}{number}.ru"
    secretary = f"{dice.choice(('priemnaya', 'office', to_latin(dice.choice(words.WOMEN)[0]).lower()))}@{domain}"
    style = dice.choice(STYLES)
    team = [_human(dice) for _ in range(dice.choice((2, 3, 3, 4, 5, 9)))]
    if dice.random() < 0.15:
        team.append(_relative(dice, team[0]))
    taken: set[str] = set()
    found = []
    for one in team:
        parts = {"family": to_latin(one.family), "first": to_latin(one.first)}
        box = style.format(f=parts["first"][:1], m=to_latin(one.middle)[:1], **parts).lower()
        while box in taken:
            box += str(len(taken))
        taken.add(box)
        at_work = {"home": str(number), "line": line, "office_box": secretary, "box_at_work": f"{box}@{domain}"}
        found.append(replace(one, **at_work))
    return found


def _relative(dice: random.Random, one: Human) -> Human:
    """Husband, sister, son: the last name; sometimes the patronymic, the phone of the family or its letter box."""
    family = next((pair for pair in words.FAMILIES if one.family in pair), [one.family, one.family])
    other = _human(dice, family=family)
    while other.first == one.first:
        other = _human(dice, family=family)
    middle = one.middle if other.is_woman is one.is_woman and dice.random() < 0.4 else other.middle
    mobile = one.mobile if dice.random() < 0.3 else other.mobile
    return replace(other, middle=middle, mobile=mobile, box=one.box if dice.random() < 0.2 else other.box)


def _family(dice: random.Random) -> list[Human]:
    first = _human(dice)
    return [first, *(_relative(dice, first) for _ in range(dice.choice((1, 1, 2))))]


def _namesake(dice: random.Random, one: Human) -> Human:
    """Somebody else of the same names: of all three, or with another father."""
    other = _human(dice)
    same = {"family": one.family, "first": one.first, "said": one.said, "is_woman": one.is_woman}
    if dice.random() < 0.5:
        return replace(other, middle=one.middle, **same)
    return replace(other, middle=_often(dice, words.MEN)[3 if one.is_woman else 2], **same)


def _raw(card: dict[str, object]) -> dict[str, object]:
    parts = (card["last"], card["first"], card["middle"])
    return {"name": parts, **{key: card[key] for key in ("phones", "emails", "home")}}
