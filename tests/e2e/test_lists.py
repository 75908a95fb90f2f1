"""Lists in a real browser: found, filtered, kept as a view, changed in bulk and in place, on a phone too."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from voronka.accounts.models import User
from voronka.people.kinds import PERSON
from voronka.people.models import Person
from voronka.records import actions
from voronka.records.actions.given import read
from voronka.records.models import SavedView

type Windows = Callable[..., Page]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
SHOWN = "[data-row]:visible"

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(head: User) -> None:
    """Seventy persons of Ольга: more than one page."""
    for number in range(70):
        name = "Иванов" if number < 5 else "Петров"
        raw = {
            "last_name": name,
            "first_name": f"Номер {number:02}",
            "position": "Инженер",
            "phones": "8 903 123-45-67",
        }
        actions.create(kind=PERSON, values=read(PERSON, raw, by=head), by=head, at=NOW)


@pytest.mark.req("X6")
def test_find_filter_keep_and_assign(windows: Windows, head: User, seller: User, people: None) -> None:
    page = windows(head)
    page.goto("/persons/")
    expect(page.locator(SHOWN)).to_have_count(30)
    page.locator("#main").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    expect(page.locator(SHOWN)).to_have_count(70)

    page.get_by_placeholder("Найти в списке").fill("иванов")
    expect(page.locator(SHOWN)).to_have_count(5)
    expect(page.locator("#list-count")).to_have_text("5")
    page.get_by_placeholder("Найти в списке").fill("")
    expect(page.locator(SHOWN)).to_have_count(30)

    page.get_by_role("link", name="Фильтр", exact=True).click()
    dialog = page.locator("#dialog")
    dialog.locator("[name=value-0-0]").fill("Иванов")
    dialog.locator("[name=value-0-0]").press("Tab")
    expect(dialog.get_by_role("button", name="Показать: 5")).to_be_visible()
    dialog.locator("[name=value-0-0]").press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator(SHOWN)).to_have_count(5)

    page.get_by_role("link", name="Сохранить как…").click()
    dialog.get_by_label("Название").fill("Ивановы")
    dialog.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("link", name="Ивановы")).to_have_attribute("aria-current", "page")
    assert SavedView.objects.get().filter == {"all": [{"field": "name", "op": "has", "value": "Иванов"}]}

    page.keyboard.press("KeyJ")
    page.keyboard.press("KeyX")
    page.keyboard.press("KeyJ")
    page.keyboard.press("KeyX")
    expect(page.locator("[data-bulk-count]")).to_have_text("2")
    page.locator("[data-bulk]").get_by_role("link", name="Назначить").click()
    dialog.get_by_label("Ответственный").select_option(label=seller.full_name)
    dialog.get_by_role("button", name="Применить").click()
    expect(page.locator(".toast", has_text="Изменены 2 записи")).to_be_visible()
    expect(page.locator(SHOWN, has_text=seller.full_name)).to_have_count(2)
    assert Person.objects.filter(owner=seller).count() == 2
    page.locator(".toast").get_by_role("button", name="Отменить").click()
    expect(page.locator(SHOWN, has_text=seller.full_name)).to_have_count(0)
    assert not Person.objects.filter(owner=seller).exists()


def test_a_cell_is_edited_in_place(windows: Windows, head: User, people: None) -> None:
    page = windows(head)
    page.goto("/persons/?q=номер 03")
    cell = page.locator("[data-field=position]").last
    cell.dblclick()
    cell.locator("input:visible, textarea:visible").first.fill("Директор")
    page.keyboard.press("Enter")
    expect(cell).to_have_text("Директор")
    assert Person.objects.get(first_name="Номер 03").position == "Директор"
    expect(page.locator("#panel-frame")).to_be_hidden()


def test_columns_are_chosen_and_ordered_by_keys(windows: Windows, head: User, people: None) -> None:
    page = windows(head)
    page.goto("/persons/")
    page.get_by_role("button", name="Колонки").click()
    menu = page.locator("#list-columns")
    menu.get_by_role("checkbox", name="Роль в закупке").check()
    grip = menu.get_by_role("button", name="Переместить «Роль в закупке» стрелками")
    for _step in range(8):
        grip.press("ArrowUp")
    menu.get_by_role("button", name="Применить").click()
    heads = page.locator("[data-column]").evaluate_all("cells => cells.map(cell => cell.dataset.column)")
    assert heads[:2] == ["name", "role"]
    page.locator("[data-column=position] a").click()
    expect(page.locator("[data-column=position]")).to_have_attribute("aria-sort", "ascending")


@pytest.mark.req("X7")
def test_a_phone_shows_two_lines_and_scrolls_only_down(windows: Windows, head: User, people: None) -> None:
    page = windows(head, width=360, height=740)
    page.goto("/persons/")
    expect(page.locator(SHOWN).first).to_be_visible()
    for address in ("/persons/", "/persons/?view=mine&q=иванов", "/organizations/", "/persons/filter/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
        assert page.evaluate("document.querySelector('#main').scrollWidth - innerWidth") <= 0, address
    page.goto("/persons/")
    assert 48 <= page.locator(SHOWN).first.evaluate("row => row.offsetHeight") <= 80
