"""Routing goes on whatever stands in its way: leads that nobody can take, demanded fields, two people at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from voronka.accounts.models import Action, Grant, Role, Scope, User
from voronka.accounts.tests.at_once import at_once
from voronka.activities.actions import interactions, tasks
from voronka.activities.models import InteractionType, Task
from voronka.sales import tasks as jobs
from voronka.sales.actions import routing
from voronka.sales.models import Ending, Lead, LeadAssignment, Method
from voronka.sales.tests.conftest import NOW, MakeLead
from voronka.sales.tests.test_routing import MakeRule, arrive, make_rule, source

__all__ = ["arrive", "make_rule"]

pytestmark = [pytest.mark.django_db, pytest.mark.req("E7")]

type Arrive = Callable[..., Lead]


def of_site() -> dict[str, Any]:
    return {"field": "source", "op": "in", "value": [source("Сайт").pk]}


def test_leads_that_wait_in_the_queue_hold_up_nobody(
    seller: User, make_rule: MakeRule, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PORTION", 2)
    rule = make_rule("Сайт", filter=of_site())
    make_rule("Очередь", method=Method.QUEUE)
    for name in "АБВ":
        arrive(last_name=name)  # for the queue, for ever
    late = arrive(source="Сайт")
    rule.people.set([seller])
    jobs.route_leads.func(0)
    late.refresh_from_db()
    assert late.owner == seller


def test_a_lead_for_somebody_who_sees_no_leads_is_made(admin: User, make_rule: MakeRule, make_lead: MakeLead) -> None:
    storeman = User.objects.create_user("storeman@firma.ru", first_name="Пётр")
    role = Role.objects.create(name="Склад")
    for action in (Action.VIEW, Action.CREATE, Action.EDIT):
        Grant.objects.create(role=role, kind="task", action=action, scope=Scope.OWN)
    storeman.roles.add(role)
    make_rule("Все", task="Перезвонить")
    lead = make_lead(admin, owner=storeman.pk)
    lead.refresh_from_db()
    assert (lead.owner, Task.objects.count()) == (storeman, 0)
    assert lead.respond_by


def test_one_lead_that_cannot_be_given_holds_up_no_other(
    seller: User, colleague: User, make_rule: MakeRule, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_rule("Все", seller, colleague, take_within=15)
    bad, good = arrive(last_name="А"), arrive(last_name="Б")
    first, pass_on = good.owner, routing.pass_on

    def fails(*, assignment: LeadAssignment, at: Any) -> Any:
        if assignment.lead_id == bad.pk:
            raise RuntimeError("broken")
        return pass_on(assignment=assignment, at=at)

    monkeypatch.setattr(routing, "pass_on", fails)
    jobs.route_leads.func(0)
    good.refresh_from_db()
    assert good.owner != first


def test_when_the_day_is_over_it_waits_for_the_next_colleague(
    seller: User, colleague: User, make_rule: MakeRule, arrive: Arrive
) -> None:
    make_rule("Все", seller, colleague, take_within=3 * 60, only_at_work=True)
    lead = arrive()
    given = LeadAssignment.objects.get()
    evening = NOW + timedelta(hours=3)
    assert given.take_by == evening  # the very end of the working day
    assert routing.pass_on(assignment=given, at=evening) is None
    lead.refresh_from_db()
    assert lead.owner == given.user
    passed = routing.pass_on(assignment=given, at=NOW + timedelta(hours=18))
    assert passed
    assert {passed.user, given.user} == {seller, colleague}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", ["task", "call"])
def test_who_answers_while_it_is_passed_on_hinders_nobody(
    deed: str, seller: User, colleague: User, make_rule: MakeRule, arrive: Arrive
) -> None:
    make_rule("Все", seller, colleague, take_within=15, task="Перезвонить")
    call = InteractionType.objects.get(code="call")
    late = NOW + timedelta(minutes=15)
    for name in "АБВГД":
        lead = arrive(last_name=name)
        given = LeadAssignment.objects.select_related("user", "task").get(lead=lead)
        by = given.user

        def answer(lead: Lead = lead, given: LeadAssignment = given, by: User = by) -> object:
            if deed == "task":
                assert given.task
                return tasks.complete(task=given.task, by=by, at=late)
            return interactions.log(subject=lead, type=call, by=by, at=late)

        done = at_once(answer, lambda given=given: routing.pass_on(assignment=given, at=late))
        assert not [one for one in done if isinstance(one, Exception) and "deadlock" in str(one)]
        lead.refresh_from_db()
        if lead.answered_at:
            assert not lead.assignments.filter(ended_at=None).exists()


def test_an_answered_lead_is_not_passed_on(seller: User, colleague: User, make_rule: MakeRule, arrive: Arrive) -> None:
    make_rule("Все", seller, colleague, take_within=15)
    lead = arrive()
    Lead.objects.filter(pk=lead.pk).update(answered_at=NOW, answered_by=seller, answer_minutes=0)
    given = LeadAssignment.objects.get()
    assert routing.pass_on(assignment=given, at=NOW + timedelta(minutes=20)) is None
    given.refresh_from_db()
    assert given.ending == Ending.TAKEN


def test_a_rule_of_somebody_who_left_still_holds(seller: User, make_rule: MakeRule, arrive: Arrive) -> None:
    gone = User.objects.create_user("gone@firma.ru", first_name="Иван", is_active=False)
    make_rule("Сайт", seller, filter=of_site(), made_by=gone)
    assert arrive(source="Сайт").owner == seller
