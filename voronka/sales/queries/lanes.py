"""The board by people: a lane for each owner, in it a cell for each stage, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet, Sum

from voronka.accounts.models import User
from voronka.core import money
from voronka.records.field_rules import hides
from voronka.sales.kinds import DEAL
from voronka.sales.models import Outcome, Stage
from voronka.sales.queries import pipelines
from voronka.sales.queries.board import Column, Question, asked_for, cards

FIRST, CELL = 5, 4  # lanes that are drawn before one scrolls, cards of a cell
# The first deals of each cell, each by the index over owner, stage and time; a plain union of cells is planned longer,
# and «IS NOT DISTINCT FROM» is answered by no index: so those of nobody are asked for apart.
CELLS = """
SELECT found.id FROM unnest(%s::bigint[], %s::bigint[]) AS cell (owner, stage), LATERAL (
    (SELECT id FROM ({deals}) AS deals (id, owner, stage, since)
    WHERE deals.owner = cell.owner AND deals.stage = cell.stage ORDER BY since DESC, id DESC LIMIT %s)
    UNION ALL
    (SELECT id FROM ({deals}) AS deals (id, owner, stage, since)
    WHERE cell.owner IS NULL AND deals.owner IS NULL AND deals.stage = cell.stage ORDER BY since DESC, id DESC LIMIT %s)
) AS found"""


@dataclass(kw_only=True)
class Lane:
    """The open deals of one person (None: of nobody) by stage."""

    owner: User | None
    columns: list[Column]
    sums: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    @property
    def count(self) -> int:
        """How many deals are in all of its cells."""
        return sum(column.count for column in self.columns)

    @property
    def total(self) -> str:
        """«1 250 000 ₽ + 5 000 $»."""
        return " + ".join(money.show(amount, currency) for currency, amount in self.sums.items() if amount)


@dataclass(frozen=True, kw_only=True)
class Lanes:
    """The whole picture: `heads` are the open stages with the sums of all lanes, `ends` the closing ones.

    `after` is the number of lanes that have been drawn when more follow, else 0.
    """

    heads: list[Column]
    ends: list[Stage]
    lanes: list[Lane]
    after: int

    @property
    def count(self) -> int:
        """How many open deals there are."""
        return sum(column.count for column in self.heads)


def lanes(question: Question, *, after: int = 0, by: User, at: datetime) -> Lanes:
    """Lanes of people by name, one's own first, nobody's last: so many as `question.size`, beginning `after` others.

    `at` stands in the reader's time zone.
    """
    stages = list(pipelines.stages_of(question.pipeline.pk))
    opened = [stage for stage in stages if stage.is_open]
    rows = asked_for(question, by, at).filter(outcome=Outcome.OPEN)
    heads = {stage.pk: Column(stage=stage) for stage in opened}
    found, end = _lanes(rows, opened, heads, by), after + question.size
    shown = found[after:end]
    _add_cards(shown, rows, by, at)
    return Lanes(
        heads=list(heads.values()),
        ends=[stage for stage in stages if not stage.is_open],
        lanes=shown,
        after=end if end < len(found) else 0,
    )


def _lanes(rows: QuerySet[Any], stages: list[Stage], heads: dict[int, Column], by: User) -> list[Lane]:
    totals = rows.order_by().values("owner", "stage", "currency").annotate(count=Count("pk"), amount=Sum("amount"))
    counted = [row for row in totals if row["stage"] in heads]
    people = User.objects.in_bulk({row["owner"] for row in counted if row["owner"]})
    shows = not hides(by, DEAL, "amount")
    found: dict[int | None, Lane] = {}
    for row in sorted(counted, key=lambda one: -one["count"]):
        owner = row["owner"]
        if owner not in found:
            found[owner] = Lane(owner=people.get(owner), columns=[Column(stage=stage) for stage in stages])
        cell = next(column for column in found[owner].columns if column.stage.pk == row["stage"])
        amount = row["amount"] if shows else None
        for place in (cell, heads[row["stage"]]):
            place.count += row["count"]
            if amount:
                place.sums[row["currency"]] = place.sums.get(row["currency"], Decimal(0)) + amount
        if amount:
            found[owner].sums[row["currency"]] += amount
    return sorted(found.values(), key=lambda lane: _place(lane.owner, by))


def _place(owner: User | None, by: User) -> tuple[bool, bool, str, int]:
    return (owner is None, owner != by, owner.full_name.casefold() if owner else "", owner.pk if owner else 0)


def _add_cards(found: list[Lane], rows: QuerySet[Any], by: User, at: datetime) -> None:
    cells = {
        (lane.owner.pk if lane.owner else None, column.stage.pk): column
        for lane in found
        for column in lane.columns
        if column.count
    }
    for card in cards(_first_ids(rows, list(cells)), by=by, at=at):
        if cell := cells.get((card.deal.owner_id, card.deal.stage_id)):  # none: it has moved on since it was counted
            cell.cards.append(card)


def _first_ids(rows: QuerySet[Any], cells: list[tuple[int | None, int]]) -> list[int]:
    if not cells:
        return []
    columns = rows.order_by().values_list("pk", "owner_id", "stage_id", "stage_since")
    try:
        statement, parameters = columns.query.sql_with_params()
    except EmptyResultSet:
        return []
    owners, stages = [owner for owner, _stage in cells], [stage for _owner, stage in cells]
    with connection.cursor() as cursor:
        cursor.execute(CELLS.replace("{deals}", statement), [owners, stages, *parameters, CELL, *parameters, CELL])
        return [pk for (pk,) in cursor.fetchall()]
