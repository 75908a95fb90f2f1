"""Rules of routing of the demo company, and how soon its leads were answered."""

from datetime import timedelta

from voronka.accounts import calendar
from voronka.accounts.models import User
from voronka.home.demo.cast import Cast
from voronka.home.demo.dice import Dice
from voronka.home.demo.facts import values
from voronka.records.models import Classifier
from voronka.sales.models import Lead, Method, RoutingRule

QUICK, USUAL = 15, 30  # working minutes to the first answer
SITES = ("Сайт", "Реклама")


def rule(cast: Cast, admin: User) -> None:
    """What comes from the site is answered within a quarter of an hour; the rest waits for whoever takes it."""
    sources = values(Classifier.SOURCE, ())
    quick = RoutingRule.objects.create(
        name="С сайта и рекламы",
        position=0,
        filter={"field": "source", "op": "in", "value": [sources[name].pk for name in SITES]},
        method=Method.LOAD,
        answer_within=QUICK,
        take_within=10,
        only_at_work=True,
        task="Перезвонить",
        made_by=admin,
    )
    quick.people.set(cast.sellers)
    RoutingRule.objects.create(name="Остальные", position=1, answer_within=USUAL, made_by=admin)


def answer(dice: Dice, leads: list[Lead], fresh: int) -> None:
    """Older leads were answered, most of them in time; the fresh ones wait."""
    time = calendar.working_time()
    for number, lead in enumerate(leads):
        norm = QUICK if str(lead.source) in SITES else USUAL
        lead.respond_by = time.after(lead.created_at, norm)
        if number >= fresh and lead.owner:
            minutes = dice.number(2, norm) if dice.chance(0.8) else dice.number(norm, 400)
            moment = min(time.after(lead.created_at, minutes), dice.at - timedelta(minutes=1))
            lead.answered_at, lead.answered_by, lead.answer_minutes = moment, lead.owner, minutes
