"""Deals of the big base with their way through the stages."""

import random
from collections.abc import Iterator
from itertools import pairwise

from bench.base.loading import NULL
from bench.base.moments import DAYS
from bench.base.world import Way, World
from voronka.home.demo import words

DEAL = (
    "id", "name", "organization_id", "person_id", "pipeline_id", "stage_id", "outcome", "stage_since", "amount",
    "expected_close_on", "source_id", "closed_at", "lost_reason_id", "owner_id", "department_id", "created_by_id",
    "created_at", "updated_at", "passed", "left_stages", "left_minutes", "passed_macros", "macro_minutes",
    "macro_stage_id", "unit_id",
)  # fmt: skip
CHANGE = ("deal_id", "from_stage_id", "to_stage_id", "at", "by_id", "seconds_in_previous", "macro_stage_id", "unit_id")
OPEN_FOR = 90
SECONDS = 24 * 3600


def deals(
    ids: range, companies: range, contacts: range, world: World
) -> Iterator[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    """Each deal with the rows of its stage history; what began long ago is closed."""
    dice = random.Random(3)  # the same base every time
    way, moments = world.way, world.moments
    goods = [name for name, _low, _high in words.GOODS]
    last = len(way.opened) - 1
    for pk in ids:
        began = 1 + int(dice.random() * (DAYS - 1))
        is_open = dice.random() < (0.7 if began <= OPEN_FOR else 0.01)
        is_won = not is_open and dice.random() < 0.3
        reached = last if is_won else int(dice.random() * (last + 1))
        owner, place = world.team.any(dice)
        hour = moments.times[dice.randrange(len(moments.times))]
        passed = [way.opened[step] for step in range(reached + 1)]
        if not is_open:
            passed.append(way.won if is_won else way.lost)
        step = min(dice.random() * 12, began / (len(passed) + 1))
        back = [began - int(step * number) for number in range(len(passed))]
        at = [moments.days[day] + hour for day in back]
        before = (NULL, *passed)
        spent = (0, *(earlier - later for earlier, later in pairwise(back)))
        changes = [
            (str(pk), before[n], stage, at[n], owner, str(spent[n] * SECONDS), way.macros[stage], way.unit)
            for n, stage in enumerate(passed)
        ]
        macros = _macros(way, passed, [days * SECONDS // 60 for days in spent[1:]])
        closed = NULL if is_open else at[-1]
        row = (
            str(pk), f"{goods[pk % len(goods)]} № {pk}", str(companies[dice.randrange(len(companies))]),
            str(contacts[dice.randrange(len(contacts))]), way.pipeline, passed[-1],
            "open" if is_open else ("won" if is_won else "lost"), at[-1], str(dice.randrange(5, 3000) * 1000),
            moments.of(-dice.randrange(3, 60), dice)[:10] if is_open else NULL, dice.choice(world.sources), closed,
            NULL if is_open or is_won else dice.choice(way.reasons), owner, place, owner, at[0], at[-1],
            f"{{{','.join(passed)}}}", f"{{{','.join(passed[:-1])}}}",
            f"{{{','.join(str(days * SECONDS // 60) for days in spent[1:])}}}", f"{{{','.join(macros)}}}",
            f"{{{','.join('NULL' if stayed is None else str(stayed) for stayed in macros.values())}}}",
            way.macros[passed[-1]], way.unit,
        )  # fmt: skip
        yield row, changes


def _macros(way: Way, passed: list[str], minutes: list[int]) -> dict[str, int | None]:
    """The macro-stages in the order in which they were reached, with the minutes of what was left in them."""
    found: dict[str, int | None] = {way.macros[stage]: None for stage in passed}
    for stage, spent in zip(passed, minutes, strict=False):
        macro = way.macros[stage]
        found[macro] = (found[macro] or 0) + spent
    return found
