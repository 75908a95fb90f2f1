"""New leads of a file that have no owner meet the rules when their import has ended, once; undoing takes that back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from voronka.accounts.models import User
from voronka.activities.models import HistoryEntry, Task
from voronka.core import jobs
from voronka.imports.actions import lead_routing, undoing
from voronka.imports.actions.lead_routing import route
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.queries import new_leads_of_nobody
from voronka.imports.tests.undone import LATER, NOW, imported, undone
from voronka.sales import defaults
from voronka.sales.actions import leads, routing
from voronka.sales.models import Lead, LeadAssignment, Method, RoutingRule

pytestmark = [pytest.mark.django_db, pytest.mark.req("E7"), pytest.mark.req("B8")]

HEAD = "Фамилия;Телефон\n"
THREE = HEAD + "".join(f"Белов{n};+7 903 000-00-0{n}\n" for n in range(3))


@pytest.fixture
def rule(seller: User, colleague: User, admin: User) -> RoutingRule:
    """By turns to two people, with a task, half an hour for the first answer."""
    defaults.ensure()
    made = RoutingRule.objects.create(
        name="Все", method=Method.TURNS, made_by=admin, task="Позвонить", answer_within=30
    )
    made.people.set([seller, colleague])
    return made


def routed(run: ImportRun) -> int:
    """How many leads met the rules, portion after portion."""
    count, after = 0, 0
    while found := route(run_id=run.pk, after=after, at=LATER):
        count += found
        after = Lead.objects.filter(respond_by__isnull=False).latest("pk").pk
    return count


def test_new_leads_go_to_people_by_turns(rule: RoutingRule, head: User, seller: User, colleague: User) -> None:
    run = imported(THREE, "leads", head)
    assert routed(run) == 3
    owners = list(Lead.objects.order_by("pk").values_list("owner", flat=True))
    assert sorted(owners) == sorted([seller.pk, colleague.pk, owners[0]])
    assert {one.respond_by for one in Lead.objects.all()} == {LATER + timedelta(minutes=30)}
    assert Task.objects.filter(title="Позвонить").count() == 3
    assert HistoryEntry.objects.filter(type="lead_routed").count() == 3


def test_the_end_of_an_import_calls_for_it(rule: RoutingRule, head: User, run_jobs: Any) -> None:
    run = imported(THREE, "leads", head)
    run_jobs()
    run_jobs()
    assert not Lead.objects.filter(owner=None).exists()
    assert run.portions.filter(kind="routing").count() == 1


def test_a_lead_with_an_owner_or_without_work_meets_none(rule: RoutingRule, head: User, seller: User) -> None:
    text = f"Фамилия;Ответственный;Сконвертирован\nБелов;{seller.email};\nЧернов;;да\nСерый;;\n"
    run = imported(text, "leads", head)
    assert routed(run) == 1
    assert list(LeadAssignment.objects.values_list("lead__last_name", flat=True)) == ["Серый"]
    assert Lead.objects.get(last_name="Белов").respond_by is None


def test_old_leads_that_the_file_changes_stay_where_they_are(rule: RoutingRule, head: User) -> None:
    first = imported(THREE, "leads", head)
    rows = "".join(f"{line};Ромашка\n" for line in THREE.splitlines()[1:])
    again = imported("Фамилия;Телефон;Компания\n" + rows, "leads", head)
    assert Lead.objects.filter(company="Ромашка").count() == 3
    assert (routed(again), routed(first)) == (0, 3)


def test_in_portions_and_never_twice(
    rule: RoutingRule, head: User, monkeypatch: pytest.MonkeyPatch, run_jobs: Any
) -> None:
    monkeypatch.setattr(lead_routing, "PORTION", 2)
    run = imported(THREE, "leads", head)
    assert route(run_id=run.pk, after=0, at=LATER) == 2
    assert route(run_id=run.pk, after=0, at=LATER) == 1  # the job was told of no end and is done once more
    assert route(run_id=run.pk, after=0, at=LATER) == 0
    while run_jobs():
        pass
    assert LeadAssignment.objects.count() == 3


def test_a_portion_asks_no_more_after_ten_others(
    rule: RoutingRule, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lead_routing, "PORTION", 1)
    run = imported(HEAD + "".join(f"Белов{n};+7 903 000-00-{n:02}\n" for n in range(11)), "leads", head)
    asked = []
    for _portion in range(11):
        with CaptureQueriesContext(connection) as queries:
            assert route(run_id=run.pk, after=0, at=LATER) == 1
        asked.append(len(queries))
        counting = [one["sql"] for one in queries if "count(*) FILTER" in one["sql"]]
        assert not counting, "what all portions wrote is counted anew"
    assert asked[10] <= asked[0]


def test_what_rules_wrote_is_counted_when_no_leads_are_left(rule: RoutingRule, head: User) -> None:
    run = imported(THREE, "leads", head)
    routed(run)
    run.refresh_from_db()
    assert (run.wrote["lead"], run.wrote["task"]) == ([3, 0], [3, 0])


def test_who_is_killed_leaves_nothing_half_done(rule: RoutingRule, head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    run = imported(THREE, "leads", head)

    class Killed(BaseException):
        pass

    def die(*_given: Any, **_more: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "enqueue", die)
        with pytest.raises(Killed):
            route(run_id=run.pk, after=0, at=LATER)
    assert not LeadAssignment.objects.exists()
    assert new_leads_of_nobody(run.pk).count() == routed(run) == 3


def test_what_is_wrong_with_one_lead_is_not_in_the_way_of_others(
    rule: RoutingRule, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = imported(THREE, "leads", head)
    real = routing.receive

    def refuse(*, lead: Lead, **given: Any) -> Any:
        if lead.last_name == "Белов1":
            raise ValueError(lead)
        return real(lead=lead, **given)

    monkeypatch.setattr(routing, "receive", refuse)
    route(run_id=run.pk, after=0, at=LATER)
    assert list(Lead.objects.filter(owner=None).values_list("last_name", flat=True)) == ["Белов1"]


def test_undoing_takes_back_leads_tasks_and_assignments(rule: RoutingRule, head: User) -> None:
    run = imported(THREE, "leads", head)
    routed(run)
    run.refresh_from_db()
    back = undone(run, head, LATER + timedelta(hours=1))
    assert (back.state, back.undone["kept"], back.undone["deleted"]["lead"]) == (RunState.UNDONE, 0, 3)
    assert not any(model.objects.exists() for model in (Lead, LeadAssignment, Task))


def test_undoing_leaves_the_lead_that_somebody_works_on(rule: RoutingRule, head: User, seller: User) -> None:
    run = imported(THREE, "leads", head)
    routed(run)
    worked = Lead.objects.filter(owner=seller).first()
    assert worked
    leads.disqualify(lead=worked, reason="Спам", by=seller, at=LATER)
    run.refresh_from_db()
    back = undone(run, head, LATER + timedelta(hours=1))
    assert list(Lead.objects.values_list("pk", flat=True)) == [worked.pk], back.error
    assert Task.objects.get() == worked.assignments.get().task
    assert back.undone["deleted"]["lead"] == 2


def test_an_import_that_is_undone_is_left_alone(rule: RoutingRule, head: User) -> None:
    run = imported(THREE, "leads", head)
    undoing.undo(run=run, by=head, at=LATER)
    assert route(run_id=run.pk, after=0, at=LATER) == 0
    assert not LeadAssignment.objects.exists()


def test_undoing_leaves_the_lead_that_was_passed_on_later(rule: RoutingRule, head: User) -> None:
    RoutingRule.objects.update(take_within=15)
    run = imported(THREE, "leads", head)
    routed(run)
    first = LeadAssignment.objects.earliest("pk")
    assert first.take_by
    assert routing.pass_on(assignment=first, at=first.take_by)
    back = undone(run, head, LATER + timedelta(hours=1))
    assert list(Lead.objects.values_list("pk", flat=True)) == [first.lead_id], back.error
    assert back.undone["deleted"]["lead"] == 2


def test_undoing_leaves_the_lead_that_was_given_later(rule: RoutingRule, head: User) -> None:
    RoutingRule.objects.update(only_at_work=True)
    at_night = LATER.replace(hour=1)
    run = imported(THREE, "leads", head)
    assert route(run_id=run.pk, after=0, at=at_night) == 3
    assert not LeadAssignment.objects.exists()
    lead = Lead.objects.earliest("pk")
    assert routing.try_again(lead=lead, at=LATER)
    back = undone(run, head, LATER + timedelta(hours=1))
    assert list(Lead.objects.values_list("pk", flat=True)) == [lead.pk], back.error


def test_without_rules_nothing_is_done(head: User, run_jobs: Any) -> None:
    defaults.ensure()
    run = imported(THREE, "leads", head)
    run_jobs()
    assert Lead.objects.filter(owner=None, respond_by=None, created_at__lte=NOW).count() == 3
    assert not run.portions.filter(kind="routing").exists()
