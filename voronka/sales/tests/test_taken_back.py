"""What listeners do at a change, they do when it is taken back: nothing waits for the night."""

from datetime import timedelta

import pytest

from voronka.accounts.models import User
from voronka.activities.models import HistoryEntry, Task
from voronka.core import events
from voronka.records.events import RecordsUpdated
from voronka.sales.actions import conversion, deals, decisions, unconversion
from voronka.sales.actions.way import Done
from voronka.sales.events import DealMoved
from voronka.sales.kinds import LEAD
from voronka.sales.models import Deal, DealChance, Learning, Rate, Signal, Stage, StageChange
from voronka.sales.queries import reasons
from voronka.sales.tests.conftest import NOW, MakeDeal, MakeLead
from voronka.sales.tests.method import ruled
from voronka.sales.tests.test_chances import good, learned, past
from voronka.sales.tests.test_economics import talk
from voronka.sales.tests.test_signals import LONG_AGO, raised

__all__ = ["learned", "past"]
pytestmark = [pytest.mark.django_db, pytest.mark.req("H5", "E7")]

type Stages = dict[str, Stage]
LATER = NOW.replace(hour=14)


@pytest.fixture
def costly(seller: User, make_deal: MakeDeal, stages: Stages) -> Deal:
    """A deal that costs more than it can bring, as long as it stands where it stands."""
    Stage.objects.update(minutes_norm=None)
    ruled(stages["Новая"], minutes_norm=600)
    Rate.objects.create(per_hour=1000, valid_from=LONG_AGO)
    deal = make_deal(seller, margin="1000")
    talk(deal, seller, 10)
    assert "stop_loss" in raised(deal)
    return deal


def test_a_move_taken_back_weighs_the_deal(costly: Deal, seller: User, stages: Stages) -> None:
    moved = deals.move(deal=costly, stage=stages["Договор"], by=seller, at=NOW.replace(hour=13))
    assert "stop_loss" not in raised(costly)
    deals.undo_move(deal=moved, version=moved.version, by=seller, at=LATER)
    assert "stop_loss" in raised(costly)


def test_what_slept_sleeps_on_and_counts_from_where_it_began(costly: Deal, seller: User, stages: Stages) -> None:
    signal = Signal.objects.get(kind="stop_loss")
    day = NOW.date() + timedelta(days=7)
    decisions.go_on(signal=signal, until=day, reason="Ждём тендер", by=seller, at=NOW)
    moved = deals.move(deal=costly, stage=stages["Договор"], by=seller, at=NOW.replace(hour=13))
    deals.undo_move(deal=moved, version=moved.version, by=seller, at=LATER)
    stop = Signal.objects.get(kind="stop_loss")
    assert (stop.pk, stop.since, stop.ended_at, stop.sleeps_until) == (signal.pk, signal.since, None, day)


def test_a_loss_taken_back_sends_nobody_to_win_the_client_back(seller: User, make_deal: MakeDeal) -> None:
    deal = make_deal(seller)
    spring = NOW.date() + timedelta(days=90)
    reason, stage = reasons.lost_reasons()[0][0], deal.pipeline.stages.get(outcome="lost")
    done = Done(values={"win_back_on": spring})
    lost = deals.move(deal=deal, stage=stage, reason=reason, done=done, by=seller, at=NOW.replace(hour=13))
    assert Task.objects.get(done_at=None).due_at.date() == spring
    deals.undo_move(deal=lost, version=lost.version, by=seller, at=LATER)
    assert not Task.objects.filter(done_at=None).exists()


def test_a_loss_taken_back_asks_again(costly: Deal, seller: User) -> None:
    lost = deals.lose(deal=costly, reason=reasons.lost_reasons()[0][0], by=seller, at=NOW.replace(hour=13))
    assert raised(costly) == {}
    deals.undo_move(deal=lost, version=lost.version, by=seller, at=LATER)
    assert "stop_loss" in raised(costly)


def test_a_move_taken_back_judges_the_deal(
    learned: Learning, seller: User, make_deal: MakeDeal, stages: Stages
) -> None:
    deal = good(make_deal, seller)
    moved = deals.move(deal=deal, stage=stages["Переговоры"], by=seller, at=NOW.replace(hour=13))
    assert DealChance.objects.get(deal=deal).stage == stages["Переговоры"]
    deals.undo_move(deal=moved, version=moved.version, by=seller, at=LATER)
    assert DealChance.objects.get(deal=deal).stage == stages["Новая"]


def test_a_handing_over_taken_back_is_told_by_the_names_of_fields(
    head: User, seller: User, make_deal: MakeDeal, stages: Stages
) -> None:
    deal = make_deal(head)
    handed = deals.hand_over(deal=deal, owner=seller.pk, stage=stages["Договор"], by=head, at=NOW.replace(hour=13))
    with events.heard(RecordsUpdated, DealMoved) as told:
        deals.undo_move(deal=handed, version=2, by=head, at=LATER)
    (event,) = told
    assert isinstance(event, RecordsUpdated)
    assert {"owner": seller.pk, "stage": stages["Договор"].pk}.items() <= event.before[deal.pk].items()
    assert not {name for name in event.before[deal.pk] if name.endswith("_id")}
    assert StageChange.objects.filter(deal=deal).count() == 1
    assert set(HistoryEntry.objects.filter(subject_id=deal.pk).values_list("type", flat=True)) == {"created"}


@pytest.mark.req("B10")
def test_a_conversion_taken_back_is_told_by_the_names_of_fields(seller: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller, owner=None)
    with events.heard(RecordsUpdated) as told:
        made = conversion.convert(
            lead=lead, organization={"name": "Вега"}, person=None, deal=None, by=seller, at=NOW.replace(hour=13)
        )
        unconversion.undo(lead=lead, by=seller, at=LATER)
    assert made.organization
    first, last = (event.before[lead.pk] for event in told if isinstance(event, RecordsUpdated) and event.kind is LEAD)
    assert (first["owner"], first["organization"]) == (None, None)
    assert (last["owner"], last["organization"]) == (seller.pk, made.organization.pk)
    assert "person" not in last  # there was none before and after
