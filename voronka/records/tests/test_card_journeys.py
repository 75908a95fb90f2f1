"""The card in a real browser: fields in place, two people at once, one record from a repeated form, the side panel."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from voronka.accounts.models import User
from voronka.people.models import Organization, Person
from voronka.records import actions
from voronka.records.tests.test_card import NOW, firm, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Windows = Callable[..., Page]


def row(page: Page, label: str) -> Locator:
    """The row of a field on the card."""
    return page.locator(".prop").filter(has_text=label).first


def edit(page: Page, label: str) -> None:
    """Open the editor of a field; a click beside a link within it, not on the link."""
    box = row(page, label).locator("[data-edit]")
    box.click(position={"x": (box.bounding_box() or {"width": 9})["width"] - 5, "y": 8})
    expect(page.locator("form[data-inline] :is(input, textarea):focus")).to_be_visible()


def test_fields_are_edited_in_place_by_keyboard(windows: Windows, seller: User) -> None:
    made = firm(seller, phones=["+79031234567"])
    page = windows(seller)
    page.goto(made.get_absolute_url())
    edit(page, "Адрес")
    page.keyboard.type("Пермь, ул. Ленина, 1")
    page.keyboard.press("Enter")
    expect(row(page, "Адрес")).to_contain_text("Пермь, ул. Ленина, 1")
    edit(page, "Адрес")
    page.keyboard.type("передумал")
    page.keyboard.press("Escape")
    expect(row(page, "Адрес")).to_contain_text("Пермь, ул. Ленина, 1")
    edit(page, "Телефоны")
    page.get_by_role("button", name="Ещё", exact=True).click()
    page.keyboard.type("8 800 555 35 35")
    page.keyboard.press("Tab")
    expect(row(page, "Телефоны")).to_contain_text("+7 800 555-35-35")
    expect(page.locator("input[name=emails]")).to_be_focused()
    made.refresh_from_db()
    assert (made.address, made.phones) == ("Пермь, ул. Ленина, 1", ["+79031234567", "+78005553535"])


def test_a_mistake_is_told_beside_the_field(windows: Windows, seller: User) -> None:
    page = windows(seller)
    page.goto(firm(seller).get_absolute_url())
    edit(page, "Телефоны")
    page.keyboard.type("12ab")
    page.keyboard.press("Enter")
    expect(page.locator(".prop--editing .field__error")).to_be_visible()
    expect(page.locator("input[name=phones]").first).to_have_value("12ab")
    page.locator("h1").click()
    expect(page.locator("input[name=phones]").first).to_have_value("12ab")


def test_two_people_at_once(windows: Windows, seller: User, colleague: User) -> None:
    made = firm(seller, address="Пермь")
    page = windows(seller)
    page.goto(made.get_absolute_url())
    edit(page, "Адрес")
    actions.update(record=made, changes={"address": "Уфа"}, by=colleague, at=NOW)
    page.keyboard.type("Омск")
    page.keyboard.press("Enter")
    clash = page.locator("[data-clash]")
    for text in ("Мария Соколова", "Уфа", "Омск"):
        expect(clash).to_contain_text(text)
    clash.get_by_role("button", name="Сохранить моё").click()
    expect(row(page, "Адрес")).to_contain_text("Омск")
    edit(page, "Адрес")
    actions.update(record=Organization.objects.get(), changes={"address": "Тула"}, by=colleague, at=NOW)
    page.keyboard.type("Казань")
    page.keyboard.press("Enter")
    clash.get_by_role("button", name="Оставить как есть").click()
    expect(row(page, "Адрес")).to_contain_text("Тула")


@pytest.mark.req("H8")
def test_a_person_is_added_to_an_organization_without_leaving_it(windows: Windows, seller: User) -> None:
    made = firm(seller)
    person(seller, last_name="Ветров", first_name="Сергей")
    page = windows(seller)
    page.goto(made.get_absolute_url())
    page.get_by_title("Добавить контакт").click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("Фамилия").fill("Ветров")
    expect(dialog.locator(".similar")).to_contain_text("Ветров Сергей")
    dialog.get_by_label("Имя", exact=True).fill("Андрей")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".card__right")).to_contain_text("Ветров Андрей")
    assert page.url.endswith(made.get_absolute_url())
    assert Person.objects.get(first_name="Андрей").organization == made


def test_a_form_sent_twice_makes_one_record(windows: Windows, seller: User) -> None:
    page = windows(seller)
    page.goto("/persons/new/")
    page.get_by_label("Фамилия").fill("Один")
    form = "new FormData(document.querySelector('form[data-new]'))"
    send = f"() => Promise.all([1, 2, 3].map(() => fetch('/persons/new/', {{method: 'POST', body: {form}}})))"
    page.evaluate(f"async () => (await ({send})()).length")
    assert Person.objects.filter(last_name="Один").count() == 1


def test_the_side_panel_opens_closes_and_becomes_a_page(windows: Windows, seller: User) -> None:
    made = firm(seller, name="Альфа")
    firm(seller, name="Бета")
    page = windows(seller)
    page.goto("/organizations/")
    panel = page.locator("#panel-frame")
    page.get_by_role("link", name="Альфа").click()
    expect(panel.locator("h1")).to_have_text("Альфа")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.get_by_role("link", name="Альфа").click()
    expect(panel.locator("h1")).to_have_text("Альфа")
    page.go_back()
    expect(panel).to_be_hidden()
    page.get_by_role("link", name="Альфа").click()
    panel.locator("#panel-open").click()
    page.wait_for_url(f"**{made.get_absolute_url()}")  # and for its scripts: a key needs somebody who listens
    page.keyboard.press("Control+ArrowDown")
    expect(page.locator("h1")).to_have_text("Бета")
    page.wait_for_load_state()  # the heading stands before the page listens to keys
    page.keyboard.press("Control+ArrowUp")
    expect(page.locator("h1")).to_have_text("Альфа")


def test_a_phone_has_the_actions_under_the_thumb(windows: Windows, seller: User) -> None:
    page = windows(seller, width=390, height=844)
    page.goto(firm(seller, phones=["+79031234567"]).get_absolute_url())
    call = page.get_by_role("link", name="Позвонить")
    box = call.bounding_box()
    assert box
    assert box["y"] > 844 / 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator("h1")).to_have_text(re.compile("Ромашка"))
