"""On what time goes: contacts that one may see, by person and type; each figure opens its contacts."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from voronka.accounts.models import User
from voronka.activities.models import Interaction, InteractionType
from voronka.reports.period import Period
from voronka.reports.queries.time_spent import TimeQuestion, time_spent
from voronka.reports.tests.conftest import NOW, Sell, context
from voronka.reports.tests.opened import opened_rows

pytestmark = [pytest.mark.django_db, pytest.mark.req("E6")]
ALWAYS = Period(name="always", first=None, last=None)


@pytest.fixture
def talks(sell: Sell, head: User, seller: User) -> None:
    """Three calls and a meeting of two people about two deals, one long ago."""
    deals = {user: sell(user, "Новая") for user in (head, seller)}
    for owner, code, minutes, days in (
        (seller, "call", 10, 0),
        (seller, "call", 20, 0),
        (seller, "meeting", 60, 40),
        (head, "call", 5, 0),
    ):
        at = NOW - timedelta(days=days)
        Interaction.objects.create(
            type=InteractionType.objects.get(code=code), subject_kind="deal", subject_id=deals[owner].pk, owner=owner,
            department=owner.department, minutes=minutes, happened_at=at, created_at=at, updated_at=at,
        )  # fmt: skip


def test_time_is_added_up_by_person_and_type(talks: None, head: User, seller: User) -> None:
    answer = time_spent(TimeQuestion(period=ALWAYS), context(head))
    assert (answer.total.count, answer.total.minutes) == (4, 95)
    assert [(kind.code, one.count, one.minutes) for kind, one in answer.types] == [("call", 3, 35), ("meeting", 1, 60)]
    first, second = answer.people
    assert (first.name, first.total.minutes, second.total.minutes) == (seller.full_name, 90, 5)


def test_a_period_a_department_and_a_person_narrow_it(talks: None, head: User, seller: User) -> None:
    recent = Period(name="own", first=NOW.date(), last=NOW.date())
    assert time_spent(TimeQuestion(period=recent), context(head)).total.count == 3
    assert time_spent(TimeQuestion(period=ALWAYS, owner_id=head.pk), context(head)).total.minutes == 5
    mine = TimeQuestion(period=ALWAYS, department_id=seller.department_id)
    assert time_spent(mine, context(head)).total.count == 4


@pytest.mark.req("E1")
def test_one_counts_what_one_sees(talks: None, seller: User, outsider: User) -> None:
    assert time_spent(TimeQuestion(period=ALWAYS), context(seller)).total.minutes == 90
    assert time_spent(TimeQuestion(period=ALWAYS), context(outsider)).total.count == 0


def test_each_figure_opens_as_many_contacts(
    talks: None, client: Client, head: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(head)
    address = reverse("reports:time")
    client.get(address)
    with django_assert_max_num_queries(12):
        page = client.get(address, {"period": "always"}).content.decode()
    links = re.findall(r'<a href="(/interactions/[^"]+)">[^<]+</a><small[^>]*>(\d+)[^<]*</small>', page)
    assert len(links) == 8
    for opens, count in links:
        assert opened_rows(unescape(opens), context(head), "interaction") == int(count), opens


def test_the_file_says_the_same(talks: None, client: Client, head: User, seller: User) -> None:
    client.force_login(head)
    answer = client.get(reverse("reports:time_export"), {"period": "always"})
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert sorted(row[2:] for row in rows[1:] if row[0] == seller.full_name) == [[1, 60], [2, 30]]


def test_nothing_teaches_and_nonsense_is_refused(client: Client, head: User) -> None:
    client.force_login(head)
    assert "Нет контактов за этот период" in client.get(reverse("reports:time")).content.decode()
    assert client.get(reverse("reports:time"), {"owner": "1 OR 1=1"}).status_code == 422
    assert client.get(reverse("reports:time"), {"period": "soon"}).status_code == 422


def test_who_sees_no_contacts_sees_no_report(client: Client, seller: User, own_role: Any) -> None:
    own_role.grants.filter(kind="interaction").delete()
    client.force_login(seller)
    assert client.get(reverse("reports:time")).status_code == 403
