"""Who brought what in the demo company, what was paid, and the bonuses of it."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from voronka.home.demo.cast import Cast
from voronka.home.demo.dice import Dice
from voronka.home.demo.selling import Selling
from voronka.people.models import Organization
from voronka.sales.actions import bonuses, payments, registrations
from voronka.sales.bonus.arithmetic import month_before, month_of
from voronka.sales.models import Credit, Deal, Ground, Outcome, Registration, RegistrationDeed, RegistrationState
from voronka.sales.payments import Received, Refunded
from voronka.sales.registration.standing import day_of

DAYS = 90
PAID_DAYS = 120  # the payments of so many days are marked
GROUNDS = (
    "Познакомились на выставке, карточка в истории",
    "Пришли по рекомендации «Северного склада»",
    "Первый холодный звонок, дальше встреча на объекте",
)
CLAIM = "Веду их закупщика с прошлой весны, переписка в истории"


def earn(dice: Dice, cast: Cast, selling: Selling) -> None:
    """Registrations of clients and deals, a claim that waits, rules, payments, a month that is locked."""
    deals = [deal for deal in selling.deals if deal.owner_id]
    _register(dice, deals)
    _claim(dice, cast)
    first = (dice.at - timedelta(days=400)).date()
    given = {"registrar_percent": 2, "closer_percent": 1, "participants_percent": 0}
    bonuses.set_rule(valid_from=first, by=cast.director, at=dice.at, **given)
    _pay(dice, cast, [deal for deal in deals if deal.outcome == Outcome.WON])
    before = month_before(month_before(month_of(dice.at.date())))
    bonuses.lock_month(month=before, by=cast.head, at=dice.at)


def _register(dice: Dice, deals: list[Deal]) -> None:
    """Whoever made a deal registered it, and its client anew with the last one."""
    today, made = day_of(at=dice.at), []
    firms: dict[int, Deal] = {}
    for deal in sorted(deals, key=lambda one: one.created_at):
        firms[deal.organization_id or 0] = deal
        made.append(_registration(dice, deal, today, deal=deal))
    made += [_registration(dice, deal, today, organization_id=pk) for pk, deal in firms.items() if pk]
    Registration.objects.bulk_create(made)
    RegistrationDeed.objects.bulk_create(
        RegistrationDeed(
            registration=one, what=RegistrationState.UPHELD, until=one.until, by_id=one.registrar_id, at=one.at
        )
        for one in made
    )
    Credit.objects.bulk_create(
        Credit(deal=deal, registrar_id=deal.owner_id, closer_id=deal.owner_id, won_at=deal.closed_at or deal.updated_at)
        for deal in deals
        if deal.outcome == Outcome.WON
    )


def _registration(dice: Dice, of: Deal, today: date, **about: object) -> Registration:
    since = day_of(at=of.created_at)
    until = since + timedelta(days=DAYS - 1)
    stands = until >= today
    state = RegistrationState.UPHELD if stands else RegistrationState.EXPIRED
    return Registration(
        registrar=of.owner, at=of.created_at, ground=Ground.CONVERTED if of.lead_id else Ground.MADE,
        evidence=dice.one(GROUNDS) if dice.chance(0.4) else "", state=state, stands=stands, since=since, until=until,
        ended_on=None if stands else until, **about,
    )  # fmt: skip


def _claim(dice: Dice, cast: Cast) -> None:
    """Two salespeople say that a client is theirs: the head decides."""
    ivan, maria = cast.sellers
    mine = Registration.objects.filter(registrar=ivan, stands=True, organization__isnull=False).order_by("-pk").first()
    firm = mine.organization if mine else None
    if firm is None:
        return
    Organization.objects.filter(pk=firm.pk).update(owner=maria)  # she has taken the card over since
    registrations.claim(record=firm, evidence=CLAIM, by=maria, at=dice.at - timedelta(hours=2))


def _pay(dice: Dice, cast: Cast, won: list[Deal]) -> None:
    """Deals that were won lately are paid, in one or two parts; one client has sent something back."""
    today, number = day_of(at=dice.at), 100
    for deal in won:
        closed = day_of(at=deal.closed_at or deal.updated_at)
        if not deal.amount or (today - closed).days > PAID_DAYS:
            continue
        half = deal.amount / 2 if dice.chance(0.4) else deal.amount
        for part, amount in enumerate((half, deal.amount - half)):
            on = closed + timedelta(days=dice.number(2, 9) + 20 * part)
            if not amount or on > today:
                continue
            number += 1
            told = Received(deal=deal, amount=amount, paid_on=on, reference=f"п/п {number}")
            at = datetime.combine(on, time(13), tzinfo=timezone.get_default_timezone())
            paid = payments.receive(told, by=cast.head, at=min(at, dice.at))
    if number > 100:
        back = Refunded(
            payment=paid, amount=(paid.amount / 5).quantize(paid.amount), paid_on=today, reason="Недовоз, вернули часть"
        )
        payments.give_back(back, by=cast.head, at=dice.at)
