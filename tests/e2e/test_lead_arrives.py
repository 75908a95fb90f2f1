"""A lead arrives by the API, goes to somebody by a rule, appears live, is answered in time and judged by taps."""

from collections.abc import Callable
from datetime import time

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.site import Site
from voronka.accounts.actions import calendar, tokens
from voronka.accounts.models import User
from voronka.activities.actions import types
from voronka.core.working_time import Hours
from voronka.sales import defaults
from voronka.sales.models import Lead, LeadAssignment, LeadVerdict, Method, RoutingRule

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

type Windows = Callable[..., Page]


@pytest.mark.req("E7", "B6", "B10", "H10", "X8")
def test_a_lead_arrives_is_routed_and_answered_in_time(windows: Windows, site: Site, seller: User, admin: User) -> None:
    types.defaults()
    defaults.ensure()
    calendar.set_week(week=[Hours(*_whole_day())] * 7, by=admin)
    rule = RoutingRule.objects.create(name="С сайта", method=Method.TURNS, answer_within=15, take_within=10,
                                      task="Перезвонить", made_by=admin)  # fmt: skip
    rule.people.set([seller])
    page = windows(seller)
    with page.expect_response(lambda answer: answer.url.endswith("/live/")):
        page.goto(reverse("home:day"))
    page.wait_for_timeout(300)
    _token, secret = tokens.issue(user=admin, name="Сайт", at=timezone.now())
    answer = page.request.post(
        f"{site.url}/api/v1/leads",
        data={"last_name": "Покупателева", "phones": ["+79031234567"], "owner": None, "department": None},
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.ok, answer.text()
    row = page.locator(".task", has_text="Покупателева").first
    expect(row).to_be_visible(timeout=8000)  # it came by itself: nobody has reloaded the page
    expect(page.locator(".wait").first).to_contain_text("ждёт")
    page.goto(reverse("lead:card", args=[Lead.objects.get().pk]))
    page.locator("[data-composer] [name=text]").fill("Перезвонил, нужен насос")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".timeline")).to_contain_text("нужен насос")
    expect(page.locator(".chip", has_text="ответ за")).to_be_visible()
    page.get_by_role("group", name="Потребность").get_by_role("button", name="Верно", exact=True).click()
    expect(page.get_by_role("group", name="Потребность").locator("[aria-pressed=true]")).to_be_visible()
    lead = Lead.objects.get()
    assert (lead.owner, lead.answered_by) == (seller, seller)
    assert lead.respond_by
    assert lead.answered_at
    assert lead.answered_at < lead.respond_by
    assert LeadAssignment.objects.get().ending == "taken"
    assert LeadVerdict.objects.get().verdict == "right"


def _whole_day() -> tuple[time, time]:
    return time.min, time(23, 59, 59)
