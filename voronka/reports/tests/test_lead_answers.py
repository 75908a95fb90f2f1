"""How soon leads are answered: counted of those that one may see, each figure opens its leads."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from voronka.accounts.models import User
from voronka.reports.period import Period
from voronka.reports.queries.lead_answers import lead_answers
from voronka.reports.tests.conftest import NOW, context
from voronka.reports.tests.opened import opened_rows
from voronka.sales.models import Lead

pytestmark = [pytest.mark.django_db, pytest.mark.req("G4")]
ALWAYS = Period(name="always", first=None, last=None)


@pytest.fixture
def came(seller: User) -> Callable[..., Lead]:
    """A lead with a norm of half an hour, answered after so many minutes."""

    def make(owner: User | None, minutes: int | None, *, days: int = 0) -> Lead:
        at = NOW - timedelta(days=days)
        answered = None if minutes is None else at + timedelta(minutes=minutes)
        return Lead.objects.create(
            last_name="Белов", owner=owner, department=seller.department, created_at=at, updated_at=at,
            respond_by=at + timedelta(minutes=30), answered_at=answered, answer_minutes=minutes,
        )  # fmt: skip

    return make


@pytest.fixture
def story(came: Callable[..., Lead], head: User, seller: User) -> None:
    for minutes in (10, 20, 50):
        came(seller, minutes)
    came(head, 5, days=40)
    came(None, None)
    Lead.objects.create(last_name="Без нормы", owner=seller, created_at=NOW, updated_at=NOW)


def test_answers_are_counted_by_person(story: None, head: User, seller: User) -> None:
    answer = lead_answers(ALWAYS, context(head, NOW))
    assert (answer.total.leads, answer.total.in_time, answer.total.late, answer.total.waiting) == (5, 3, 1, 1)
    assert answer.total.share == 75
    first = answer.people[0]
    assert (first.name, first.leads, first.median) == (seller.full_name, 3, 20)
    assert {one.name for one in answer.people} == {seller.full_name, head.full_name, ""}


def test_a_period_is_of_the_day_when_leads_came(story: None, head: User) -> None:
    today = NOW.date()
    answer = lead_answers(Period(name="own", first=today, last=today), context(head, NOW))
    assert answer.total.leads == 4


def test_one_counts_what_one_sees(story: None, seller: User, outsider: User) -> None:
    assert lead_answers(ALWAYS, context(seller, NOW)).total.leads == 4  # those of the queue are for all of the place
    assert lead_answers(ALWAYS, context(outsider, NOW)).total.leads == 0


def test_each_figure_opens_as_many_leads(story: None, client: Client, head: User) -> None:
    client.force_login(head)
    page = client.get(reverse("reports:answers"), {"period": "always"}).content.decode()
    links = re.findall(r'<a href="(/leads/[^"]+)">([\d\s]+)</a>', page)
    assert len(links) >= 6
    for address, count in links:
        assert opened_rows(unescape(address), context(head, NOW), "lead") == int(count)


def test_the_file_says_the_same(story: None, client: Client, head: User, seller: User) -> None:
    client.force_login(head)
    answer = client.get(reverse("reports:answers_export"), {"period": "always"})
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    assert [row[1:4] for row in rows if row[1] == seller.full_name] == [[seller.full_name, 3, 2]]


def test_nothing_teaches(client: Client, head: User) -> None:
    client.force_login(head)
    assert "норму первого ответа" in client.get(reverse("reports:answers")).content.decode().lower()
    assert client.get(reverse("reports:answers"), {"period": "soon"}).status_code == 422
