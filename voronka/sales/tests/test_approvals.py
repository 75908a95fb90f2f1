"""Approvals: a deal waits until somebody agrees, and nobody else may say so."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import Role, User
from voronka.activities.models import HistoryEntry, Task
from voronka.core.errors import ActionError, Conflict, Forbidden, NotFound, Refused
from voronka.people.kinds import PERSON
from voronka.people.models import Person
from voronka.records.actions import erasures
from voronka.sales.actions import approvals, checks, deals
from voronka.sales.models import Approval, Deal, Stage
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.method import agreed_by, item, ruled
from voronka.sales.tests.test_api import call

pytestmark = [pytest.mark.django_db, pytest.mark.req("G4")]

HTMX = {"HX-Request": "true"}
type Stages = dict[str, Stage]


@pytest.fixture
def stage(stages: Stages, head: User) -> Stage:
    """The stage where the head must agree."""
    return agreed_by(stages["Договор"], head)


@pytest.fixture
def asked(seller: User, make_deal: MakeDeal, stage: Stage) -> Approval:
    """What the seller has asked for."""
    return approvals.ask(deal=make_deal(seller), stage=stage, note="Скидка 10 %", by=seller, at=NOW)


def there(approval: Approval) -> Stage:
    return Deal.objects.get(pk=approval.deal_id).stage


def test_the_drop_asks_for_it_and_the_deal_waits(
    client: Client, seller: User, head: User, make_deal: MakeDeal, stage: Stage
) -> None:
    deal = make_deal(seller)
    client.force_login(seller)
    url = reverse("sales:stage", args=[deal.pk])
    html = client.post(url, {"stage": stage.pk}, headers=HTMX).content.decode()
    assert ('name="note"' in html, "Ольга Ветрова" in html) == (True, True)
    answer = client.post(url, {"stage": stage.pk, "asked": "1", "note": "Скидка"}, headers=HTMX)
    made = Approval.objects.get()
    assert (answer.status_code, there(made).name, made.note) == (204, "Новая", "Скидка")
    assert (Task.objects.get().owner, Task.objects.get().created_by) == (head, seller)


def test_agreed_it_moves_in_the_name_of_the_seller(asked: Approval, seller: User, head: User) -> None:
    granted, said = approvals.grant(approval=asked, by=head, at=NOW)
    assert (granted.is_granted, said, there(asked).name) == (True, "", "Договор")
    assert asked.deal.stage_changes.latest("pk").by == seller
    assert Task.objects.get().done_by == head
    assert HistoryEntry.objects.filter(type__startswith="approval_").count() == 2


def test_refused_it_stays_and_the_seller_is_told(asked: Approval, seller: User, head: User) -> None:
    with pytest.raises(Refused):
        approvals.refuse(approval=asked, reason=" \x00", by=head, at=NOW)
    approvals.refuse(approval=asked, reason="Нет маржи", by=head, at=NOW)
    assert there(asked).name == "Новая"
    assert Task.objects.get(owner=seller, done_at=None).note == "Нет маржи"
    with pytest.raises(Refused):
        deals.move(deal=asked.deal, stage=asked.to_stage, by=seller, at=NOW)


def test_only_who_is_meant_decides(asked: Approval, seller: User, colleague: User, admin: User) -> None:
    for other in (seller, colleague, admin):
        with pytest.raises(Forbidden):
            approvals.grant(approval=asked, by=other, at=NOW)
        with pytest.raises(Forbidden):
            approvals.refuse(approval=asked, reason="Нет", by=other, at=NOW)


def test_whoever_agrees_needs_not_ask_himself(head: User, make_deal: MakeDeal, stage: Stage) -> None:
    assert deals.move(deal=make_deal(head), stage=stage, by=head, at=NOW).stage == stage


def test_one_of_a_role(seller: User, colleague: User, head: User, make_deal: MakeDeal, stages: Stages) -> None:
    stage = ruled(stages["Договор"], approver_role=colleague.roles.get())
    made = approvals.ask(deal=make_deal(seller), stage=stage, by=seller, at=NOW)
    assert made.asked_of == colleague
    with pytest.raises(Forbidden):
        approvals.grant(approval=made, by=head, at=NOW)
    approvals.grant(approval=made, by=colleague, at=NOW)
    assert there(made) == stage


def test_where_the_approver_has_left_administrators_decide(
    seller: User, head: User, admin: User, make_deal: MakeDeal, stage: Stage
) -> None:
    User.objects.filter(pk=head.pk).update(is_active=False)
    made = approvals.ask(deal=make_deal(seller), stage=stage, by=seller, at=NOW)
    assert made.asked_of == admin
    approvals.grant(approval=made, by=admin, at=NOW)
    assert there(made) == stage


def test_who_sees_no_deals_is_asked_nothing(
    seller: User, colleague: User, admin: User, make_deal: MakeDeal, stages: Stages
) -> None:
    lawyers = Role.objects.create(name="Юристы")
    blind = User.objects.create_user("lawyer@firma.ru", first_name="Лев")
    blind.roles.add(lawyers)
    stage = ruled(stages["Договор"], approver_role=lawyers)
    made = approvals.ask(deal=make_deal(seller), stage=stage, by=seller, at=NOW)
    assert made.asked_of == admin
    colleague.roles.add(lawyers)
    approvals.withdraw(approval=made, by=seller, at=NOW)
    assert approvals.ask(deal=made.deal, stage=stage, by=seller, at=NOW).asked_of == colleague


def test_a_page_that_shows_another_question_decides_nothing(
    client: Client, asked: Approval, seller: User, head: User, stages: Stages
) -> None:
    client.force_login(head)
    card = client.get(reverse("deal:panel", args=[asked.deal_id, "approval"])).content.decode()
    assert f'name="approval" value="{asked.pk}"' in card
    approvals.withdraw(approval=asked, by=seller, at=NOW)
    other = agreed_by(stages["Переговоры"], head)
    now = approvals.ask(deal=asked.deal, stage=other, by=seller, at=NOW)
    for deed in ("grant", "refuse"):
        given = {"approval": asked.pk, "reason": "Нет маржи"}
        answer = client.post(reverse(f"sales:{deed}", args=[asked.deal_id]), given, headers=HTMX)
        assert answer.status_code == 409
    now.refresh_from_db()
    assert now.is_pending
    assert client.post(reverse("sales:grant", args=[asked.deal_id]), {"approval": now.pk}).status_code == 303
    assert there(now) == other


def test_it_waits_once_and_can_be_withdrawn(asked: Approval, seller: User, outsider: User, stage: Stage) -> None:
    with pytest.raises(Refused):
        approvals.ask(deal=asked.deal, stage=stage, by=seller, at=NOW)
    with pytest.raises(NotFound):
        approvals.withdraw(approval=asked, by=outsider, at=NOW)
    assert approvals.withdraw(approval=asked, by=seller, at=NOW).is_granted is None
    assert not Task.objects.filter(done_at=None).exists()
    with pytest.raises(Conflict):
        approvals.withdraw(approval=asked, by=seller, at=NOW)
    approvals.ask(deal=asked.deal, stage=stage, by=seller, at=NOW)


def test_a_deal_that_goes_elsewhere_waits_no_longer(asked: Approval, seller: User, stages: Stages) -> None:
    deals.lose(deal=asked.deal, reason="Дорого", by=seller, at=NOW)
    asked.refresh_from_db()
    assert (asked.is_pending, asked.is_granted) == (False, None)


def test_a_move_that_is_taken_back_takes_the_question_along(
    seller: User, head: User, make_deal: MakeDeal, stage: Stage, stages: Stages
) -> None:
    deal = deals.move(deal=make_deal(seller), stage=stages["Квалификация"], by=seller, at=NOW)
    made = approvals.ask(deal=deal, stage=stage, by=seller, at=NOW)
    deals.undo_move(deal=deal, version=deal.version, by=seller, at=NOW)
    made.refresh_from_db()
    assert (made.is_pending, made.is_granted) == (False, None)
    assert not Task.objects.filter(owner=head, done_at=None).exists()
    assert not User.objects.get(pk=head.pk).takes_part


def test_an_agreement_holds_only_while_the_deal_stands(
    asked: Approval, seller: User, head: User, stage: Stage, stages: Stages
) -> None:
    approvals.grant(approval=asked, by=head, at=NOW)
    later = NOW.replace(hour=15)
    back = deals.move(deal=asked.deal, stage=stages["Новая"], by=seller, at=later)
    with pytest.raises(Refused):
        deals.move(deal=back, stage=stage, by=seller, at=later)


def test_the_gate_looks_again(asked: Approval, seller: User, head: User, stages: Stages, stage: Stage) -> None:
    line = item(stages["Новая"])
    said = approvals.grant(approval=asked, by=head, at=NOW)[1]
    assert (line.text in said, there(asked).name) == (True, "Новая")
    assert Task.objects.filter(owner=seller, done_at=None).exists()
    checks.tick(deal=asked.deal, items=[line.pk], by=seller, at=NOW)
    assert deals.move(deal=asked.deal, stage=stage, by=seller, at=NOW).stage == stage  # it needs not be asked again


def test_nothing_else_may_be_lacking(seller: User, make_deal: MakeDeal, stage: Stage, stages: Stages) -> None:
    line, deal = item(stages["Новая"]), make_deal(seller)
    with pytest.raises(Refused) as told:
        approvals.ask(deal=deal, stage=stage, by=seller, at=NOW)
    assert f"check-{line.pk}" in told.value.fields
    with pytest.raises(Refused):
        approvals.ask(deal=deal, stage=stages["Квалификация"], by=seller, at=NOW)
    with pytest.raises(Conflict):
        approvals.ask(deal=deal, stage=stage, version=7, by=seller, at=NOW)


def test_the_api(seller: User, head: User, outsider: User, make_deal: MakeDeal, stage: Stage) -> None:
    deal = make_deal(seller)
    path = f"/deals/{deal.pk}/approval"
    assert call(outsider, path, {"stage": stage.pk})[0] == 404
    code, made = call(seller, path, {"stage": stage.pk, "note": "Срочно"})
    assert (code, made["note"], made["decided_at"]) == (200, "Срочно", None)
    assert call(seller, f"{path}/grant")[0] == 403
    assert call(head, f"{path}/refuse", {"reason": ""})[0] == 422
    assert call(head, f"{path}/grant")[1]["is_granted"] is True
    assert call(head, f"{path}/grant")[0] == 404
    assert len(call(seller, f"{path}s", method="GET")[1]) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once(seller: User, head: User, make_deal: MakeDeal, stages: Stages) -> None:
    stage, deal = agreed_by(stages["Договор"], head), make_deal(seller)

    def ask(_number: int) -> Any:
        try:
            return approvals.ask(deal=deal, stage=stage, by=seller, at=NOW)
        except ActionError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(ask, range(2)))
    assert sorted(isinstance(one, Approval) for one in told) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_two_who_fill_the_last_place_at_once(seller: User, make_deal: MakeDeal, stages: Stages) -> None:
    stage = ruled(stages["Переговоры"], wip_limit=1)
    rivals = [make_deal(seller), make_deal(seller)]

    def go(deal: Deal) -> bool:
        try:
            deals.move(deal=deal, stage=stage, by=seller, at=NOW)
        except Refused:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(go, rivals)) == [False, True]


def test_erasing_the_client_empties_what_was_written(seller: User, head: User, admin: User, stages: Stages) -> None:
    person = Person.objects.create(last_name="Серебров", owner=seller, created_at=NOW, updated_at=NOW)
    values = {"name": "Насосы", "person": person.pk}
    deal = deals.create(values=values, by=seller, at=NOW)
    stage = agreed_by(stages["Договор"], head)
    made = approvals.ask(deal=deal, stage=stage, note="Серебров просит скидку", by=seller, at=NOW)
    approvals.refuse(approval=made, reason="Серебров не платит", by=head, at=NOW)
    erasures.erase(kind=PERSON, pk=person.pk, why="request", said=str(person), by=admin, at=NOW)
    made.refresh_from_db()
    assert (made.note, "Серебров" in made.reason, made.reason != "") == ("", False, True)
