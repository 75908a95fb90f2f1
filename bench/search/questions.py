"""Labelled questions: those written by hand and held out, and those that rules make of the records of the base."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.duplicates.errors import Errors
from bench.duplicates.words import to_latin
from bench.search.base import HELD_OUT
from voronka.accounts.models import User
from voronka.activities.models import Interaction
from voronka.people.models import LegalEntity, Organization, Person
from voronka.sales.models import Deal, Lead

KEYS = str.maketrans("ёйцукенгшщзхъфывапролджэячсмитьбю", "`qwertyuiop[]asdfghjkl;'zxcvbnm,.")
EACH = 20  # questions of one kind of error in the set for tuning


@dataclass(frozen=True)
class Question:
    """What is typed, what goes wrong in it, the title that has to be found."""

    error: str
    title: str
    text: str


def held_out() -> Iterator[Question]:
    """The questions of the file, which nobody tunes anything to; of a lead it says the note, which is no title."""
    notes = {lead.note: lead.name for lead in Lead.objects.all() if lead.note}
    for line in HELD_OUT.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#") and line.count(" > ") == 2:
            error, title, texts = line.split(" > ")
            yield from (Question(error, notes.get(title, title), text) for text in texts.split(" | "))


def made(by: User, seed: int = 3) -> Iterator[Question]:
    """Questions that rules make of the records of this person, EACH of every kind of error."""
    dice = random.Random(seed)
    wrong = Errors(dice)
    firms = _distinct(list(Organization.objects.filter(owner=by).order_by("pk")[:300]))
    people = _single(list(Person.objects.filter(owner=by).order_by("pk")[:300]))
    for error, rule in RULES.items():
        for one in dice.sample(people if error in PERSONAL else firms, EACH):
            yield Question(error, one.name, rule(one, dice, wrong))
    entities = list(LegalEntity.objects.filter(owner=by).order_by("pk")[:100])
    for entity in dice.sample(entities, EACH // 2):
        yield Question("fragment", entity.name, entity.inn[dice.randrange(4) :][:7])
    for deal in dice.sample(_single(list(Deal.objects.filter(owner=by).order_by("pk")[:50])), EACH // 2):
        yield Question("fragment", deal.name, deal.name.rpartition(" ")[2])
    yield from _history(by, dice, wrong)


def _history(by: User, dice: random.Random, wrong: Errors) -> Iterator[Question]:
    """Two rare words of one entry, in another form, misspelt or on the other layout; the entry is known by its text."""
    for entry in dice.sample(list(Interaction.objects.filter(owner=by).order_by("pk")[:100]), EACH):
        one, two = _rare_of(entry.text)
        way = dice.choice(("plain", "form", "typo", "layout"))
        if way == "form":
            one, two = (f"{word[:-1]}ы" if word[-1] in "аеёиоуыьэюя" else f"{word}ом" for word in (one, two))
        elif way == "typo":
            one = wrong.typo(one)
        elif way == "layout":
            one = one.translate(KEYS)
        yield Question("history", entry.text, f"{one} {two}")


def _rare_of(text: str) -> tuple[str, str]:
    one, _and, two = text.rstrip(".").rpartition("Обсудили ")[2].partition(" и ")
    return one, two


def _single[T: (Organization, Person, Deal)](records: list[T]) -> list[T]:
    names = Counter(record.name for record in records)
    return [record for record in records if names[record.name] == 1]


def _distinct(firms: list[Organization]) -> list[Organization]:
    """Those whose bare name no other name begins with: questions leave the form of law out."""
    names = [_bare(firm) for firm in firms]
    return [firm for firm in firms if sum(name.startswith(_bare(firm)) for name in names) == 1]


def _bare(firm: Organization) -> str:
    return firm.name.partition("«")[2].rstrip("»")


def _who(person: Person) -> str:
    return f"{person.last_name} {person.first_name}"


def _number(person: Person, dice: random.Random, _wrong: Errors) -> str:
    if not person.phones:
        return person.emails[0].partition("@")[0]
    digits = person.phones[0][1:]
    return dice.choice((digits[1:], digits[-7:], f"8{digits[1:]}", f"{digits[1:4]} {digits[4:7]}-{digits[7:9]}"))


def _initials(person: Person, _dice: random.Random, _wrong: Errors) -> str:
    return f"{person.last_name} {person.first_name[0]}.{person.middle_name[:1]}"


def _mixed(person: Person, dice: random.Random, wrong: Errors) -> str:
    home = _bare(person.organization) if person.organization else person.first_name
    return dice.choice(
        (
            f"{person.last_name.lower().translate(KEYS)} {home}",
            f"{home} {wrong.typo(person.last_name)} {person.first_name}",
            f"{to_latin(person.last_name)} {person.first_name}",
            f"{person.first_name} {person.last_name} {person.phones[0][-4:] if person.phones else ''}",
        )
    )


type Rule = Callable[..., str]
RULES: dict[str, Rule] = {
    "typo": lambda one, _dice, wrong: f"{wrong.typo(one.last_name)} {one.first_name}",
    "typo in a company": lambda one, _dice, wrong: " ".join(wrong.typo(word) for word in _bare(one).split()),
    "layout": lambda one, _dice, _wrong: _who(one).lower().translate(KEYS),
    "layout of a company": lambda one, _dice, _wrong: _bare(one).lower().translate(KEYS),
    "translit": lambda one, _dice, _wrong: to_latin(_who(one)).lower(),
    "fragment of a number": _number,
    "fragment of a name": lambda one, dice, _wrong: f"{one.last_name[: dice.randrange(4, 7)]} {one.first_name[:3]}",
    "order": lambda one, _dice, _wrong: " ".join(reversed(one.name.split())),
    "initials": _initials,
    "mixed": _mixed,
    "glued": lambda one, _dice, _wrong: _bare(one).replace(" ", "").replace("-", ""),
    "yo": lambda one, _dice, _wrong: one.name.replace("ё", "е").upper(),
}
PERSONAL = {
    "typo", "layout", "translit", "fragment of a number", "fragment of a name", "order", "initials", "mixed", "yo",
}  # fmt: skip
