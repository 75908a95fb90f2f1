"""Who works at a stage gets the deal with his task, sees it everywhere while he takes part, and nothing else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from voronka.accounts.models import Action, Role, User
from voronka.accounts.tests.at_once import at_once, somebody_waits, until
from voronka.activities.models import HistoryEntry, Task
from voronka.core.errors import Refused
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.people.models import LegalEntity, Organization
from voronka.records import access, actions, live
from voronka.records.actions import bulk
from voronka.records.listing import found_by_text, named
from voronka.records.search.index import index
from voronka.records.search.query import find
from voronka.records.tests.rules import fresh
from voronka.sales.actions import approvals, deals
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Participant, Stage
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.method import agreed_by, ruled
from voronka.sales.tests.test_api import call

pytestmark = [pytest.mark.django_db, pytest.mark.req("E1", "E7")]

type Stages = dict[str, Stage]


@pytest.fixture
def stage(stages: Stages, outsider: User) -> Stage:
    """The stage where somebody of another department makes the estimate."""
    return ruled(stages["Предложение"], performer=outsider, performer_task="Сделать расчёт")


@pytest.fixture
def client_of(seller: User) -> Organization:
    """The client of the deal, with a legal entity that is seen through it."""
    made = Organization.objects.create(name="Вега", owner=seller, created_at=NOW, updated_at=NOW)
    index(ORGANIZATION, [made.pk])
    LegalEntity.objects.create(name="ООО Вега", organization=made, owner=seller, created_at=NOW, updated_at=NOW)
    return made


@pytest.fixture
def deal(seller: User, make_deal: MakeDeal, stage: Stage, client_of: Organization) -> Deal:
    """A deal that has come to this stage."""
    made = make_deal(seller, name="Насосная станция", organization=client_of.pk)
    return deals.move(deal=made, stage=stage, by=seller, at=NOW)


def sees(user: User, deal: Deal) -> set[bool]:
    """Whether every place that knows the rule says the same of the deal and its client."""
    by, organization = fresh(user), deal.organization
    assert organization
    return {
        access.visible(DEAL, by).filter(pk=deal.pk).exists(),
        access.visible(DEAL, by, Action.EDIT).filter(pk=deal.pk).exists(),
        access.may_do(by, Action.VIEW, deal),
        access.may_do(by, Action.EDIT, deal),
        access.visible(ORGANIZATION, by).filter(pk=organization.pk).exists(),
        access.visible(LEGAL_ENTITY, by).exists(),
        access.may_do(by, Action.VIEW, organization),
        any(hit.record_id == deal.pk for hit in find("Насосная", by, names=["deal"])),
        any(hit.record_id == organization.pk for hit in find("Вега", by, names=["organization"])),
        named(access.visible(DEAL, by), found_by_text(DEAL, "станция", by=by))[0].exists(),
        live.may_hear(by.pk, "deal", deal.pk),
        call(by, f"/deals/{deal.pk}", method="GET")[0] == 200,
        call(by, "/deals", method="GET")[1]["items"] != [],
    }


def test_the_performer_sees_it_while_he_takes_part(outsider: User, seller: User, deal: Deal, stages: Stages) -> None:
    assert sees(outsider, deal) == {True}
    assert not access.visible(ORGANIZATION, fresh(outsider), Action.EDIT).exists()
    for action in (Action.EXPORT, Action.DELETE):
        assert not access.visible(DEAL, fresh(outsider), action).exists()
    deals.move(deal=deal, stage=stages["Переговоры"], by=fresh(outsider), at=NOW + timedelta(hours=1))
    assert sees(outsider, deal) == {False}
    assert not User.objects.get(pk=outsider.pk).takes_part


def test_he_has_a_task_that_ends_with_his_part(outsider: User, seller: User, deal: Deal, stages: Stages) -> None:
    task = Task.objects.get()
    assert (task.title, task.owner, task.created_by) == ("Сделать расчёт", outsider, seller)
    assert HistoryEntry.objects.filter(type="participant", subject_id=deal.pk).count() == 1
    deals.move(deal=deal, stage=stages["Переговоры"], by=seller, at=NOW)
    assert Task.objects.get().done_at


def test_a_move_taken_back_gives_it_to_him_again(outsider: User, seller: User, deal: Deal, stages: Stages) -> None:
    on = deals.move(deal=deal, stage=stages["Переговоры"], by=seller, at=NOW + timedelta(hours=1))
    deals.undo_move(deal=on, version=on.version, by=seller, at=NOW + timedelta(hours=2))
    assert sees(outsider, deal) == {True}
    assert Task.objects.filter(done_at=None).count() == 1


def test_other_records_stay_foreign(outsider: User, seller: User, deal: Deal, make_deal: MakeDeal) -> None:
    other = make_deal(seller, name="Другая")
    assert set(access.visible(DEAL, fresh(outsider))) == {deal}
    assert call(outsider, f"/deals/{other.pk}", method="GET")[0] == 404


def test_a_role_without_deals_gives_nothing(seller: User, make_deal: MakeDeal, stages: Stages) -> None:
    guest = User.objects.create_user("guest@example.com", None, first_name="Гость")
    stage = ruled(stages["Договор"], performer=guest)
    deal = deals.move(deal=make_deal(seller), stage=stage, by=seller, at=NOW)
    assert not Participant.objects.exists()
    assert HistoryEntry.objects.filter(type="no_performer", subject_id=deal.pk).exists()


def test_of_a_department_whoever_has_fewest(
    seller: User, outsider: User, own_role: Role, make_deal: MakeDeal, stages: Stages
) -> None:
    service = outsider.department
    second = User.objects.create_user("second@example.com", None, first_name="Второй", department=service)
    second.roles.add(own_role)
    stage = ruled(stages["Договор"], performer_department=service)
    moved = [deals.move(deal=make_deal(seller), stage=stage, by=seller, at=NOW) for _ in range(4)]
    shares = [Participant.objects.filter(user=user).count() for user in (outsider, second)]
    assert (len(moved), shares) == (4, [2, 2])


def test_a_deal_made_at_the_stage(seller: User, outsider: User, stage: Stage, make_deal: MakeDeal) -> None:
    make_deal(seller, stage=stage.name)
    assert Participant.objects.get().user == outsider


def test_who_is_asked_to_agree_sees_but_does_not_change(
    seller: User, outsider: User, make_deal: MakeDeal, stages: Stages, client_of: Organization
) -> None:
    deal = make_deal(seller, organization=client_of.pk)
    made = approvals.ask(deal=deal, stage=agreed_by(stages["Договор"], outsider), by=seller, at=NOW)
    by = fresh(outsider)
    assert set(access.visible(DEAL, by)) == {deal}
    assert not access.visible(DEAL, by, Action.EDIT).exists()
    approvals.refuse(approval=made, reason="Рано", by=by, at=NOW)
    assert not access.visible(DEAL, fresh(outsider)).exists()


def test_the_performer_gives_the_deal_to_nobody(outsider: User, seller: User, head: User, deal: Deal) -> None:
    by = fresh(outsider)
    for changes in ({"owner": outsider.pk}, {"owner": None}, {"department": outsider.department_id}):
        with pytest.raises(Refused):
            actions.update(record=deal, changes=changes, by=by, at=NOW)
        done = bulk.change(kind=DEAL, ids=[deal.pk], values=changes, by=by, at=NOW)
        assert (done.changed, len(done.refused)) == (0, 1)
    actions.update(record=deal, changes={"note": "Расчёт готов"}, by=by, at=NOW)
    deal.refresh_from_db()
    assert (deal.owner, deal.note) == (seller, "Расчёт готов")
    assert actions.update(record=deal, changes={"owner": head.pk}, by=seller, at=NOW).owner == head


def test_who_takes_part_in_nothing_is_asked_nothing(seller: User, outsider: User, deal: Deal) -> None:
    assert "participant" not in str(access.visible(DEAL, fresh(seller)).query)
    sql = str(access.visible(DEAL, fresh(outsider)).query)
    assert ("ANY(ARRAY(" in sql, "JOIN" in sql) == (True, False)


def test_a_row_is_not_multiplied(seller: User, outsider: User, deal: Deal, stages: Stages) -> None:
    stage = agreed_by(stages["Договор"], outsider)
    approvals.ask(deal=deal, stage=stage, by=seller, at=NOW)
    assert Participant.objects.filter(user=outsider, ended_at=None).count() == 2
    assert access.visible(DEAL, fresh(outsider)).count() == 1
    assert access.visible(PERSON, fresh(outsider)).count() == 0


@pytest.mark.parametrize("url", ["/deals/", "/deals/board/"])
def test_pages_ask_as_much_for_one_as_for_fifty(
    url: str, client: Client, seller: User, stage: Stage, make_deal: MakeDeal
) -> None:
    client.force_login(User.objects.get(pk=stage.performer_id))

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    deals.move(deal=make_deal(seller), stage=stage, by=seller, at=NOW)
    asked()
    before = asked()
    for _ in range(49):
        deals.move(deal=make_deal(seller), stage=stage, by=seller, at=NOW)
    assert asked() == before <= 12


def test_whose_part_ends_is_led_away_from_the_card(client: Client, outsider: User, deal: Deal, stages: Stages) -> None:
    client.force_login(outsider)
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{deal.get_absolute_url()}"}
    url = reverse("sales:stage", args=[deal.pk])
    answer = client.post(url, {"stage": stages["Переговоры"].pk}, headers=headers)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, reverse("sales:board"))


@pytest.mark.django_db(transaction=True)
def test_who_ends_one_part_and_begins_another_at_once_keeps_it(
    seller: User, outsider: User, make_deal: MakeDeal, stages: Stages
) -> None:
    stage = ruled(stages["Предложение"], performer=outsider)
    ending, beginning = make_deal(seller), make_deal(seller)
    deals.move(deal=ending, stage=stage, by=seller, at=NOW)
    later = NOW + timedelta(hours=1)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            deals.move(deal=ending, stage=stages["Переговоры"], by=seller, at=later)
            begun = pool.submit(at_once, lambda: deals.move(deal=beginning, stage=stage, by=seller, at=later))
            until(lambda: begun.done() or somebody_waits())
        begun.result()
    assert User.objects.get(pk=outsider.pk).takes_part
