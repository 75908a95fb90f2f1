"""Who may see no tasks at all learns nothing of them: not even which deals have none."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from voronka.accounts.models import Grant, User
from voronka.activities.actions import tasks
from voronka.activities.subjects import ref
from voronka.activities.tests.program import Program
from voronka.home.queries.day import Whose, day
from voronka.records import actions, filter_tree
from voronka.records.field_rules import as_seen
from voronka.sales import defaults
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal

pytestmark = [pytest.mark.django_db, pytest.mark.req("E1")]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
EMPTY = {"field": "next_step", "op": "empty"}


@pytest.fixture
def planned(head: User, admin: User) -> Deal:
    """Of two deals, the one that has a step; the head may see no tasks."""
    defaults.ensure()
    made: Any = [actions.create(kind=DEAL, values={"name": name}, by=admin, at=NOW) for name in ("Стеллажи", "Печи")]
    tasks.create(values={"title": "Позвонить", "subject": ref(made[0])}, by=admin, at=NOW)
    Grant.objects.filter(role__in=head.roles.all(), kind="task").delete()
    return Deal.objects.get(pk=made[0].pk)


@pytest.mark.usefixtures("planned")
def test_the_filter_is_refused_in_lists_and_the_api(client: Client, head: User, admin: User) -> None:
    client.force_login(head)
    answer = client.get("/deals/", {"f": filter_tree.write(EMPTY)})
    assert answer.status_code == 422
    assert "Печи" not in answer.content.decode()
    page = client.get("/deals/").content.decode()
    assert "Печи" in page
    assert 'data-field="next_step"' not in page
    assert "next_step" not in page
    assert Program(head).get(f"/deals?filter={filter_tree.write(EMPTY)}").status_code == 422
    found = Program(admin).get(f"/deals?filter={filter_tree.write(EMPTY)}").json()
    assert [one["name"] for one in found["items"]] == ["Печи"]


def test_only_the_right_to_tasks_decides(planned: Deal, head: User, seller: User, admin: User) -> None:
    assert planned.name
    assert "next_step" not in as_seen(DEAL, head).by_name
    assert all("next_step" in as_seen(DEAL, user).by_name for user in (seller, admin))


@pytest.mark.usefixtures("planned")
def test_my_day_does_not_tell_it_either(head: User, colleague: User) -> None:
    assert day(Whose(user=head, is_team=True), at=NOW).deals == []
    Deal.objects.update(owner=colleague, department=colleague.department)
    assert [line.deal.name for line in day(Whose(user=colleague, is_team=True), at=NOW).deals] == ["Печи"]
