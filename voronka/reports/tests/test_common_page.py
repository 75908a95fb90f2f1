"""The page, the file and the API of the common funnel."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.reports.tests.conftest import NOW, Sell, TwoUnits, context, macro
from voronka.reports.tests.opened import opened_rows

LATER = NOW + timedelta(days=30)
COMMON = "/reports/common/"


@pytest.fixture
def story(sell: Sell, head: User, seller: User) -> None:
    sell(head, "Новая", "Квалификация", "Предложение", "Выиграна", amount=1000)
    sell(head, "Новая", "Проиграна", amount=200)
    sell(head, "Заявка", "Осмотр", "Смета", amount=400)
    sell(seller, "Заявка", amount=50)


def token(user: User) -> dict[str, str]:
    _kept, plain = tokens.issue(user=user, name="test", at=NOW)
    return {"Authorization": f"Bearer {plain}"}


@pytest.mark.req("H7", "K6")
@pytest.mark.parametrize("count", ["then", "now"])
def test_each_number_of_the_page_opens_as_many_rows(client: Client, story: None, head: User, count: str) -> None:
    client.force_login(head)
    words = {"period": "always", "count": count, "open": macro("Предложение").pk}
    text = client.get(COMMON, words).content.decode()
    assert "Смета" in text
    figures = re.findall(r'<a href="(/deals/\?[^"]+)">(\d+)</a>', text)
    assert len(figures) > 8
    for address, number in figures:
        assert opened_rows(unescape(address), context(head, LATER)) == int(number), address


@pytest.mark.req("H7", "E1")
def test_nothing_is_told_of_units_without_a_deal_of_ones_own(  # noqa: PLR0917  # the cast of the story
    client: Client, story: None, head: User, seller: User, colleague: User, outsider: User
) -> None:
    for user, sees_goods, sees_repairs in (
        (head, True, True),
        (colleague, True, True),
        (seller, False, True),
        (outsider, False, False),
    ):
        client.force_login(user)
        text = client.get(COMMON, {"period": "always", "open": macro("Новые").pk}).content.decode()
        assert ("Оборудование" in text, "Ремонт" in text) == (sees_goods, sees_repairs), user
        answer = client.get(reverse("api:common"), {"period": "always"}, headers=token(user)).json()
        names = {stage["pipeline"] for step in answer["steps"] for stage in step["stages"]}
        assert names == {name for name, sees in (("Продажи", sees_goods), ("Ремонт", sees_repairs)) if sees}


@pytest.mark.req("H7", "B2")
def test_programs_get_the_same(client: Client, story: None, head: User, units: TwoUnits) -> None:
    answer = client.get(reverse("api:common"), {"period": "always"}, headers=token(head)).json()
    assert (answer["total"]["count"], answer["won"]["count"], answer["standing"]["count"]) == (4, 1, 2)
    assert [step["reached"]["count"] for step in answer["steps"]] == [4, 2, 2, 1, 1, 1]
    narrowed = client.get(
        reverse("api:common"), {"period": "always", "unit": units.service.pk}, headers=token(head)
    ).json()
    assert narrowed["total"]["count"] == 2


@pytest.mark.req("G4", "H7")
def test_the_file_holds_the_same_figures(client: Client, story: None, head: User) -> None:
    client.force_login(head)
    answer = client.get(reverse("reports:common_export"), {"period": "always"})
    table = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    rows = {(row[0], row[2]): row for row in table[1:]}
    assert rows["Новые", ""][3] == 4.0
    assert rows["Предложение", "Смета"][3] == 1.0
    assert rows["Предложение", "Смета"][8:12] == [1.0, "RUB", 400.0, 152.0]


def test_the_file_needs_its_right(client: Client, story: None, seller: User, own_role: Any) -> None:
    own_role.grants.filter(action="export").delete()
    client.force_login(seller)
    assert client.get(reverse("reports:common_export")).status_code == 403


@pytest.mark.parametrize(
    "words",
    [
        {"count": "tomorrow"},
        {"unit": "x"},
        {"open": "x"},
        {"campaign": "1 OR 1=1"},
        {"period": "ever"},
        {"from": "2026-02-01", "to": "2026-01-01"},
        {"department": "9" * 40},
    ],
)
def test_senseless_questions_are_refused(client: Client, story: None, head: User, words: dict[str, str]) -> None:
    client.force_login(head)
    assert client.get(COMMON, words).status_code == 422


@pytest.mark.parametrize("words", [{}, {"count": "now"}])
def test_the_page_asks_no_more_queries_with_more_deals(
    client: Client, story: None, head: User, django_assert_max_num_queries: Any, words: dict[str, str]
) -> None:
    client.force_login(head)
    client.get(COMMON)
    with django_assert_max_num_queries(12):
        client.get(COMMON, {"period": "always", **words})


def test_the_reports_are_listed_by_their_questions(client: Client, head: User, units: TwoUnits) -> None:
    client.force_login(head)
    assert COMMON in client.get(reverse("reports:index")).content.decode()
