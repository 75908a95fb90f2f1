"""The gallery in a browser: nothing in the console, keys work on the Russian layout, nothing typed is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from voronka.accounts.models import User

type Windows = Callable[..., Page]

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def gallery(windows: Windows, user: User, **look: object) -> Page:
    """The gallery in a new window."""
    page = windows(user, **look)
    page.goto("/ui/gallery/")
    return page


def is_open(page: Page, selector: str) -> bool:
    """Whether a dialog is open."""
    return bool(page.evaluate("selector => document.querySelector(selector)?.open ?? false", selector))


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("dark", [False, True])
def test_the_gallery_draws_without_complaints(windows: Windows, admin: User, width: int, *, dark: bool) -> None:
    page = gallery(windows, admin, width=width, height=850, dark=dark)
    expect(page.locator(".chart svg").first).to_be_attached()
    expect(page.locator(".ts-wrapper").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.fonts.check('14px \"Golos Text\"', 'Ы')")


def test_names_and_labels(windows: Windows, admin: User) -> None:
    page = gallery(windows, admin)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, a[href], input:not([type=hidden]), select, textarea")]
        .filter(e => e.checkVisibility() && !e.closest(".ts-wrapper, .tomselected") && !e.innerText?.trim()
          && !e.getAttribute("aria-label") && !e.title && !e.labels?.length).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert nameless == []
    doubled = page.evaluate(
        """() => { const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
        return ids.filter((id, at) => ids.indexOf(id) !== at) }"""
    )
    assert doubled == []


def test_keys_by_their_place(windows: Windows, admin: User) -> None:
    page = gallery(windows, admin)
    press = """([code, key, ctrl]) => document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", {code, key, ctrlKey: ctrl, bubbles: true, cancelable: true}))"""
    page.evaluate(press, ["KeyK", "л", True])
    assert is_open(page, "#command")
    page.keyboard.press("Escape")
    assert not is_open(page, "#command")
    page.evaluate(press, ["KeyJ", "о", False])
    page.evaluate(press, ["KeyX", "ч", False])
    expect(page.locator("[data-bulk]")).to_be_visible()
    expect(page.locator("[data-bulk-count]")).to_have_text("1")


def test_a_dialog_keeps_what_was_typed(windows: Windows, admin: User) -> None:
    page = gallery(windows, admin)
    page.locator(".toolbar [data-dialog]").click()
    page.locator("#id_note").fill("Перезвонить в среду")
    page.keyboard.press("Escape")
    expect(page.locator(".dialog__ask")).to_be_visible()
    page.locator(".dialog__ask button").last.click()
    assert not is_open(page, "#dialog")
    page.locator(".toolbar [data-dialog]").click()
    expect(page.locator("#id_note")).to_have_value("Перезвонить в среду")
    page.locator("#dialog [name=name]").fill("Иван")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast__text").last).to_have_text("Контакт сохранён")
    assert not is_open(page, "#dialog")


def test_a_wrong_form_stays_in_the_dialog(windows: Windows, admin: User) -> None:
    page = gallery(windows, admin)
    page.locator(".toolbar [data-dialog]").click()
    page.locator("#id_note").fill("Перезвонить")
    page.evaluate("document.querySelector('#dialog form').noValidate = true")
    page.locator("#dialog [data-submit]").click()
    expect(page.locator("#dialog .field__error")).to_have_text("Введите имя")
    assert is_open(page, "#dialog")


def test_the_panel_opens_and_back_closes_it(windows: Windows, admin: User) -> None:
    page = gallery(windows, admin)
    page.locator("[data-row] a[data-panel]").first.click()
    expect(page.locator("#panel .card-head")).to_be_visible()
    assert "#panel=" in page.url
    page.go_back()
    expect(page.locator("#panel-frame")).to_be_hidden()


def test_an_expired_session_is_renewed_over_the_form(windows: Windows, admin: User) -> None:
    page = gallery(windows, admin)
    page.locator(".toolbar [data-dialog]").click()
    page.locator("#dialog [name=name]").fill("Иван Сидоров")
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#signin")).to_be_visible()
    page.locator("#signin-password").fill("password")
    page.locator("#signin button[type=submit]").click()
    expect(page.locator("#dialog[open]")).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text("Контакт сохранён")
