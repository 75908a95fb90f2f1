"""What a colleague does appears without a reload."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from voronka.accounts.models import User
from voronka.people.actions import consents
from voronka.people.models import ConsentPurpose
from voronka.records import kinds
from voronka.records.actions import create, update

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.req("X8")
def test_a_new_person_and_a_changed_name_appear_by_themselves(
    head: User, colleague: User, outsider: User, windows: Callable[..., Page]
) -> None:
    kind = kinds.get("person")
    page, stranger = windows(head), windows(outsider)
    for window in (page, stranger):
        with window.expect_response(lambda answer: answer.url.endswith("/live/")) as live:
            window.goto(reverse("person:list"))
        assert live.value.status == 200

    person = create(kind=kind, values={"last_name": "Лебедев"}, by=colleague, at=timezone.now())
    expect(page.locator("#list")).to_contain_text("Лебедев")
    update(record=person, changes={"last_name": "Орлов"}, by=colleague, at=timezone.now(), version=person.version)
    expect(page.locator("#list")).to_contain_text("Орлов")
    expect(page.locator("#list")).not_to_contain_text("Лебедев")
    expect(stranger.locator("#list")).not_to_contain_text("Орлов")


@pytest.mark.req("X8")
def test_the_head_and_the_consents_of_a_card_follow(
    head: User, colleague: User, admin: User, windows: Callable[..., Page]
) -> None:
    person = create(kind=kinds.get("person"), values={"last_name": "Лебедев"}, by=colleague, at=timezone.now())
    purpose, _made = ConsentPurpose.objects.get_or_create(code="email", defaults={"name": "Рассылки"})
    page = windows(head)
    with page.expect_response(lambda answer: answer.url.endswith("/live/")):
        page.goto(reverse("person:card", args=[person.pk]))
    expect(page.locator(".card__right")).to_contain_text("не спрашивали")
    consents.record(about=person, purpose=purpose, is_given=True, channel="phone", by=admin, at=timezone.now())
    update(record=person, changes={"owner": head.pk, "last_name": "Орлов"}, by=admin, at=timezone.now())
    expect(page.locator("h1")).to_have_text("Орлов")
    expect(page.locator(".card-owner")).to_contain_text("Ольга")
    expect(page.locator(".card__right")).to_contain_text("дано")

    page.locator(".card-owner").click()
    expect(page.locator(".head-editor")).to_be_visible()
    with page.expect_response(lambda answer: "part=fields" in answer.url):
        update(record=person, changes={"last_name": "Зуев"}, by=admin, at=timezone.now())
    expect(page.locator("h1")).to_have_text("Зуев")
    expect(page.locator(".head-editor")).to_be_visible()
