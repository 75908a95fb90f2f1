"""The board: open deals of a pipeline in columns by stage, with their sums, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, ExtractDay

from voronka.accounts.models import User
from voronka.activities.models import Task
from voronka.activities.queries.next_steps import NextStep, next_steps, sees_tasks
from voronka.core import money
from voronka.core.among import Among
from voronka.records import access
from voronka.records.field_rules import hides, veiled
from voronka.records.listing import found_by_text, named
from voronka.records.prepared import prepared
from voronka.sales.kinds import DEAL
from voronka.sales.models import Approval, Deal, Outcome, Pipeline, Stage
from voronka.sales.queries import chances, pipelines
from voronka.sales.queries.clients import clients, with_names
from voronka.sales.queries.signals import shows_stops, stops

NO_STEP, LATE, STOPS = "no_step", "late", "stops"
FIRST, PAGE, LARGEST = 20, 50, 500  # cards that fill a column, cards that follow as one scrolls, cards of one answer


NOT_ASKED = Cast(Value(None), DecimalField(max_digits=18, decimal_places=2))


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the board shows: a pipeline, deals of one owner (None: all that one may see), a text, cards a column.

    `only` leaves those that ask for attention: NO_STEP, LATE beyond the norm of days, STOPS with a stop-loss. By people
    `size` is the number of lanes.
    """

    pipeline: Pipeline
    owner_id: int | None = None
    text: str = ""
    only: str = ""
    size: int = FIRST


@dataclass(frozen=True, kw_only=True)
class Card:
    """A deal on the board: for whom, whole days in the stage, the next step, whether somebody must agree, stop-loss."""

    deal: Deal
    client: str
    days: int
    step: NextStep | None
    waits: bool
    stops: bool


@dataclass(kw_only=True)
class Column:
    """A stage with its deals: the first of them, the mark of the rest; the number and the sums of all by currency.

    `learned` are the sum, and the sum × probability, of those of whose probability something was learned.
    """

    stage: Stage
    count: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)
    learned: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    cards: list[Card] = field(default_factory=list)
    after: str = ""

    @property
    def total(self) -> str:
        """«1 250 000 ₽ + 5 000 $»."""
        return " + ".join(money.show(amount, currency) for currency, amount in self.sums.items())

    @property
    def weighted(self) -> str:
        """The same, each amount multiplied by the probability of its deal."""
        return " + ".join(money.show(round(self.expected(currency)), currency) for currency in self.sums)

    def expected(self, currency: str) -> Decimal:
        """Σ amount × probability: what was learned of a deal, else what the stage says (`queries.chances`)."""
        amount, weighted = self.learned.get(currency, (Decimal(0), Decimal(0)))
        return weighted + (self.sums[currency] - amount) * self.stage.probability / 100


def board(question: Question, *, by: User, at: datetime) -> list[Column]:
    """Columns of the open stages in order, then those of the closing ones, whose sums are of this month.

    `at` stands in the reader's time zone.
    """
    stages = list(pipelines.stages_of(question.pipeline.pk))
    columns = {stage.pk: Column(stage=stage) for stage in stages}
    rows = asked_for(question, by, at)
    _add_sums(columns, rows, by, at)
    open_ids = [stage.pk for stage in stages if stage.is_open]
    _add_cards([columns[pk] for pk in open_ids], _first_ids(rows, open_ids, question.size), question.size, by, at)
    return sorted(columns.values(), key=lambda column: not column.stage.is_open)


def more(question: Question, stage: Stage, *, after: str, by: User, at: datetime) -> Column:
    """The next cards of one column after the mark."""
    column = Column(stage=stage)
    rows = asked_for(question, by, at)
    _add_cards([column], _ids(_beyond(rows, after) if after else rows, stage.pk, question.size), question.size, by, at)
    return column


def asked_for(question: Question, by: User, at: datetime) -> QuerySet[Any]:
    """The deals that a board shows."""
    rows = access.visible(DEAL, by).filter(pipeline=question.pipeline)
    if question.owner_id:
        rows = rows.filter(owner=question.owner_id)
    if question.only:
        rows = rows.filter(_attention(question.only, by, at), outcome=Outcome.OPEN)
    if question.text.strip():
        rows, _count = named(rows, found_by_text(DEAL, question.text, by=by))
    return rows


