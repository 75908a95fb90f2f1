"""What leads are worth: by source and campaign, how many became clients and what sellers said of the facts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from voronka.marketing.models import Campaign
from voronka.records import access
from voronka.records.field_rules import hides
from voronka.records.fields import FilterContext
from voronka.records.fields.trees import Known
from voronka.records.models import Classifier
from voronka.reports.period import Period
from voronka.reports.queries.common_funnel import share
from voronka.reports.queries.lead_answers import within
from voronka.sales.kinds import LEAD
from voronka.sales.models import Fact, LeadState, LeadVerdict, Verdict


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What sellers said of one fact: how often it was right, wrong, missing."""

    right: int = 0
    wrong: int = 0
    missing: int = 0

    @property
    def total(self) -> int:
        """How many leads were judged."""
        return self.right + self.wrong + self.missing

    @property
    def share(self) -> Decimal | None:
        """Per cent of them where it was right; None where nobody judged."""
        return share(self.right, self.total)


@dataclass(frozen=True, kw_only=True)
class Worth:
    """Leads of one origin; `pk` None for those that have none. `facts` by the name of the fact."""

    pk: int | None
    name: str
    leads: int
    converted: int
    disqualified: int
    facts: dict[str, Judgement] = field(default_factory=dict)

    @property
    def rate(self) -> Decimal | None:
        """Per cent of the settled leads that became clients."""
        return share(self.converted, self.converted + self.disqualified)


@dataclass(frozen=True, kw_only=True)
class LeadWorth:
    """The whole answer, the origin with the most leads first; a list is empty for whom the field is hidden."""

    total: Worth
    sources: tuple[Worth, ...]
    campaigns: tuple[Worth, ...]


def lead_worth(period: Period, context: FilterContext) -> LeadWorth:
    """The leads of a period that this person may see. Six queries at most."""
    rows = access.visible(LEAD, context.by).filter(within(period, context)).order_by()
    campaigns = dict(Campaign.objects.values_list("pk", "name"))
    show = {name: not hides(context.by, LEAD, name) for name in ("source", "campaign")}
    sources = _by(rows, "source", Known(Classifier.SOURCE).get) if show["source"] else ()
    return LeadWorth(
        total=_whole(rows),
        sources=sources,
        campaigns=_by(rows, "campaign", lambda pk: campaigns.get(pk, "")) if show["campaign"] else (),
    )


_STATES: dict[str, Any] = {
    "leads": Count("pk"),
    "converted": Count("pk", filter=Q(state=LeadState.CONVERTED)),
    "disqualified": Count("pk", filter=Q(state=LeadState.DISQUALIFIED)),
}


def _whole(rows: QuerySet[Any]) -> Worth:
    said = LeadVerdict.objects.filter(lead__in=rows).values_list("fact", "verdict").annotate(count=Count("pk"))
    return Worth(pk=None, name="", facts=_judged(said), **rows.aggregate(**_STATES))


def _by(rows: QuerySet[Any], column: str, named: Callable[[int], str]) -> tuple[Worth, ...]:
    said: dict[int | None, list[tuple[str, str, int]]] = {}
    verdicts = LeadVerdict.objects.filter(lead__in=rows).values_list(f"lead__{column}", "fact", "verdict")
    for pk, *rest in verdicts.annotate(count=Count("pk")):
        said.setdefault(pk, []).append((rest[0], rest[1], rest[2]))
    found = [
        Worth(name=named(pk) if pk else "", facts=_judged(said.get(pk, [])), pk=pk, **row)
        for row in rows.values(column).annotate(**_STATES)
        for pk in [row.pop(column)]
    ]
    return tuple(sorted(found, key=lambda one: (-one.leads, one.name)))


def _judged(said: Iterable[tuple[str, str, int]]) -> dict[str, Judgement]:
    counts = {(fact, verdict): count for fact, verdict, count in said}
    return {
        fact.value: Judgement(**{one.value: counts.get((fact.value, one.value), 0) for one in Verdict}) for fact in Fact
    }
