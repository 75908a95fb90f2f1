"""The file of a team's bonuses: as many questions to the base for ten people as for two."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from voronka.accounts.models import User
from voronka.sales.tests.conftest import MakeDeal
from voronka.sales.tests.paying import accountant, back, pay, rule

__all__ = ["accountant"]
pytestmark = [pytest.mark.django_db, pytest.mark.req("H11")]
ADDRESS = {"month": "2026-03"}


@pytest.fixture
def earn(seller: User, accountant: User, make_deal: MakeDeal, admin: User) -> Any:
    """So many more people with a bonus and a reversal each."""
    rule(admin)

    def make(count: int) -> None:
        known = User.objects.count()
        for number in range(known, known + count):
            user = User.objects.create_user(f"s{number}@firma.ru", first_name=f"Пётр {number:02}", last_name="Ильин")
            user.roles.set(seller.roles.all())
            back(pay(make_deal(user), "1000", accountant), "400", accountant)

    return make


def rows(answer: Any) -> list[list[Any]]:
    file = BytesIO(b"".join(answer.streaming_content))
    return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()


def test_ten_people_ask_as_much_as_two(client: Client, accountant: User, earn: Any) -> None:
    client.force_login(accountant)
    asked = []
    for more, people in ((2, 2), (8, 10)):
        earn(more)
        rows(client.get(reverse("sales:bonus-export"), ADDRESS))
        with CaptureQueriesContext(connection) as queries:
            found = rows(client.get(reverse("sales:bonus-export"), ADDRESS))
        assert len({row[0] for row in found[1:]}) == people
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12


def test_each_statement_has_its_own_lines(client: Client, accountant: User, earn: Any) -> None:
    earn(3)
    client.force_login(accountant)
    found = rows(client.get(reverse("sales:bonus-export"), ADDRESS))[1:]
    names = [row[0] for row in found]
    assert names == sorted(names)
    # carried over, registered, closed, both back, to be paid
    assert [row[8] for row in found[:6]] == [0, 30, 20, -12, -8, 30]
    assert [len([one for one in names if one == name]) for name in dict.fromkeys(names)] == [6, 6, 6]
