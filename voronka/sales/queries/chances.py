"""The one place that knows how probable a win is: what was learned of the deal, else what its stage says."""

from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, ExpressionWrapper, F, IntegerField, QuerySet, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from voronka.accounts.models import User
from voronka.sales.models import ChanceTerms, DealChance, Learning

# Pieces of SQL for statements where the deal is `d` and its stage `s`: the join, and the probability in per cent.
LEARNED = "LEFT JOIN sales_dealchance c ON c.deal_id = d.id AND c.stage_id = d.stage_id"
CHANCE = "coalesce(c.probability, s.probability)"


def chance() -> Combinable:
    """The same for a QuerySet of deals: whole per cent. What was learned at another stage no longer counts."""
    return Case(
        When(chance__stage=F("stage"), then=F("chance__probability")),
        default=F("stage__probability"),
        output_field=IntegerField(),
    )


def fraction() -> Combinable:
    """The same, 0…1, to multiply sums by."""
    return Cast(chance(), DecimalField(max_digits=14, decimal_places=4)) / Decimal(100)


def learned(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the deals of which the model speaks: none, at no cost, where it is silent."""
    return rows.filter(chance__stage=F("stage"))


def weighted_as_learned(amount: str = "amount") -> Combinable:
    """Amount × probability of `learned` deals."""
    return ExpressionWrapper(F(amount) * F("chance__probability") / Decimal(100), output_field=DecimalField())


def is_on() -> bool:
    """Whether the company wants the probability to be learned; it does until it says otherwise."""
    terms = ChanceTerms.objects.first()
    return terms is None or terms.is_on


def in_force() -> Learning | None:
    """The learning whose model speaks now."""
    return Learning.objects.filter(is_in_force=True).first()


def latest() -> QuerySet[Learning]:
    """The learnings, the last one first, without their models."""
    return Learning.objects.select_related("by").defer("model")


def hearers(_learning: int) -> list[int]:
    """Who hears of a learning that has ended: those who see its page."""
    return list(User.objects.filter(is_superuser=True, is_active=True).values_list("pk", flat=True))


def learned_of(deal: Any) -> DealChance | None:
    """What was learned of a deal, while it stands where it stood then."""
    return DealChance.objects.filter(deal=deal.pk, stage=deal.stage_id).first()
