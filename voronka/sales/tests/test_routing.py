"""Leads go to somebody by rules, are answered in time, and go on when nobody takes them up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from voronka.accounts.actions import calendar
from voronka.accounts.models import Department, Role, User
from voronka.accounts.tests.at_once import at_once
from voronka.activities.actions import interactions, tasks
from voronka.activities.models import HistoryEntry, InteractionType, Task
from voronka.records.models import Classifier, ClassifierValue
from voronka.sales.actions import leads, routing
from voronka.sales.models import Ending, Lead, LeadAssignment, Method, RoutingRule
from voronka.sales.queries import routing as queries
from voronka.sales.tasks import route_leads
from voronka.sales.tests import conftest
from voronka.sales.tests.conftest import NOW, MakeLead

pytestmark = [pytest.mark.django_db, pytest.mark.req("E7"), pytest.mark.req("B6")]

type MakeRule = Callable[..., RoutingRule]
NIGHT = NOW + timedelta(hours=10)  # one o'clock in Moscow
MORNING = NOW + timedelta(hours=19)


@pytest.fixture
def make_rule(admin: User) -> MakeRule:
    def make(name: str = "Все", *people: User, **more: Any) -> RoutingRule:
        given = {"method": Method.TURNS, "made_by": admin, "position": RoutingRule.objects.count(), **more}
        rule = RoutingRule.objects.create(name=name, **given)
        rule.people.set(people)
        return rule

    return make


@pytest.fixture
def arrive(make_lead: MakeLead, admin: User) -> Callable[..., Lead]:
    """A lead that comes from outside."""

    def make(**raw: Any) -> Lead:
        return Lead.objects.get(pk=make_lead(admin, owner=None, department=None, **raw).pk)

    return make


def source(name: str) -> ClassifierValue:
    return ClassifierValue.objects.get(classifier=Classifier.SOURCE, name=name)


def test_the_first_rule_that_fits_holds(
    seller: User, colleague: User, make_rule: MakeRule, arrive: Callable[..., Lead]
) -> None:
    make_rule("Сайт", seller, filter={"field": "source", "op": "in", "value": [source("Сайт").pk]}, answer_within=15)
    make_rule("Остальные", colleague, answer_within=60)
    assert arrive(source="Сайт").owner == seller
    other = arrive(source="Звонок")
    assert other.owner == colleague
    assert other.respond_by == NOW + timedelta(minutes=60)
    assert other.department == colleague.department


def test_without_a_rule_it_waits_in_the_queue(arrive: Callable[..., Lead]) -> None:
    lead = arrive()
    assert (lead.owner, lead.respond_by) == (None, None)


def test_a_rule_may_leave_it_in_the_queue_with_a_norm(make_rule: MakeRule, arrive: Callable[..., Lead]) -> None:
    make_rule(method=Method.QUEUE, answer_within=20)
    lead = arrive()
    assert (lead.owner, lead.respond_by) == (None, NOW + timedelta(minutes=20))


def test_the_norm_runs_in_working_time(make_rule: MakeRule, arrive: Callable[..., Lead], admin: User) -> None:
    calendar.set_day(on=NOW.date() + timedelta(days=1), hours=None, by=admin)
    make_rule(answer_within=4 * 60)  # three hours are left of this day, the next one is off
    assert arrive().respond_by == NOW + timedelta(days=1, hours=19)


def test_turns_go_round_and_leave_out_who_is_away(
    seller: User, colleague: User, head: User, make_rule: MakeRule, arrive: Callable[..., Lead]
) -> None:
    make_rule("Все", seller, colleague, head)
    calendar.be_away(user=head, since=NOW.date(), until=NOW.date(), by=head)
    owners = [arrive(last_name=name).owner for name in "АБВГ"]
    assert owners[:2] == owners[2:]
    assert set(owners) == {seller, colleague}


def test_load_counts_open_leads_and_deals(
    seller: User, colleague: User, make_rule: MakeRule, make_deal: Any, arrive: Callable[..., Lead]
) -> None:
    make_rule("Все", seller, colleague, method=Method.LOAD)
    for _number in range(3):
        make_deal(seller)
    assert [arrive(last_name=name).owner for name in "АБВ"] == [colleague] * 3


def test_people_of_a_department_or_a_role(
    seller: User, colleague: User, make_rule: MakeRule, arrive: Callable[..., Lead]
) -> None:
    rule = make_rule("Отдел", department=seller.department)
    assert {seller, colleague} <= set(queries.receivers(rule))
    assert arrive().owner in queries.receivers(rule)


@pytest.mark.parametrize("off", ["department", "role", "people"])
def test_what_is_switched_off_is_given_nothing(
    off: str, seller: User, colleague: User, make_rule: MakeRule, arrive: Callable[..., Lead]
) -> None:
    role = Role.objects.create(name="Звонки")
    role.users.add(colleague)
    named: dict[str, Any] = {"department": {"department": colleague.department}, "role": {"role": role}}
    rule = make_rule("Первое", *([colleague] if off == "people" else []), **named.get(off, {}))
    make_rule("Второе", seller)
    given = {"department": Department, "role": Role, "people": User}[off]
    pks = [one.pk for one in (colleague.department, role, colleague) if isinstance(one, given)]
    given.objects.filter(pk__in=pks).update(is_active=False)
    assert not queries.receivers(RoutingRule.objects.get(pk=rule.pk)).exists()
    assignment = LeadAssignment.objects.get(lead=arrive())
    assert (assignment.rule.name, assignment.user) == ("Второе", seller)
    given.objects.filter(pk__in=pks).update(is_active=True)
    assert LeadAssignment.objects.get(lead=arrive(last_name="Ким")).rule == rule


def test_a_department_below_that_is_switched_off_is_given_nothing(
    seller: User, colleague: User, make_rule: MakeRule, arrive: Callable[..., Lead]
) -> None:
    below = Department.objects.create(name="Юг", parent=seller.department, is_active=False)
    User.objects.filter(pk=colleague.pk).update(department=below)
    rule = make_rule("Отдел", department=seller.department)
    assert colleague not in queries.receivers(rule)
    assert seller in queries.receivers(rule)


def test_a_queue_is_no_idle_rule(seller: User, make_rule: MakeRule, arrive: Callable[..., Lead]) -> None:
    make_rule("Очередь", method=Method.QUEUE)
    make_rule("Второе", seller)
    assert arrive().owner is None


def test_who_may_not_work_on_leads_gets_none(make_rule: MakeRule, arrive: Callable[..., Lead]) -> None:
    make_rule("Все", User.objects.create_user("storeman@firma.ru", first_name="Пётр"))
    assert arrive().owner is None


def test_a_rule_whose_condition_is_gone_catches_nothing(
    seller: User, make_rule: MakeRule, arrive: Callable[..., Lead]
) -> None:
    make_rule("Старое", seller, filter={"field": "custom.gone", "op": "filled"})
    assert arrive().owner is None


def test_what_one_enters_for_oneself_meets_no_rule(
    seller: User, colleague: User, make_rule: MakeRule, make_lead: MakeLead
) -> None:
    make_rule("Все", colleague, task="Перезвонить")
    lead = make_lead(seller)
    lead.refresh_from_db()
    assert (lead.owner, lead.respond_by) == (seller, None)
    assert not Task.objects.exists()


def test_what_is_entered_for_a_colleague_has_a_norm_and_a_task(
    admin: User, seller: User, colleague: User, make_rule: MakeRule, make_lead: MakeLead
) -> None:
    make_rule("Все", colleague, task="Перезвонить", answer_within=30)
    lead = make_lead(admin, owner=seller.pk)
    task = Task.objects.get()
    assert (task.owner, task.title, task.due_at) == (seller, "Перезвонить", NOW + timedelta(minutes=30))
    assert (task.subject_kind, task.subject_id) == ("lead", lead.pk)
    assert not LeadAssignment.objects.exists()


def test_it_goes_on_when_nobody_takes_it_up(
    seller: User, colleague: User, make_rule: MakeRule, arrive: Callable[..., Lead]
) -> None:
    make_rule("Все", seller, colleague, take_within=15, task="Перезвонить")
    lead = arrive()
    first = lead.owner
    given = LeadAssignment.objects.get()
    assert routing.pass_on(assignment=given, at=NOW + timedelta(minutes=14)) is None
    passed = routing.pass_on(assignment=given, at=NOW + timedelta(minutes=15))
    lead.refresh_from_db()
    assert passed is not None
    assert lead.owner == passed.user != first
    assert [task.owner for task in Task.objects.all()] == [lead.owner]
    given.refresh_from_db()
    assert given.ending == Ending.PASSED
    assert routing.pass_on(assignment=passed, at=NOW + timedelta(minutes=40)) is None
    lead.refresh_from_db()
    assert lead.owner is None  # everybody has had it: it is for all again
    told = HistoryEntry.objects.filter(type="lead_routed").order_by("pk").values_list("data__to", flat=True)
    assert list(told) == [first.full_name, passed.user.full_name, ""]


@pytest.mark.parametrize("deed", ["call", "task", "status", "disqualify", "hand"])
def test_what_takes_it_up(
    deed: str, seller: User, colleague: User, make_rule: MakeRule, arrive: Callable[..., Lead]
) -> None:
    make_rule("Все", seller, take_within=15, task="Перезвонить")
    lead, at = arrive(), NOW + timedelta(minutes=5)
    call = InteractionType.objects.get(code="call")
    if deed == "call":
        interactions.log(subject=lead, type=call, text="Поговорили", by=seller, at=at)
    elif deed == "task":
        tasks.complete(task=Task.objects.get(), by=seller, at=at)
    elif deed == "status":
        value = ClassifierValue.objects.filter(classifier=Classifier.LEAD_STATUS).first()
        leads.actions.update(record=lead, changes={"status": value.pk}, by=seller, at=at)  # type: ignore[union-attr]  # defaults
    elif deed == "disqualify":
        leads.disqualify(lead=lead, reason="Спам", by=seller, at=at)
    else:
        leads.assign(lead=lead, owner=colleague, by=seller, at=at)
    given = LeadAssignment.objects.get()
    assert given.ending == (Ending.MOVED if deed == "hand" else Ending.TAKEN)
    assert routing.pass_on(assignment=given, at=NOW + timedelta(hours=1)) is None


@pytest.mark.req("B10")
def test_the_first_answer_is_measured_in_working_minutes(
    seller: User, make_rule: MakeRule, arrive: Callable[..., Lead]
) -> None:
    make_rule("Все", seller)
    lead = arrive()
    note, call = (InteractionType.objects.get(code=code) for code in ("note", "call"))
    interactions.log(subject=lead, type=note, text="Подумать", by=seller, at=NOW + timedelta(minutes=1))
    lead.refresh_from_db()
    assert lead.answered_at is None
    interactions.log(subject=lead, type=call, by=seller, at=MORNING)
    interactions.log(subject=lead, type=call, by=seller, at=MORNING + timedelta(hours=1))
    lead.refresh_from_db()
    assert (lead.answered_at, lead.answered_by, lead.answer_minutes) == (MORNING, seller, 3 * 60 + 60)


def test_at_night_it_waits_for_the_morning(
    seller: User, make_rule: MakeRule, make_lead: MakeLead, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_rule("Все", seller, only_at_work=True)
    monkeypatch.setattr(conftest, "NOW", NIGHT)
    lead = make_lead(admin, owner=None, department=None)
    lead.refresh_from_db()
    assert lead.owner is None
    assert not queries.unrouted(at=NIGHT).exists()
    assert [one.pk for one in queries.unrouted(at=MORNING)] == [lead.pk]
    assert routing.try_again(lead=lead, at=NIGHT + timedelta(minutes=5)) is None
    assert routing.try_again(lead=lead, at=MORNING) is not None
    lead.refresh_from_db()
    assert lead.owner == seller
    assert not queries.unrouted(at=MORNING).exists()


def test_the_job_passes_on_what_waits(
    seller: User, colleague: User, make_rule: MakeRule, arrive: Callable[..., Lead]
) -> None:
    make_rule("Все", seller, colleague, take_within=15)
    lead = arrive()
    first = lead.owner
    route_leads.func(0)  # long after: the clock of the job is the real one
    lead.refresh_from_db()
    assert lead.owner != first


@pytest.mark.django_db(transaction=True)
def test_two_leads_at_once_go_to_two_people(
    admin: User, seller: User, colleague: User, make_rule: MakeRule, make_lead: MakeLead
) -> None:
    make_rule("Все", seller, colleague)
    at_once(*(lambda name=name: make_lead(admin, last_name=name, owner=None, department=None) for name in "АБ"))
    assert {lead.owner for lead in Lead.objects.select_related("owner")} == {seller, colleague}
