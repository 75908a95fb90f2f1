"""Which rule holds for a payment, whom it is shared among, and what the share is of."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from voronka.sales.bonus.arithmetic import kopecks, share, split
from voronka.sales.economy.facts import terms
from voronka.sales.models import Base, BonusRole, BonusRule, Credit, Deal, Part, Participant, Payment, Registration
from voronka.sales.models.registrations import RegistrationState
from voronka.sales.registration.standing import day_of


@dataclass(frozen=True, kw_only=True)
class Portion:
    """What one person gets, for what, by how many per cent of the base."""

    person: int
    role: BonusRole
    percent: Decimal
    amount: Decimal = Decimal(0)


type Held = dict[tuple[int, int], BonusRule]  # by the ids of the pipeline and of the unit, 0 for neither


def rules_on(day: date) -> Held:
    """The rules that hold on a day. One query.

    Of one’s rules the latest counts alone: when it has ended, the rule that it took the place of does not come back.
    """
    rows = BonusRule.objects.filter(valid_from__lte=day).order_by("valid_from")
    latest = {(one.pipeline_id or 0, one.unit_id or 0): one for one in rows}
    return {whose: one for whose, one in latest.items() if one.valid_to is None or one.valid_to >= day}


def nearest(held: Held, *, pipeline: int, unit: int | None) -> BonusRule | None:
    """The rule of the pipeline, else of the unit, else of all deals."""
    return held.get((pipeline, 0)) or held.get((0, unit or 0)) or held.get((0, 0))


def rule_on(day: date, *, pipeline: int, unit: int | None) -> BonusRule | None:
    """The rule of a day for deals of the pipeline and the unit. One query."""
    return nearest(rules_on(day), pipeline=pipeline, unit=unit)


def base_of(rule: BonusRule, deal: Deal, paid: Decimal) -> Decimal | None:
    """The sum that the share is of; None where the margin of the deal is not known. A loss gives nothing."""
    if rule.base == Base.PAID:
        return paid
    if deal.margin is not None and deal.amount:
        return max(kopecks(paid * deal.margin / deal.amount), Decimal(0))
    percent = terms().margin_percent
    return None if deal.margin is not None or percent is None else share(paid, Decimal(percent))


def parts_of(rule: BonusRule, payment: Payment, base: Decimal) -> list[Portion]:
    """The parts of all who have one, adding up to the sum of their shares exactly; parts of nothing are left out."""
    credit = credit_of(payment.deal, on=payment.paid_on)
    found: list[Portion] = []
    if credit.registrar_id and rule.registrar_percent:
        found.append(Portion(person=credit.registrar_id, role=BonusRole.REGISTRAR, percent=rule.registrar_percent))
    if credit.closer_id and rule.closer_percent:
        found.append(Portion(person=credit.closer_id, role=BonusRole.CLOSER, percent=rule.closer_percent))
    if rule.participants_percent:
        people = _participants(payment.deal)
        each = split(rule.participants_percent, [Decimal(1)] * len(people))
        pairs = zip(people, each, strict=True)
        found += [Portion(person=one, role=BonusRole.PARTICIPANT, percent=percent) for one, percent in pairs if percent]
    total = share(base, sum((one.percent for one in found), Decimal(0)))
    sums = split(total, [one.percent for one in found])
    return [
        Portion(person=one.person, role=one.role, percent=one.percent, amount=amount)
        for one, amount in zip(found, sums, strict=True)
        if amount
    ]


def credit_of(deal: Deal, *, on: date) -> Credit:
    """Who brought and who closes the deal: as kept when it was won, else as of a day."""
    kept = Credit.objects.filter(deal=deal.pk).first()
    if kept:
        return kept
    day = day_of(at=deal.closed_at) if deal.closed_at else on
    return Credit(deal=deal, registrar_id=registered_on(deal, day), closer_id=deal.owner_id)


def registered_on(deal: Deal, day: date) -> int | None:
    """Whose registration counts for the deal on a day."""
    return Deal.objects.filter(pk=deal.pk).order_by().values_list(registrar_on(day), flat=True).first()


def registrar_on(day: date) -> Combinable:
    """For a QuerySet of deals: whose registration of the deal, else of its client, counts on a day."""
    own = _latest(day, deal=OuterRef("pk"))
    client = Case(
        When(organization=None, then=_latest(day, person=OuterRef("person"))),
        default=_latest(day, organization=OuterRef("organization")),
    )
    return Coalesce(own, client)


def counting(day: date) -> QuerySet[Registration]:
    """Registrations that protected on a day, whatever became of them since.

    One that gave way to another in a merge counts no longer; whoever works here no longer is credited with nothing new.
    """
    never = (RegistrationState.WAITING, RegistrationState.REFUSED, RegistrationState.WITHDRAWN)
    rows = Registration.objects.filter(since__lte=day, until__gte=day, registrar__is_active=True)
    return rows.filter(Q(stands=True) | Q(ended_on__gte=day)).exclude(state__in=never)


def _latest(day: date, **about: OuterRef) -> Subquery:
    """The registrar of the one that stands, else of the last one."""
    return Subquery(counting(day).filter(**about).order_by("-stands", "-pk").values("registrar")[:1])


def _participants(deal: Deal) -> list[int]:
    """Those who did a part of the work at some stage, whoever was first before others."""
    rows = Participant.objects.filter(deal=deal.pk, part=Part.PERFORMER).order_by("since", "pk")
    return list(dict.fromkeys(rows.values_list("user", flat=True)))
