"""A deal is handed over on the board: owner and stage in one step, refused whole, taken back whole."""

from collections.abc import Callable

import pytest

from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once
from voronka.activities.models import HistoryEntry, Interaction
from voronka.core import events
from voronka.core.errors import ActionError, Conflict, NotFound, Refused
from voronka.records import actions
from voronka.records.edits import edits
from voronka.records.events import RecordUpdated
from voronka.sales import defaults
from voronka.sales.actions import approvals, deals
from voronka.sales.actions.way import Done
from voronka.sales.events import DealMoved
from voronka.sales.kinds import DEAL
from voronka.sales.models import Approval, Deal, Stage, StageChange
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.method import agreed_by, contact, item, ruled
from voronka.sales.tests.test_api import call

pytestmark = [pytest.mark.django_db, pytest.mark.req("E7", "G3")]

type Stages = dict[str, Stage]
type Placed = tuple[User | None, str]


def placed(deal: Deal) -> Placed:
    """Whose the deal is, and at which stage it stands."""
    now = Deal.objects.select_related("owner", "stage").get(pk=deal.pk)
    return now.owner, now.stage.name


class TestTheAction:
    def test_owner_and_stage_are_one_step(
        self, head: User, outsider: User, make_deal: MakeDeal, stages: Stages
    ) -> None:
        deal = make_deal(head)
        with events.heard(RecordUpdated, DealMoved) as told:
            deals.hand_over(deal=deal, owner=outsider.pk, stage=stages["Договор"], by=head, at=NOW, version=1)
        assert [type(event) for event in told].count(RecordUpdated) == 1
        assert [type(event) for event in told].count(DealMoved) == 1
        deal.refresh_from_db()
        assert (deal.owner, deal.department, str(deal.stage)) == (outsider, outsider.department, "Договор")
        assert deal.version == 2
        steps, _more = edits(DEAL, deal.pk, by=head)
        assert len(steps) == 2  # made, handed over
        assert {"Ответственный", "Этап"} <= {change.label for change in steps[0].changes}

    def test_without_a_stage_it_stays_where_it_stands(self, head: User, seller: User, make_deal: MakeDeal) -> None:
        deal = make_deal(head, stage="Договор")
        deals.hand_over(deal=deal, owner=seller.pk, by=head, at=NOW, version=1)
        assert (placed(deal), StageChange.objects.count()) == ((seller, "Договор"), 1)
        deals.hand_over(deal=deal, owner=None, by=head, at=NOW)
        assert placed(deal) == (None, "Договор")

    def test_what_somebody_else_has_changed_is_shown(
        self, head: User, seller: User, colleague: User, make_deal: MakeDeal, stages: Stages
    ) -> None:
        deal = make_deal(head)
        actions.update(record=deal, changes={"amount": 7}, by=head, at=NOW)
        deals.hand_over(deal=deal, owner=seller.pk, by=head, at=NOW, version=1)  # the amount is another field
        for stage in (None, stages["Договор"]):
            with pytest.raises(Conflict) as told:
                deals.hand_over(deal=deal, owner=colleague.pk, stage=stage, by=head, at=NOW, version=1)
            clash = told.value.clashes[0]
            assert (clash.theirs, clash.yours) == (seller.full_name, colleague.full_name)
        assert placed(deal) == (seller, "Новая")

    def test_the_limit_is_of_the_one_who_gets_it(
        self, head: User, seller: User, colleague: User, make_deal: MakeDeal, stages: Stages
    ) -> None:
        full = ruled(stages["Договор"], wip_limit=1)
        make_deal(seller, stage="Договор")
        for giver in (head, colleague):
            deal = make_deal(colleague)
            with pytest.raises(Refused) as told:
                deals.hand_over(deal=deal, owner=seller.pk, stage=full, by=giver, at=NOW)
            assert set(told.value.fields) == {"over_limit"}
            assert placed(deal) == (colleague, "Новая")
        deals.hand_over(deal=deal, owner=head.pk, stage=full, by=head, at=NOW)
        deals.hand_over(deal=deal, owner=seller.pk, stage=full, by=head, at=NOW)  # it stands there already
        other = make_deal(colleague)
        deals.hand_over(deal=other, owner=seller.pk, stage=full, by=head, at=NOW, over_limit=True)
        assert placed(other) == (seller, "Договор")

    def test_a_head_of_one_department_goes_over_no_limit_of_another(
        self, colleague: User, outsider: User, make_deal: MakeDeal, stages: Stages
    ) -> None:
        full, deal = ruled(stages["Договор"], wip_limit=1), make_deal(colleague)
        make_deal(outsider, stage="Договор")
        with pytest.raises(Refused):
            deals.hand_over(deal=deal, owner=outsider.pk, stage=full, by=colleague, at=NOW, over_limit=True)
        assert placed(deal) == (colleague, "Новая")

    def test_who_only_takes_part_gives_nothing_away(
        self, seller: User, outsider: User, make_deal: MakeDeal, stages: Stages
    ) -> None:
        deal = make_deal(seller, stage=ruled(stages["Договор"], performer=outsider).name)
        by = User.objects.get(pk=outsider.pk)
        with pytest.raises(Refused) as told:
            deals.hand_over(deal=deal, owner=by.pk, stage=stages["Переговоры"], by=by, at=NOW)
        assert (told.value.field, placed(deal)) == ("owner", (seller, "Договор"))

    def test_a_stranger_sees_nothing(self, seller: User, outsider: User, make_deal: MakeDeal, stages: Stages) -> None:
        deal = make_deal(seller)
        for stage in (None, stages["Договор"]):
            with pytest.raises(NotFound):
                deals.hand_over(deal=deal, owner=outsider.pk, stage=stage, by=outsider, at=NOW)

    def test_all_or_nothing(self, head: User, seller: User, make_deal: MakeDeal, stages: Stages) -> None:
        deal = make_deal(head)
        item(stages["Новая"])
        contact(stages["Новая"])
        with pytest.raises(Refused):
            deals.hand_over(deal=deal, owner=seller.pk, stage=stages["Договор"], by=head, at=NOW)
        assert (placed(deal), Interaction.objects.count()) == ((head, "Новая"), 0)


