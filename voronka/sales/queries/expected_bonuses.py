"""What open deals may still bring a person in bonuses."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, DecimalField, ExpressionWrapper, F, Q, QuerySet, Sum

from voronka.accounts.models import User
from voronka.core.among import Among
from voronka.sales.bonus.arithmetic import PERCENT, kopecks
from voronka.sales.bonus.rules import counting, nearest, registrar_on, rules_on
from voronka.sales.models import Base, Deal, Outcome
from voronka.sales.queries.chances import fraction


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What open deals may bring a person in one currency, by the chance of each."""

    currency: str
    deals: int
    amount: Decimal


def expected_of(person: User, *, on: date) -> list[Expected]:
    """What open deals would bring a person as who registered them or their client, and as who would close them.

    Their amount × their chance × the share by the rules of the day, as an accrual would find both people. Deals without
    an amount, and rules of the margin, promise nothing; nor do those who take part, for their number is not known yet.
    Three queries.
    """
    held, sums = rules_on(on), dict[str, Expected]()
    worth = ExpressionWrapper(F("amount") * fraction(), output_field=DecimalField(max_digits=20, decimal_places=4))
    rows = _concerned(person, on).annotate(brings=Q(registrar=person.pk), closes=Q(owner=person.pk))
    groups = rows.values_list("pipeline", "unit", "currency", "brings", "closes")
    for pipeline, unit, currency, brings, closes, promise, count in groups.annotate(sum=Sum(worth), count=Count("pk")):
        rule = nearest(held, pipeline=pipeline, unit=unit)
        if rule is None or rule.base != Base.PAID:
            continue
        percent = bool(brings) * rule.registrar_percent + bool(closes) * rule.closer_percent
        if percent:
            known = sums.get(currency, Expected(currency=currency, deals=0, amount=Decimal(0)))
            amount = known.amount + kopecks(promise * percent / PERCENT)
            sums[currency] = Expected(currency=currency, deals=known.deals + count, amount=amount)
    return [sums[one] for one in sorted(sums)]


def _concerned(person: User, on: date) -> QuerySet[Deal]:
    """Open deals that are the person’s, registered to him, or of a client that is; each with its `registrar`.

    Their ids are asked for by themselves: joined to all that is worked out of them, the database reads every deal.
    """
    mine = counting(on).filter(registrar=person)
    open_ones = Deal.objects.filter(outcome=Outcome.OPEN, amount__gt=0).order_by().values_list("pk", flat=True)
    parts = (
        open_ones.filter(pk__in=mine.order_by().values("deal")),
        open_ones.filter(organization__in=mine.order_by().values("organization")),
        open_ones.filter(organization=None, person__in=mine.order_by().values("person")),
    )
    ids = open_ones.filter(owner=person).union(*parts)
    return Deal.objects.filter(Among("pk", [*ids])).order_by().annotate(registrar=registrar_on(on))
