"""People of a large company stand under their departments; a small one sees them one by one, as ever."""

import re
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from voronka.accounts.models import Department, User
from voronka.activities.models import Interaction, InteractionType
from voronka.reports import folding
from voronka.reports.tests.conftest import NOW, Sell, context
from voronka.reports.tests.opened import opened_rows

pytestmark = [pytest.mark.django_db, pytest.mark.req("K6")]
ASKED = {"period": "always"}


@dataclass(frozen=True)
class Cast:
    """Three people; the colleague works in the department `north`, the head in none."""

    head: User
    seller: User
    colleague: User
    north: int


@pytest.fixture
def cast(sell: Sell, head: User, seller: User, colleague: User) -> Cast:
    """Everybody has lost a deal and talked about it; two have won one."""
    found = Cast(head, seller, colleague, Department.objects.create(name="Север").pk)
    User.objects.filter(pk=colleague.pk).update(department=found.north)
    User.objects.filter(pk=head.pk).update(department=None)
    for user in (head, seller, colleague):
        deal = sell(user, "Новая", "Проиграна")
        Interaction.objects.create(
            type=InteractionType.objects.get(code="call"), subject_kind="deal", subject_id=deal.pk, owner=user,
            department=user.department, minutes=30, happened_at=NOW, created_at=NOW, updated_at=NOW,
        )  # fmt: skip
    for user in (seller, colleague):
        sell(user, "Новая", "Выиграна")
    return found


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A company of three is a large one."""
    monkeypatch.setattr(folding, "MOST", 1)


def people_of(client: Client, name: str, **words: Any) -> str:
    page = client.get(reverse(f"reports:{name}"), {**(ASKED if name != "forecast" else {"period": "2026"}), **words})
    assert page.status_code == 200
    return re.split(r'id="people"', page.content.decode())[1].split("</section>")[0]


PAGES = ("cost", "time", "forecast")


@pytest.mark.parametrize("name", PAGES)
def test_a_small_company_sees_everybody(cast: Cast, client: Client, admin: User, name: str) -> None:
    client.force_login(admin)
    shown = people_of(client, name)
    assert cast.seller.full_name in shown
    assert "opener" not in shown


@pytest.mark.parametrize("name", PAGES)
def test_departments_are_opened_one_by_one(client: Client, admin: User, name: str, cast: Cast, large: None) -> None:
    client.force_login(admin)
    shown = people_of(client, name)
    north, place = cast.north, cast.seller.department_id or 0
    assert "Север" in shown
    assert cast.head.full_name in shown or name == "forecast"  # has won nothing
    assert (cast.seller.full_name in shown, cast.colleague.full_name in shown) == (False, False)
    assert f'"?period=always&amp;open={north}"' in shown or name == "forecast"
    opened = people_of(client, name, open=north)
    assert (cast.seller.full_name in opened, cast.colleague.full_name in opened) == (False, True)
    assert f"open={min(north, place)}.{max(north, place)}" in opened
    assert f"open={north}&" not in opened  # it is shut by going without
    assert f'open={north}"' not in opened
    assert 'aria-expanded="true"' in opened


@pytest.mark.parametrize("name", ["cost", "time"])
def test_figures_of_a_department_open_the_rows_of_its_people(
    cast: Cast, large: None, client: Client, admin: User, name: str
) -> None:
    client.force_login(admin)
    shown = people_of(client, name)
    links = {
        "cost": r'<a href="(/deals/\?[^"]+)">(\d+)</a>',
        "time": r'<a href="(/interactions/[^"]+)">[^<]+</a><small[^>]*>(\d+)',
    }
    figures = re.findall(links[name], shown)
    assert len(figures) > 4
    for opens, number in figures:
        assert opened_rows(unescape(opens), context(admin), "deal" if name == "cost" else "interaction") == int(
            number
        ), opens


@pytest.mark.parametrize("name", PAGES)
def test_senseless_words_are_refused(cast: Cast, client: Client, admin: User, name: str) -> None:
    client.force_login(admin)
    assert client.get(reverse(f"reports:{name}"), {"open": "1;DROP"}).status_code == 422


def test_files_name_everybody(cast: Cast, large: None, client: Client, admin: User) -> None:
    client.force_login(admin)
    file = client.get(reverse("reports:time_export"), ASKED)
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(file))).get_sheet_by_index(0).to_python()
    assert cast.seller.full_name in {row[0] for row in rows}
