"""The demo company is believable, and the same every time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count, F, Min, Sum

from voronka.accounts.models import Department, User
from voronka.activities.models import HistoryEntry, HistoryLink, Interaction, Task
from voronka.home.demo import company, doubles
from voronka.home.demo.cast import CARE, EQUIPMENT
from voronka.people.models import LegalEntity, Organization, Person
from voronka.records import access, kinds
from voronka.records.duplicates import queue
from voronka.records.models import SearchEntry
from voronka.sales.actions import chances
from voronka.sales.models import Approval, Deal, Lead, LeadState, LeadVerdict, StageChange, Verdict

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def facts() -> dict[str, Any]:
    return {
        "organizations": list(Organization.objects.order_by("pk").values_list("name", "created_at")),
        "persons": list(Person.objects.order_by("pk").values_list("name", "phones", "emails")),
        "deals": list(Deal.objects.order_by("pk").values_list("name", "amount", "stage__name", "created_at")),
        "tasks": list(Task.objects.order_by("pk").values_list("title", "due_at")),
    }


@pytest.mark.req("X4")
def test_the_company(subtests: pytest.Subtests) -> None:
    with transaction.atomic():
        company.found(at=NOW)
        before = facts()
        transaction.set_rollback(True)
    assert company.found(at=NOW)
    checks = (whole_and_true_to_itself, stage_history_adds_up, duplicates_wait_to_be_decided)
    for check in (*checks, leads_become_clients_and_are_judged):
        with subtests.test(check.__name__):
            check()
    with subtests.test("the same every time"):
        assert facts() == before
    with subtests.test("the probability of a win can be learned from it"):
        made = chances.learn(at=NOW)
        assert made
        assert made.is_in_force
        assert chances.judge_all(at=NOW) > 50
    with subtests.test("a second call changes nothing"):
        assert not company.found(at=NOW + timedelta(days=1))
        assert facts() == before


def whole_and_true_to_itself() -> None:
    assert User.objects.count() == 6
    assert Department.objects.count() == 3
    assert Organization.objects.count() == 300 + doubles.ORGANIZATIONS
    assert LegalEntity.objects.count() == 300
    assert 550 <= Person.objects.count() <= 650
    assert Deal.objects.count() == 400
    assert Deal.objects.values("stage").distinct().count() >= 12
    assert set(Deal.objects.values_list("unit__name", flat=True)) == {EQUIPMENT, CARE}
    assert Lead.objects.filter(state="open", owner=None).exists()
    assert Task.objects.filter(done_at=None, due_at__date=NOW.date()).count() >= 5
    for model, column in (
        (Deal, "created_at"),
        (Interaction, "happened_at"),
        (HistoryEntry, "at"),
        (Lead, "created_at"),
    ):
        assert not model._default_manager.filter(**{f"{column}__gt": NOW}).exists()
    assert Deal.objects.aggregate(first=Min("created_at"))["first"] > NOW - timedelta(days=400)
    assert SearchEntry.objects.filter(kind="deal").count() == 400
    assert Approval.objects.filter(decided_at=None).count() == 2
    fedor = User.objects.get(email="fedor@demo.example")
    estimates = Deal.objects.filter(stage__name="Предложение", outcome="open")
    assert set(access.visible(kinds.get("deal"), fedor)) == set(estimates) != set()
    assert HistoryLink.objects.filter(kind="organization").exists()


def duplicates_wait_to_be_decided() -> None:
    head = User.objects.get(email="olga@demo.example")
    for name, made in (("person", doubles.PERSONS), ("organization", doubles.ORGANIZATIONS)):
        found = queue.queue(kinds.get(name), head, queue.Asked(least=0.8))
        assert len(found.groups) >= made // 2
    people = queue.queue(kinds.get("person"), head, queue.Asked(least=0.8))
    assert any(len(group.records) > 2 for group in people.groups)


def stage_history_adds_up() -> None:
    assert not Deal.objects.exclude(stage_changes__to_stage=F("stage")).exists()
    last = StageChange.objects.values("deal").annotate(spent=Sum("seconds_in_previous"), rows=Count("pk"))
    created = dict(Deal.objects.values_list("pk", "created_at"))
    since = dict(Deal.objects.values_list("pk", "stage_since"))
    for row in last:
        whole = (since[row["deal"]] - created[row["deal"]]).total_seconds()
        assert abs(whole - row["spent"]) <= row["rows"]


def leads_become_clients_and_are_judged() -> None:
    converted = Lead.objects.filter(state=LeadState.CONVERTED)
    assert converted.count() >= 15
    assert not converted.exclude(deals__organization=F("organization")).exists()
    assert set(LeadVerdict.objects.values_list("verdict", flat=True)) == set(Verdict)
