"""What is pressed or chosen has a name of its own, and nothing that is pressed stands inside something pressed."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from voronka.accounts.models import User
from voronka.records import actions
from voronka.records.kinds import get
from voronka.sales import defaults

type Windows = Callable[..., Page]

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
NESTED = """() => [...document.querySelectorAll("[role=button], button, a[href]")]
    .filter(e => e.querySelector("a[href], button, input, select, textarea, [tabindex='0']"))
    .map(e => e.outerHTML.slice(0, 120))"""
# The select behind a picker is hidden from everybody; its label is that of the input.
NAMELESS = """() => [...document.querySelectorAll("select, input:not([type=hidden]), textarea")]
    .filter(e => !e.closest("[aria-hidden=true]") && e.checkVisibility() && !e.getAttribute("aria-label")
      && ![...e.labels].some(one => one.textContent.trim())).map(e => e.outerHTML.slice(0, 120))"""


def test_links_in_a_field_of_a_card_stand_in_no_button(windows: Windows, admin: User) -> None:
    values = {"name": "Вектор", "phones": ["+79031234567"], "website": "https://vektor.example"}
    firm = actions.create(kind=get("organization"), values=values, by=admin, at=timezone.now())
    page = windows(admin)
    page.goto(firm.get_absolute_url())
    expect(page.locator("a[href='https://vektor.example']")).to_be_visible()
    assert page.evaluate(NESTED) == []
    pencil = page.get_by_role("button", name="Изменить: Телефоны")
    pencil.focus()
    page.keyboard.press("Enter")
    expect(page.locator("form[data-inline] input[name=phones]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(pencil).to_be_focused()


def test_whatever_conditions_are_built_of_has_a_name(windows: Windows, admin: User) -> None:
    defaults.ensure()
    page = windows(admin)
    page.goto(reverse("sales:routing-new"))
    page.locator("[name=name]").fill("Сайт")
    lines = page.locator(".filter-form__line")
    for number, field in enumerate(("source", "owner", "amount", "created_at"), 1):
        page.locator("[name=do][value^=line]").first.click()
        expect(lines).to_have_count(number)
        lines.last.locator("select[name^=field-]").select_option(field)
        expect(lines.last.locator(f"input[name^=was-][value={field}]")).to_be_attached()
    expect(page.locator(".ts-control").first).to_be_visible()
    assert page.evaluate(NAMELESS) == []
