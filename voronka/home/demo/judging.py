"""What became of the leads of the demo company: clients of some of them, and what the sellers found of the facts."""

from collections.abc import Iterator
from datetime import timedelta

from voronka.home.demo.dice import Dice
from voronka.home.demo.selling import Selling
from voronka.sales.models import Deal, Fact, Lead, LeadVerdict, Verdict

# How often what was said of a lead is right, by its source.
RIGHT = {"Рекомендация": 0.85, "Выставка": 0.7, "Сайт": 0.6, "Звонок": 0.6, "Реклама": 0.45}
FEW_RIGHT = 0.3
SOON = timedelta(days=45)


def judge(dice: Dice, selling: Selling) -> None:
    """Half of the older leads that are worth it became deals of their sellers; most settled ones were judged."""
    converted = list(_converted(dice, selling))
    Lead.objects.bulk_update(
        [lead for lead, _deal in converted], ["converted_at", "converted_by", "organization", "person"]
    )
    Deal.objects.bulk_update([deal for _lead, deal in converted], ["lead"])
    settled = [lead for lead in selling.leads if lead.converted_at or lead.disqualified_at]
    LeadVerdict.objects.bulk_create(one for lead in settled if dice.chance(0.7) for one in _verdicts(dice, lead))


def _converted(dice: Dice, selling: Selling) -> Iterator[tuple[Lead, Deal]]:
    free = sorted((deal for deal in selling.deals if deal.lead_id is None), key=lambda deal: (deal.created_at, deal.pk))
    for lead in selling.leads:
        if lead.owner_id is None or lead.disqualified_at or not dice.chance(0.6):
            continue
        found = next((deal for deal in free if _follows(deal, lead)), None)
        if found is None:
            continue
        free.remove(found)
        found.lead = lead
        lead.converted_at, lead.converted_by = found.created_at, lead.owner
        lead.organization, lead.person = found.organization, found.person
        yield lead, found


def _follows(deal: Deal, lead: Lead) -> bool:
    return deal.owner_id == lead.owner_id and timedelta() < deal.created_at - lead.created_at < SOON


def _verdicts(dice: Dice, lead: Lead) -> Iterator[LeadVerdict]:
    at, by = lead.converted_at or lead.disqualified_at, lead.owner
    if at is None or by is None:
        return
    share = RIGHT.get(lead.source.name if lead.source else "", FEW_RIGHT)
    for fact in Fact:
        is_right = dice.chance(share if lead.converted_at else share / 2)
        verdict = Verdict.RIGHT if is_right else dice.one((Verdict.WRONG, Verdict.MISSING))
        yield LeadVerdict(lead=lead, fact=fact, verdict=verdict, by=by, at=at)
