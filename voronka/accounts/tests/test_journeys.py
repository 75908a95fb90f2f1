"""Signing in, setting up and arranging the company, in a real browser."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.utils import timezone
from playwright.sync_api import Page, expect

from voronka.accounts import grid
from voronka.accounts.actions import setup
from voronka.accounts.models import Department, Role, User

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Windows = Callable[..., Page]
PASSWORD = "correct horse battery"


def at_home(url: str) -> bool:
    return urlsplit(url).path == "/"


def code_of(secret: str) -> str:
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))) % 1_000_000:06}"


def test_first_start_then_invitation(windows: Windows) -> None:
    page = windows()
    page.goto(urlsplit(setup.issue_link(at=timezone.now())).path)
    page.get_by_label("Компания").fill("ООО «Ромашка»")
    page.get_by_label("Имя").fill("Анна")
    page.get_by_label("Почта").fill("anna@romashka.ru")
    page.get_by_label("Пароль").fill("1234567890")
    page.get_by_role("button", name="Начать").click()
    expect(page.locator(".field__error")).to_be_visible()
    page.get_by_label("Пароль").fill("длинная фраза из слов")
    page.get_by_role("button", name="Начать").click()
    page.wait_for_url(at_home)
    page.goto("/settings/users/")
    page.get_by_role("link", name="Пригласить").click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("Имя").fill("<b>Иван</b>")
    dialog.get_by_label("Почта").fill("ivan@romashka.ru")
    dialog.get_by_text("Продавец").click()
    dialog.get_by_role("button", name="Пригласить").click()
    link = dialog.get_by_label("Ссылка для пароля").input_value()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    dialog.get_by_role("button", name="Скопировать").click()
    expect(page.locator("#toasts")).to_contain_text("Скопировано")
    assert page.evaluate("navigator.clipboard.readText()") == link
    dialog.get_by_role("button", name="Готово").click()
    expect(page.locator("#people")).to_contain_text("<b>Иван</b>")

    newcomer = windows()
    newcomer.goto(urlsplit(link).path)
    newcomer.get_by_label("Новый пароль").fill("другая длинная фраза")
    newcomer.get_by_label("Ещё раз").fill("другая длинная фраза")
    newcomer.get_by_role("button", name="Сохранить и войти").click()
    newcomer.wait_for_url(at_home)
    newcomer.goto("/settings/")
    expect(newcomer.get_by_role("link", name="Профиль").first).to_be_visible()
    expect(newcomer.get_by_text("Роли и права")).to_have_count(0)


def test_second_factor(windows: Windows, worker: User) -> None:
    page = windows()
    page.goto("/settings/security/")
    page.get_by_label("Почта").fill(worker.email)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).click()
    page.wait_for_url("**/settings/security/")
    page.get_by_role("link", name="Включить").click()
    if "reauthenticate" in page.url:
        page.get_by_label("Пароль").fill(PASSWORD)
        page.get_by_role("button", name="Подтвердить").click()
    page.get_by_text("Введите ключ вручную").click()
    secret = page.locator(".door__secret code").inner_text()
    page.get_by_label("Код из приложения").fill(code_of(secret))
    page.get_by_role("button", name="Включить").click()
    expect(page.locator(".door__codes li")).to_have_count(10)
    recovery = page.locator(".door__codes li").first.inner_text()
    assert Authenticator.objects.filter(user=worker).count() == 2

    elsewhere = windows()
    elsewhere.goto("/accounts/login/?next=/settings/profile/")
    elsewhere.get_by_label("Почта").fill(worker.email)
    elsewhere.get_by_label("Пароль").fill(PASSWORD)
    elsewhere.get_by_role("button", name="Войти", exact=True).click()
    elsewhere.get_by_label("Код из приложения").fill("000000")
    elsewhere.get_by_role("button", name="Войти", exact=True).click()
    expect(elsewhere.locator(".field__error")).to_be_visible()
    elsewhere.get_by_label("Код из приложения").fill(recovery)
    elsewhere.get_by_role("button", name="Войти", exact=True).click()
    elsewhere.wait_for_url("**/settings/profile/")


def test_passkey(windows: Windows, worker: User) -> None:
    page = windows(worker)
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": True}})
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Подтвердить").click()
    page.get_by_label("Название").fill("Ноутбук")
    page.get_by_label("Достаточно для входа, без пароля").check()
    page.get_by_role("button", name="Добавить").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto("/settings/security/")
    expect(page.get_by_text("Ноутбук")).to_be_visible()
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Выйти").click()
    page.get_by_role("button", name="Войти по ключу доступа").click()
    page.wait_for_url(at_home)
    page.goto("/settings/profile/")
    expect(page.locator(".settings__me")).to_contain_text(worker.email)


def test_grid_and_tree(windows: Windows, boss: User, company: Department) -> None:
    role = Role.objects.create(name="Продавец")
    page = windows(boss)
    page.goto("/settings/roles/")
    kind = next(iter(grid.kinds()))
    cell = page.locator(f"#cell-{kind.name}-view")
    cell.select_option("department")
    expect(page.locator(f"#cell-{kind.name}-view")).to_have_class("grid__select grid__select--department")
    assert role.grants.get().scope == "department"

    page.goto("/settings/departments/")
    page.get_by_role("link", name="Добавить", exact=True).click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("Название").fill("Юг")
    dialog.get_by_label("Подчинён").select_option(label="Компания")
    dialog.get_by_role("button", name="Добавить").click()
    expect(page.locator("#departments")).to_contain_text("Юг")
    page.get_by_role("link", name="Компания", exact=True).click()
    dialog.get_by_label("Подчинён").select_option(label="Компания / Юг")
    dialog.get_by_role("button", name="Сохранить").click()
    expect(dialog.locator(".field__error")).to_contain_text("самому себе")


def test_session_that_ends_within_a_form_loses_nothing(windows: Windows, worker: User) -> None:
    page = windows(worker)
    page.goto("/settings/tokens/")
    page.get_by_role("link", name="Новый токен").first.click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("Название").fill("Обмен с 1С")
    page.context.clear_cookies(name="sessionid")
    dialog.get_by_role("button", name="Создать").click()
    again = page.locator("#signin")
    again.get_by_label("Пароль").fill(PASSWORD)
    again.get_by_role("button", name="Войти").click()
    expect(dialog.get_by_label("Токен")).to_be_visible()
    assert worker.api_tokens.get().name == "Обмен с 1С"