def _attention(only: str, by: User, at: datetime) -> Q:
    """Nothing for what is hidden from this person."""
    step = Task.objects.filter(done_at__isnull=True, subject_kind="deal", subject_id=OuterRef("pk"))
    found = {
        NO_STEP: (sees_tasks(by), ~Q(Exists(step))),
        LATE: (True, Q(stage__days_norm__lt=ExtractDay(at - F("stage_since")))),
        STOPS: (shows_stops(by), Q(stops(on=at.date()))),
    }
    may, rule = found.get(only, (False, Q()))
    return rule if may else Q(pk__in=[])


def _add_sums(columns: dict[int, Column], rows: QuerySet[Any], by: User, at: datetime) -> None:
    month = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    # Three questions in one: each has an index of its own, one over all would read the whole table.
    opened = rows.filter(outcome=Outcome.OPEN)
    closed = rows.exclude(outcome=Outcome.OPEN).filter(closed_at__gte=month)
    learned = _totals(chances.learned(opened), Sum(chances.weighted_as_learned(), default=Decimal(0)))
    shows_amounts = not hides(by, DEAL, "amount")
    for row in sorted(_totals(opened).union(_totals(closed), learned, all=True), key=lambda one: -one["count"]):
        column = columns.get(row["stage"])
        if column is None:
            continue
        if row["weighted"] is None:
            column.count += row["count"]
        if row["amount"] and shows_amounts and row["weighted"] is None:
            column.sums[row["currency"]] = row["amount"]
        elif row["amount"]:
            column.learned[row["currency"]] = row["amount"], row["weighted"]


def _totals(rows: QuerySet[Any], weighted: Any = NOT_ASKED) -> QuerySet[Any, Any]:
    by_stage = rows.order_by().values("stage", "currency")
    totals: QuerySet[Any, Any] = by_stage.annotate(weighted=weighted, count=Count("pk"), amount=Sum("amount"))
    return totals


def _ids(rows: QuerySet[Any], stage_id: int, size: int) -> QuerySet[Any, Any]:
    of_stage = rows.filter(stage=stage_id)
    return of_stage.order_by("-stage_since", "-pk").values_list("pk", flat=True)[: size + 1]


def _first_ids(rows: QuerySet[Any], stage_ids: list[int], size: int) -> Any:
    first, *rest = [_ids(rows, pk, size) for pk in stage_ids] or [rows.none().values_list("pk", flat=True)]
    return first.union(*rest, all=True) if rest else first


def _beyond(rows: QuerySet[Any], mark: str) -> QuerySet[Any]:
    since, _, pk = mark.partition("_")
    try:
        moment = datetime.fromtimestamp(int(since) // 10**6, tz=UTC)
        moment += timedelta(microseconds=int(since) % 10**6)
        last = int(pk)
    except (ValueError, OverflowError, OSError):
        return rows.none()
    return rows.filter(stage_since__lte=moment).exclude(stage_since=moment, pk__gte=last)


def _mark(deal: Deal) -> str:
    return f"{round(deal.stage_since.timestamp() * 10**6)}_{deal.pk}"


@prepared
def _deals(*, ids: list[int], on: date) -> QuerySet[Deal]:
    deals = with_names(Deal.objects.filter(Among("pk", ids)))
    deals = deals.annotate(waits=Exists(Approval.objects.filter(deal=OuterRef("pk"), decided_at=None)))
    return deals.annotate(stops=stops(on=on)).order_by("-stage_since", "-pk")


def cards(ids: list[int], *, by: User, at: datetime) -> list[Card]:
    """Deals as the board draws them, who came to the stage last first."""
    found = list(_deals(ids=ids, on=at.date()))
    steps = next_steps("deal", [deal.pk for deal in found], by=by, at=at)
    names, shown = clients(found, by=by, at=at), shows_stops(by)
    return [
        Card(
            deal=veiled(deal, by),
            client=names[deal.pk],
            days=deal.days_in_stage(at),
            step=steps.get(deal.pk),
            waits=vars(deal)["waits"],
            stops=vars(deal)["stops"] and shown,
        )
        for deal in found
    ]


def _add_cards(columns: list[Column], ids: Any, size: int, by: User, at: datetime) -> None:
    by_stage: dict[int, list[Card]] = defaultdict(list)
    for card in cards(list(ids), by=by, at=at):
        by_stage[card.deal.stage_id].append(card)
    for column in columns:
        found = by_stage[column.stage.pk]
        column.cards = found[:size]
        column.after = _mark(found[size - 1].deal) if len(found) > size else ""
