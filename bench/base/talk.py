"""Interactions and tasks of the big base: a few clients have very many, most have some."""

import random
from collections.abc import Iterator

from bench.base.loading import NULL
from bench.base.words import SAID, THINGS
from bench.base.world import World
from voronka.home.demo import words

INTERACTION = (
    "id", "subject_kind", "subject_id", "type_id", "text", "direction", "minutes", "happened_at", "owner_id",
    "department_id", "created_by_id", "created_at", "updated_at",
)  # fmt: skip
TASK = (
    "id", "subject_kind", "subject_id", "title", "due_at", "has_time", "owner_id", "department_id", "created_by_id",
    "created_at", "updated_at", "done_at", "done_by_id",
)  # fmt: skip
# Shares of what is talked about; the power of chance by which the first ids are met more often.
SUBJECTS = (("deal", 0.6), ("person", 0.85), ("organization", 1.0))
FAVOUR = 1.6


class Subjects:
    """Whom it is about: the earlier ones far more often."""

    def __init__(self, ids: dict[str, range]) -> None:
        self.ids = ids

    def any(self, dice: random.Random) -> tuple[str, str]:
        """(kind, id)."""
        throw = dice.random()
        kind = next(name for name, share in SUBJECTS if throw <= share)
        known = self.ids[kind]
        return kind, str(known[int(len(known) * dice.random() ** FAVOUR)])


def interactions(ids: range, subjects: Subjects, world: World) -> Iterator[tuple[str, ...]]:
    """As many interactions as there are ids, with a sentence or two of text."""
    dice = random.Random(4)  # the same base every time
    for pk in ids:
        kind, subject = subjects.any(dice)
        owner, place = world.team.any(dice)
        at = world.moments.any(dice)
        said = f"{dice.choice(SAID)}, {dice.choice(THINGS)} {dice.randrange(2, 400)} шт."
        if pk % 3 == 0:
            said += f" {dice.choice(SAID)}; договор № {dice.randrange(100_000)}"
        yield (
            str(pk), kind, subject, dice.choice(world.types), said, "out", str(dice.randrange(1, 40)), at, owner, place,
            owner, at, at,
        )  # fmt: skip


def tasks(ids: range, deals: range, world: World) -> Iterator[tuple[str, ...]]:
    """Tasks about deals: most done, of the open ones some late, some for today and the days to come."""
    dice = random.Random(5)  # the same base every time
    for pk in ids:
        owner, place = world.team.any(dice)
        is_done = dice.random() < 0.9
        due = world.moments.any(dice) if is_done else world.moments.of(dice.randrange(-20, 10), dice)
        made = world.moments.any(dice)
        yield (
            str(pk), "deal", str(deals[dice.randrange(len(deals))]), dice.choice(words.STEPS), due, "t", owner, place,
            owner, made, made, due if is_done else NULL, owner if is_done else NULL,
        )  # fmt: skip
