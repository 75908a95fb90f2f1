"""The layout of a card as an administrator sees it in a browser: dragged, moved by keys and menus, saved."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from voronka.accounts.models import User
from voronka.people.kinds import ORGANIZATION
from voronka.records import arrangement
from voronka.records.tests.lists import organization

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.req("B13", "G1")]

type Windows = Callable[..., Page]


def _row(page: Page, label: str) -> str:
    return f'.layout__part--card [data-row][data-label="{label}"]'


def _order(page: Page, group: int) -> list[str]:
    rows = page.locator(f"[data-groups] > [data-group]:nth-child({group}) [data-row]").all()
    return [row.get_attribute("data-label") or "" for row in rows]


def test_fields_are_dragged_moved_by_keys_and_by_menus(windows: Windows, admin: User) -> None:
    page = windows(admin)
    firm = organization(admin, "Ромашка", website="https://romashka.ru")
    page.goto("/settings/fields/organization/layout/")
    look = page.locator("#layout-look .layout__part--card")

    note, phones = page.locator(_row(page, "Примечание")), page.locator(_row(page, "Телефоны"))
    box, to = note.bounding_box(), phones.bounding_box()
    assert box is not None
    assert to is not None
    page.mouse.move(box["x"] + 120, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(to["x"] + 120, to["y"] + 20, steps=12)
    page.mouse.move(to["x"] + 120, to["y"] + 4, steps=4)
    page.mouse.up()
    expect(look.locator(".prop__label").first).to_have_text("Примечание")
    assert _order(page, 1)[:2] == ["Примечание", "Телефоны"]

    page.locator(_row(page, "Ещё адреса") + " [data-grip]").focus()
    page.keyboard.press("ArrowDown")
    assert _order(page, 2)[0] == "Ещё адреса"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert _order(page, 1)[-2:] == ["Ещё адреса", "Адрес"]
    expect(page.locator("[data-said]")).to_have_text("Ещё адреса: Контакты, 5 из 6")

    page.get_by_role("button", name="Добавить группу").click()
    page.keyboard.type("Реклама")
    page.locator(_row(page, "Источник")).hover()
    page.locator(_row(page, "Источник") + " [data-row-menu]").click()
    page.locator(".menu__item", has_text="Реклама").click()
    expect(look.get_by_text("Реклама")).to_be_visible()
    expect(page.get_by_text("Не сохранено")).to_be_visible()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Сохранено.")).to_be_visible()

    arrangement.refresh_now()
    assert [str(one.label) for one in ORGANIZATION.groups] == ["Контакты", "О клиенте", "Ещё", "Реклама"]
    assert ORGANIZATION.groups[3].fields == ("source",)
    page.goto(f"/organizations/{firm.pk}/")
    expect(page.locator(".card__left .prop__label").first).to_have_text("Примечание")


def test_the_form_of_a_new_record_is_put_in_order(windows: Windows, admin: User) -> None:
    page = windows(admin)
    page.goto("/settings/fields/organization/layout/")
    page.get_by_text("Новая запись", exact=True).click()
    page.locator('.layout__part--form [data-row][data-label="Размер"] [data-grip]').press("ArrowUp")
    for _step in range(30):
        if page.locator('[data-sends="now"] [data-row][data-label="Размер"]').count():
            break
        page.keyboard.press("ArrowUp")
    page.locator('.layout__part--form [data-row][data-label="Название"] [data-row-menu]').focus()
    page.keyboard.press("Enter")
    expect(page.locator(".menu__item", has_text="В разделе")).to_have_count(0)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Сохранено.")).to_be_visible()
    page.goto("/organizations/new/")
    expect(page.locator(".new-fields").first.get_by_label("Размер")).to_be_visible()
