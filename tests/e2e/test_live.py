"""What a colleague does appears without a reload."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from voronka.accounts.models import User
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
