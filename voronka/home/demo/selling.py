"""Leads and deals of the demo company, each deal with its way through the stages."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from voronka.accounts.models import BusinessUnit
from voronka.home.demo import routing, words
from voronka.home.demo.cast import CARE, EQUIPMENT, Cast
from voronka.home.demo.clients import Clients, stamps
from voronka.home.demo.dice import Dice, latin
from voronka.home.demo.facts import values
from voronka.marketing.models import Campaign
from voronka.records.models import Classifier
from voronka.sales import defaults
from voronka.sales.models import Category, Deal, Lead, Outcome, Pipeline, Stage, StageChange

DEALS = 400
CARE_DEALS = 90
CARE_STAGES: tuple[tuple[str, int, int | None, Outcome], ...] = (
    ("Заявка", 10, 1, Outcome.OPEN),
    ("Осмотр", 25, 5, Outcome.OPEN),
    ("Смета", 40, 4, Outcome.OPEN),
    ("Согласование", 70, 7, Outcome.OPEN),
    ("Контракт подписан", 100, None, Outcome.WON),
    ("Отказ", 0, None, Outcome.LOST),
)
LEADS = 140
FRESH_LEADS = 12
PACE = (1.5, 4.0, 6.0, 9.0, 6.0)
COMMITTED = 60
GOES_ON = (0.86, 0.82, 0.80, 0.78, 0.86)
# What the ends of deals hang on besides (logits): where the client came from, and the pace.
LEANS = {"Рекомендация": 2.2, "Выставка": 0.8, "Реклама": -0.6, "Холодная база": -2.0}
SLOW = 1.2  # for each doubling of the usual pace


@dataclass(frozen=True)
class Selling:
    """What is sold: leads, deals, and the stage changes of each deal."""

    leads: list[Lead]
    deals: list[Deal]
    changes: dict[int, list[StageChange]]


def sell(dice: Dice, cast: Cast, clients: Clients) -> Selling:
    """140 leads and 400 deals of two units over a year."""
    stages, care = _pipelines()
    campaigns = _campaigns(dice, cast)
    leads = [_lead(dice, cast, campaigns, number) for number in range(LEADS)]
    routing.answer(dice, leads, FRESH_LEADS)
    Lead.objects.bulk_create(leads)
    ways = [_deal(dice, clients, (words.GOODS, stages), campaigns) for _number in range(DEALS - CARE_DEALS)]
    ways += [_deal(dice, clients, (words.CARE, care), campaigns) for _number in range(CARE_DEALS)]
    _promise([deal for deal, _changes in ways])
    Deal.objects.bulk_create(deal for deal, _changes in ways)
    for deal, changes in ways:
        for change in changes:
            change.deal = deal
    StageChange.objects.bulk_create(change for _deal_, changes in ways for change in changes)
    return Selling(leads, [deal for deal, _changes in ways], {deal.pk: changes for deal, changes in ways})


def _promise(deals: list[Deal]) -> None:
    """What owners say of open deals; as in life, some have an expected day that has passed, some have none."""
    for number, deal in enumerate(one for one in deals if one.outcome == Outcome.OPEN):
        if deal.stage.probability >= COMMITTED and number % 4 == 0:
            deal.forecast = Category.COMMIT
        elif number % 17 == 0:
            deal.forecast = Category.OMITTED
        elif number % 7 == 0:
            deal.forecast = Category.BEST
        if deal.expected_close_on and number % 8 == 5:
            deal.expected_close_on -= timedelta(days=61)
        elif number % 13 == 6:
            deal.expected_close_on = None


def _pipelines() -> tuple[list[Stage], list[Stage]]:
    """The usual pipeline for one unit, another one with stages of its own for the other; both add up."""
    units = {unit.name: unit for unit in BusinessUnit.objects.all()}
    pipeline = defaults.ensure()
    pipeline.unit = units[EQUIPMENT]
    pipeline.save(update_fields=["unit"])
    care = Pipeline.objects.create(name="Сервисные контракты", unit=units[CARE], position=1)
    for position, (name, chance, norm, outcome) in enumerate(CARE_STAGES):
        Stage.objects.create(
            pipeline=care, name=name, position=position, probability=chance, days_norm=norm, outcome=outcome
        )
    return list(pipeline.stages.order_by("position")), list(care.stages.order_by("position"))


def _campaigns(dice: Dice, cast: Cast) -> list[Campaign]:
    return Campaign.objects.bulk_create(
        Campaign(name=name, **stamps(dice, cast.head, dice.at - timedelta(days=400))) for name in words.CAMPAIGNS
    )


def _lead(dice: Dice, cast: Cast, campaigns: list[Campaign], number: int) -> Lead:
    last, first, middle = dice.full_name()
    is_fresh = number < FRESH_LEADS
    created = (
        dice.at - timedelta(minutes=dice.number(6, 2600)) if is_fresh else dice.workday(dice.at - dice.days(1, 150))
    )
    owner = None if is_fresh and number % 3 else dice.one(cast.sellers)
    statuses, reasons = values(Classifier.LEAD_STATUS, ()), values(Classifier.DISQUALIFY_REASON, ())
    lead = Lead(
        last_name=last if dice.chance(0.7) else "",
        first_name=first,
        middle_name=middle if dice.chance(0.3) else "",
        company=f"{dice.one(words.FIRMS)} {dice.one(words.TRADES)[0]}" if dice.chance(0.8) else "",
        phones=[dice.mobile()],
        emails=[f"{latin(first)}.{latin(last)}@mail.example"] if dice.chance(0.6) else [],
        source=values(Classifier.SOURCE, ())[dice.one(words.SOURCES)],
        campaign=dice.one(campaigns) if dice.chance(0.6) else None,
        status=statuses["Новый"] if is_fresh else statuses[dice.one(("В работе", "Не дозвонились", "Ждём ответа"))],
        note=dice.one(words.ENQUIRIES),
        assigned_at=created if owner else None,
        **stamps(dice, owner, created),
    )
    if not is_fresh and dice.chance(0.35):
        lead.disqualified_at = min(created + dice.days(1, 12), dice.at)
        lead.disqualified_by = owner
        lead.disqualify_reason = reasons[
            dice.one(("Нет потребности", "Нет бюджета", "Не дозвониться", "Не наш клиент"))
        ]
    return lead


def _deal(
    dice: Dice, clients: Clients, trade: tuple[words.Goods, list[Stage]], campaigns: list[Campaign]
) -> tuple[Deal, list[StageChange]]:
    organization = dice.one(clients.organizations)
    offered, stages = trade
    goods, low, high = dice.one(offered)
    created = dice.workday(dice.at - dice.days(0, 365) * (0.55 + 0.45 * dice.random.random()))
    deal = Deal(
        name=f"{goods} — {organization.name}",
        organization=organization,
        person=dice.one(clients.persons[organization.pk]),
        amount=Decimal(round(dice.number(low, high), -3)),
        source=organization.source,
        campaign=dice.one(campaigns) if dice.chance(0.4) else None,
        **stamps(dice, organization.owner, created),
    )
    changes = _way(dice, deal, stages)
    last = changes[-1]
    deal.stage, deal.pipeline_id, deal.outcome = last.to_stage, last.to_stage.pipeline_id, last.to_stage.outcome
    deal.passed = list({change.to_stage_id: None for change in changes})  # the times come with the changes
    deal.stage_since = deal.updated_at = last.at
    if deal.outcome == Outcome.OPEN:
        deal.expected_close_on = (dice.at + dice.days(3, 60)).date()
    else:
        deal.closed_at = last.at
    if deal.outcome == Outcome.LOST:
        reasons = values(Classifier.LOST_REASON, ())
        deal.lost_reason = reasons[
            dice.one(("Дорого", "Дорого", "Выбрали конкурента", "Отложили", "Перестали отвечать"))
        ]
        if str(deal.lost_reason) == "Выбрали конкурента":
            deal.competitor = values(Classifier.COMPETITOR, words.COMPETITORS)[dice.one(words.COMPETITORS)]
    return deal, changes


def _way(dice: Dice, deal: Deal, stages: list[Stage]) -> list[StageChange]:
    """The deal goes on, or is lost, until it is closed or today comes."""
    opened = [stage for stage in stages if stage.outcome == Outcome.OPEN]
    won = next(stage for stage in stages if stage.outcome == Outcome.WON)
    lost = next(stage for stage in stages if stage.outcome == Outcome.LOST)
    changes = [_change(deal, None, opened[0], deal.created_at, deal.created_at)]
    for place, stage in enumerate(opened):
        since = changes[-1].at
        left = dice.workday(since + dice.days(0.4, 2.2) * PACE[place]) + timedelta(minutes=1)
        if left >= dice.at or (dice.at - left < timedelta(days=45) and dice.chance(0.25)):
            return changes
        further = opened[place + 1] if place + 1 < len(opened) else won
        slowness = math.log2(max((left - since) / timedelta(days=PACE[place] * 1.3), 0.3))
        lean = LEANS.get(str(deal.source), 0.0) - SLOW * slowness
        target = further if dice.chance(_leaning(GOES_ON[place], lean)) else lost
        changes.append(_change(deal, stage, target, max(left, since), since))
        if target.outcome != Outcome.OPEN:
            return changes
    return changes


def _leaning(chance: float, lean: float) -> float:
    """A chance moved by so many logits."""
    return 1 / (1 + (1 - chance) / chance * math.exp(-lean))


def _change(deal: Deal, before: Stage | None, after: Stage, at: datetime, since: datetime) -> StageChange:
    return StageChange(
        from_stage=before,
        to_stage=after,
        at=at,
        by_id=deal.owner_id,
        seconds_in_previous=int((at - since).total_seconds()),
    )
