"""What brings money: deals made in a period, by source and by campaign, down to what was won."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from voronka.marketing.models import Campaign
from voronka.records.field_rules import hides
from voronka.records.fields import FilterContext
from voronka.records.fields.trees import Known
from voronka.records.models import Classifier
from voronka.reports.queries.chosen import Chosen, ask, deals, worth
from voronka.reports.queries.common_funnel import share
from voronka.reports.queries.funnel import Part
from voronka.sales.kinds import DEAL

BY = """
SELECT {by}, outcome, currency, count(*), coalesce(sum(amount), 0)
FROM ({deals}) AS picked (amount, source_id, campaign_id, outcome, currency) GROUP BY 1, 2, 3"""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """A source or a campaign, `pk` None for deals that have none; shares are per cent of the closed ones."""

    pk: int | None
    name: str
    deals: Part
    won: Part
    lost: Part
    win_rate: Decimal | None


@dataclass(frozen=True, kw_only=True)
class MoneyAnswer:
    """The answer, what brought most first; a list is empty for whom the field is hidden."""

    total: Part
    won: Part
    sources: tuple[Origin, ...]
    campaigns: tuple[Origin, ...]


def money(chosen: Chosen, context: FilterContext) -> MoneyAnswer:
    """Answer from the deals that this person may see."""
    rows, amount = deals(chosen, context), worth(context.by)
    columns = (amount, "source_id", "campaign_id", "outcome", "currency")
    by_source = ask(BY.replace("{by}", "source_id"), rows, *columns)
    by_campaign = ask(BY.replace("{by}", "campaign_id"), rows, *columns)
    campaigns = dict(Campaign.objects.values_list("pk", "name"))
    everything = _origin(None, "", by_source)
    return MoneyAnswer(
        total=everything.deals,
        won=everything.won,
        sources=() if hides(context.by, DEAL, "source") else _origins(by_source, Known(Classifier.SOURCE).get),
        campaigns=() if hides(context.by, DEAL, "campaign") else _origins(by_campaign, lambda pk: campaigns[pk]),
    )


type Row = tuple[int | None, str, str, int, Decimal]


def _origins(rows: list[Row], named: Callable[[int], str]) -> tuple[Origin, ...]:
    by_pk: dict[int | None, list[Row]] = {}
    for row in rows:
        by_pk.setdefault(row[0], []).append(row)
    found = [_origin(pk, named(pk) if pk else "", ones) for pk, ones in by_pk.items()]
    return tuple(sorted(found, key=lambda one: (-sum(dict(one.won.sums).values()), -one.deals.count)))


def _origin(pk: int | None, name: str, rows: list[Row]) -> Origin:
    won, lost = (_part([row for row in rows if row[1] == outcome]) for outcome in ("won", "lost"))
    rate = share(won.count, won.count + lost.count)
    return Origin(pk=pk, name=name, deals=_part(rows), won=won, lost=lost, win_rate=rate)


def _part(rows: list[Row]) -> Part:
    sums: dict[str, Decimal] = {}
    for _pk, _outcome, currency, _count, amount in rows:
        sums[currency] = sums.get(currency, Decimal(0)) + amount
    largest_first = sorted(((name, worth) for name, worth in sums.items() if worth), key=lambda pair: -pair[1])
    return Part(count=sum(row[3] for row in rows), sums=tuple(largest_first))
