"""A journey: an import is undone from its page, and what somebody changed meanwhile is named there."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from voronka.accounts.models import User
from voronka.imports.actions import undoing
from voronka.imports.tests.undone import imported
from voronka.people.models import Person
from voronka.records import actions

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("B8")]


def test_question_progress_and_what_stayed(
    windows: Callable[..., Page], head: User, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    run = imported("ФИО\nИванов Иван\nПетров Пётр\n", "persons", head, timezone.now() - timedelta(hours=1))
    one = Person.objects.get(last_name="Иванов")
    actions.update(record=one, changes={"note": "звонил"}, by=head, at=timezone.now())
    page = windows(head)
    page.goto(reverse("imports:run", args=[run.pk]))
    page.get_by_role("link", name="Отменить импорт").click()
    dialog = page.locator("#dialog")
    expect(dialog).to_contain_text("Люди: 2")
    dialog.get_by_role("button", name="Вернуть как было").click()
    expect(page.get_by_text("Импорт отменяется")).to_be_visible()
    undoing.work(run_id=run.pk, at=timezone.now())
    expect(page.get_by_text("Импорт отменён")).to_be_visible()
    page.get_by_role("link", name="Иванов Иван").click()
    page.wait_for_url(f"**{one.get_absolute_url()}")
    assert list(Person.objects.all()) == [one]