class TestUndo:
    @pytest.fixture
    def handed(self, head: User, seller: User, make_deal: MakeDeal, stages: Stages) -> Deal:
        return deals.hand_over(
            deal=make_deal(head), owner=seller.pk, stage=stages["Договор"], by=head, at=NOW.replace(hour=13)
        )

    def test_it_takes_back_both(self, handed: Deal, head: User) -> None:
        deals.undo_move(deal=handed, version=2, by=head, at=NOW.replace(hour=14))
        assert placed(handed) == (head, "Новая")
        now = Deal.objects.get(pk=handed.pk)
        assert (now.department, now.stage_since, now.version) == (head.department, NOW, 3)
        assert set(HistoryEntry.objects.filter(subject_id=handed.pk).values_list("type", flat=True)) == {"created"}
        with pytest.raises(Refused):
            deals.undo_move(deal=handed, version=3, by=head, at=NOW.replace(hour=15))

    def test_of_a_handing_over_alone(self, head: User, seller: User, make_deal: MakeDeal) -> None:
        deal = make_deal(head)
        deals.hand_over(deal=deal, owner=seller.pk, by=head, at=NOW.replace(hour=13))
        deals.undo_move(deal=deal, version=2, by=head, at=NOW.replace(hour=14))
        assert (placed(deal), StageChange.objects.count()) == ((head, "Новая"), 1)

    def test_only_of_ones_own(self, handed: Deal, colleague: User, head: User, make_deal: MakeDeal) -> None:
        alone = deals.hand_over(deal=make_deal(head), owner=colleague.pk, by=head, at=NOW)
        for deal in (handed, alone):
            with pytest.raises(Refused):
                deals.undo_move(deal=deal, version=2, by=colleague, at=NOW)
            assert placed(deal)[0] != head

    def test_too_late_it_names_what_was_changed(self, handed: Deal, seller: User, head: User) -> None:
        actions.update(record=handed, changes={"amount": 7}, by=seller, at=NOW.replace(hour=14))
        with pytest.raises(Conflict) as told:
            deals.undo_move(deal=handed, version=2, by=head, at=NOW.replace(hour=15))
        assert seller.full_name in told.value.message
        assert "Сумма" in told.value.message
        assert placed(handed) == (seller, "Договор")

    def test_a_waiting_approval_of_somebody_else_goes_on(
        self, head: User, seller: User, colleague: User, make_deal: MakeDeal, stages: Stages
    ) -> None:
        deal = make_deal(seller)
        approvals.ask(deal=deal, stage=agreed_by(stages["Договор"], colleague), by=seller, at=NOW)
        handed = deals.hand_over(deal=deal, owner=head.pk, by=head, at=NOW.replace(hour=13))
        deals.undo_move(deal=handed, version=handed.version, by=head, at=NOW.replace(hour=14))
        assert (placed(deal), Approval.objects.get().is_pending) == ((seller, "Новая"), True)


@pytest.mark.req("B2")
def test_a_program_hands_over_in_its_move(
    head: User, seller: User, outsider: User, make_deal: MakeDeal, stages: Stages
) -> None:
    deal, line = make_deal(head), item(stages["Новая"])
    body = {"stage": stages["Договор"].pk, "values": {"owner": seller.pk}, "version": 1}
    assert (call(head, f"/deals/{deal.pk}/move", body)[0], placed(deal)) == (422, (head, "Новая"))
    assert call(head, f"/deals/{deal.pk}/move", {**body, "ticks": [line.pk]})[0] == 200
    assert placed(deal) == (seller, "Договор")
    assert call(outsider, f"/deals/{deal.pk}/move", body)[0] == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stage", ["", "Договор"])
def test_of_two_at_once_one_is_told(head: User, seller: User, colleague: User, stage: str) -> None:
    pipeline = defaults.ensure()
    deal: Deal = actions.create(kind=DEAL, values={"name": "Насосы"}, by=head, at=NOW)
    wanted = pipeline.stages.get(name=stage) if stage else None

    def give(to: User) -> Callable[[], object]:
        return lambda: (
            deals.hand_over(deal=deal, owner=to.pk, stage=wanted, by=head, at=NOW, version=1, done=Done()).owner_id
        )

    answers = at_once(give(seller), give(colleague))
    told = [one for one in answers if isinstance(one, ActionError)]
    assert [type(one) for one in told] == [Conflict]
    assert placed(deal)[0] in {seller, colleague}
    assert Deal.objects.get(pk=deal.pk).version == 2
