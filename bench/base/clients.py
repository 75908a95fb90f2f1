"""Organizations and persons of the big base, row by row."""

import random
from collections.abc import Iterator

from bench.base.loading import NULL
from bench.base.words import company, latin, surnames, woman
from bench.base.world import World
from voronka.home.demo import words

ORGANIZATION = (
    "id", "name", "phones", "emails", "website", "address", "industry_id", "source_id",
    "owner_id", "department_id", "created_by_id", "created_at", "updated_at",
)  # fmt: skip
PERSON = (
    "id", "last_name", "first_name", "middle_name", "organization_id", "position", "role_id", "phones", "emails",
    "source_id", "owner_id", "department_id", "created_by_id", "created_at", "updated_at",
)  # fmt: skip
NO_COMPANY = 0.15


def organizations(ids: range, world: World) -> Iterator[tuple[str, ...]]:
    """As many organizations as there are ids."""
    dice = random.Random(1)  # the same base every time
    for number, pk in enumerate(ids):
        name = company(number, dice)
        site = f"{latin(name.split('«')[1])[:24]}{number}.example"
        city, code = dice.choice(words.CITIES)
        address = f"{city}, ул. {dice.choice(words.STREETS)}, {dice.randrange(1, 200)}"
        owner, place = world.team.any(dice)
        made = world.moments.any(dice)
        phone = f"{{+7{code}{2_000_000 + dice.randrange(7_999_999):07}}}"
        yield (
            str(pk), name, phone, f"{{info@{site}}}", f"https://{site}", address, dice.choice(world.industries),
            dice.choice(world.sources), owner, place, owner, made, made,
        )  # fmt: skip


def persons(ids: range, companies: range, world: World) -> Iterator[tuple[str, ...]]:
    """As many persons as there are ids; some of them are clients of their own."""
    dice = random.Random(2)  # the same base every time
    families = surnames(dice)
    spelt = {name: latin(name) for name in families}
    titles = [title for title, _role in words.POSITIONS]
    for pk in ids:
        family, father = dice.choice(families), dice.choice(words.FATHERS)
        mail = f"{{{spelt[family]}.{pk}@mail.example}}"
        if dice.random() < 0.5:
            name = (family, dice.choice(words.MEN), f"{father}ич")
        else:
            name = (woman(family), dice.choice(words.WOMEN), f"{father}на")
        owner, place = world.team.any(dice)
        made = world.moments.any(dice)
        home = NULL if dice.random() < NO_COMPANY else str(companies[dice.randrange(len(companies))])
        phone = f"{{+79{dice.randrange(10**9):09}}}"
        yield (
            str(pk), *name, home, dice.choice(titles), dice.choice(world.roles), phone, mail,
            dice.choice(world.sources), owner, place, owner, made, made,
        )  # fmt: skip
