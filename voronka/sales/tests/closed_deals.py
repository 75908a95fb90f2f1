"""Companies whose deals end by a known chance: moments out of thin air, and whole deals in the base."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from voronka.accounts.models import User
from voronka.activities.models import Interaction, InteractionType
from voronka.records.models import Classifier, ClassifierValue
from voronka.sales.models import Deal, Stage, StageChange
from voronka.sales.probability.moments import Moment

BEGUN = datetime(2024, 1, 1, tzinfo=UTC)
STAGES = {11: (10, -1.5), 12: (30, -0.7), 13: (50, 0.0), 14: (80, 0.9)}  # id -> probability as typed, logit


def moments(seed: int, deals: int) -> tuple[list[Moment], dict[int, float]]:
    """One moment of each closed deal, and by deal the probability by which its end was thrown."""
    dice, made, truth = random.Random(seed), [], {}
    for number in range(deals):
        stage, source, bought = dice.choice(list(STAGES)), dice.choice((1, 2, 3)), dice.random() < 0.3
        days, amount, step = dice.choice((0, 3, 7, 14, 28, 56)), math.exp(dice.gauss(12, 1)), dice.random() < 0.6
        contacts, silence = dice.randint(0, 8), dice.expovariate(1 / 8)
        z = STAGES[stage][1] + 0.7 * (source - 2) + 0.9 * bought + 0.5 * step + 0.08 * (contacts - 4)
        z -= 0.35 * math.log((1 + days) / 10) + 0.3 * (math.log(amount) - 12) + 0.3 * (math.log1p(silence) - 2)
        truth[number] = 1 / (1 + math.exp(-z))
        made.append(
            Moment(
                deal=number,
                stage=stage,
                pipeline=1,
                typed=STAGES[stage][0],
                source=source,
                amount=amount,
                currency="RUB",
                days_here=days,
                age=days + dice.randint(1, 30),
                contacts=contacts,
                silence=silence,
                has_step=step,
                bought=bought,
                won=dice.random() < truth[number],
                closed_at=BEGUN + timedelta(hours=12 * number),
                stayed=days + 4,
                lasted=days + 40,
            )
        )
    return made, truth


def shuffled(found: Sequence[Moment], seed: int) -> list[Moment]:
    """The same deals with their ends thrown about: there is nothing to be learned."""
    ends = [one.won for one in found]
    random.Random(seed).shuffle(ends)
    return [replace(one, won=won) for one, won in zip(found, ends, strict=True)]


def source_named(name: str) -> ClassifierValue:
    """A source of clients; made where it is missing."""
    return ClassifierValue.objects.get_or_create(classifier=Classifier.SOURCE, name=name)[0]


def history(
    owner: User, stages: dict[str, Stage], *, until: datetime, deals: int = 400, chance: Callable[[bool], float]
) -> list[Deal]:
    """Closed deals of two sources, one a day, each with its way through two stages and one contact.

    `chance` says how probable a win is for the good source and for the other one.
    """
    dice, sources = random.Random(7), (source_named("Рекомендация"), source_named("Холодный обзвон"))
    lost, ways, made = ClassifierValue.objects.filter(classifier=Classifier.LOST_REASON).first(), [], []
    for number in range(deals):
        born, good = until - timedelta(days=deals - number + 20), dice.random() < 0.5
        won = dice.random() < chance(good)
        end, middle = stages["Выиграна" if won else "Проиграна"], born + timedelta(days=dice.randint(1, 9))
        closed = middle + timedelta(days=dice.randint(1, 9))
        made.append(
            Deal(
                name=f"Сделка {number}",
                owner=owner,
                created_by=owner,
                department=owner.department,
                created_at=born,
                updated_at=closed,
                stage=end,
                pipeline=end.pipeline,
                outcome=end.outcome,
                stage_since=closed,
                closed_at=closed,
                source=sources[0 if good else 1],
                amount=dice.randint(10, 900) * 1000,
                lost_reason=None if won else lost,
            )
        )
        ways.append((born, stages["Новая"]))
        ways.extend([(middle, stages["Переговоры"]), (closed, end)])
    Deal.objects.bulk_create(made)
    changes, before = [], None
    for place, (at, stage) in enumerate(ways):
        before = before if place % 3 else None
        changes.append(StageChange(deal=made[place // 3], from_stage=before, to_stage=stage, at=at, by=owner))
        before = stage
    StageChange.objects.bulk_create(changes)
    _talk(made, owner)
    return made


def _talk(deals: Sequence[Deal], owner: User) -> None:
    """One call about each deal on its first day."""
    call = InteractionType.objects.get(code="call")
    Interaction.objects.bulk_create(
        Interaction(
            type=call,
            subject_kind="deal",
            subject_id=deal.pk,
            happened_at=deal.created_at,
            owner=owner,
            created_by=owner,
            created_at=deal.created_at,
            updated_at=deal.created_at,
        )
        for deal in deals
    )
