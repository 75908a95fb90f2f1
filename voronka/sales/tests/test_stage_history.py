"""Whatever is done with a deal, its stage history adds up."""

from datetime import timedelta

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.records.history import event_model
from voronka.sales.actions import deals
from voronka.sales.kinds import DEAL
from voronka.sales.models import Outcome, Stage, StageChange
from voronka.sales.tests.conftest import NOW, MakeDeal

MOST_LEFT = 100
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["move", "move", "win", "lose", "reopen", "undo"]),
        st.integers(0, 4),
        st.integers(0, 10**8).map(lambda milliseconds: timedelta(milliseconds=milliseconds)),
    ),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_seconds_add_up_to_the_time_since_creation(
    seller: User, make_deal: MakeDeal, stages: dict[str, Stage], steps: list[tuple[str, int, timedelta]]
) -> None:
    at, deal = NOW, make_deal(seller)
    open_stages = [stage for stage in stages.values() if stage.is_open]
    for verb, number, passed in steps:
        at += passed
        match verb:
            case "move":
                deal = deals.move(deal=deal, stage=open_stages[number], by=seller, at=at)
            case "win":
                deal = deals.win(deal=deal, by=seller, at=at)
            case "lose":
                deal = deals.lose(deal=deal, reason="Дорого", by=seller, at=at)
            case "reopen":
                deal = deals.reopen(deal=deal, by=seller, at=at)
            case "undo":
                try:
                    deal = deals.undo_move(deal=deal, version=deal.version, by=seller, at=at)
                except Refused:
                    continue
    deal.refresh_from_db()
    rows = StageChange.objects.filter(deal=deal).order_by("at", "pk")
    spent = rows.aggregate(spent=Sum("seconds_in_previous"))["spent"]
    assert spent == int((deal.stage_since - deal.created_at).total_seconds())
    arrivals = [row.to_stage_id for row in rows]
    assert arrivals[-1] == deal.stage_id
    assert deal.passed == [*dict.fromkeys(arrivals)]
    left = [(row.from_stage_id, row.seconds_in_previous // 60) for row in rows if row.from_stage_id]
    assert [*zip(deal.left_stages, deal.left_minutes, strict=True)] == left
    assert [row.from_stage_id for row in rows] == [None, *arrivals[:-1]]
    assert (deal.closed_at is None) == (deal.outcome == Outcome.OPEN) == (deal.lost_reason_id is None and deal.is_open)


@pytest.mark.parametrize("pause", [0, 1])
def test_what_was_taken_back_does_not_stand_before_an_older_move(
    seller: User, make_deal: MakeDeal, stages: dict[str, Stage], pause: int
) -> None:
    there, first = stages["Квалификация"], NOW + timedelta(seconds=5)
    later = first + timedelta(seconds=pause)
    deal = deals.move(deal=make_deal(seller), stage=there, by=seller, at=first)
    deal = deals.move(deal=deal, stage=stages["Новая"], by=seller, at=later)
    deal = deals.undo_move(deal=deal, version=deal.version, by=seller, at=later)
    with pytest.raises(Refused):
        deals.undo_move(deal=deal, version=deal.version, by=seller, at=later)
    deal.refresh_from_db()
    assert (deal.stage, deal.stage_since) == (there, first)


def test_what_a_deal_has_passed_is_not_forgotten_by_a_stale_writer(
    seller: User, make_deal: MakeDeal, stages: dict[str, Stage]
) -> None:
    deal, (first, second, *_others) = make_deal(seller), stages.values()
    deal = deals.move(deal=deal, stage=second, by=seller, at=NOW)
    deal.passed = deal.left_stages = deal.left_minutes = []
    deal.save()
    deal.refresh_from_db()
    assert (deal.passed, deal.left_stages, deal.left_minutes) == ([first.pk, second.pk], [first.pk], [0])
    kept = {column.name for column in event_model(DEAL)._meta.fields}
    assert not kept & {"passed", "left_stages", "left_minutes"}


def test_a_deal_moved_to_and_fro_for_ever_still_moves(
    seller: User, make_deal: MakeDeal, stages: dict[str, Stage]
) -> None:
    deal, (first, second, *_others) = make_deal(seller), stages.values()
    StageChange.objects.bulk_create(
        StageChange(deal=deal, from_stage=one, to_stage=other, at=NOW, seconds_in_previous=60 * number)
        for number in range(0, 1000, 2)
        for one, other in ((first, second), (second, first))
    )
    deal.refresh_from_db()
    assert (len(deal.left_stages), deal.left_minutes[-1]) == (MOST_LEFT, MOST_LEFT - 2)
    deal = deals.undo_move(
        deal=deals.move(deal=deal, stage=second, by=seller, at=NOW), version=deal.version + 1, by=seller, at=NOW
    )
    deal.refresh_from_db()
    assert (len(deal.left_stages), deal.left_minutes[-1]) == (MOST_LEFT, MOST_LEFT - 2)
