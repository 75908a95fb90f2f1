"""A migration in the browser: its page tells all, and all of it is undone with two clicks."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from voronka.accounts.models import User
from voronka.imports.actions.migrations import migrate
from voronka.people.models import Organization

pytestmark = [pytest.mark.req("B8"), pytest.mark.django_db(transaction=True)]

DATA = Path(__file__).parent / "data"


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.mark.parametrize("width", [1440, 390])
def test_migration_is_looked_at_and_undone(
    windows: Callable[..., Page], admin: User, tmp_path: Path, run_jobs: Callable[[], int], width: int
) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    for name in ("Accounts", "Contacts", "Potentials"):  # without the leads no deal is taken
        (folder / f"{name}.csv").write_bytes((DATA / f"{name}.csv").read_bytes())
    (folder / "Products.csv").write_text("Product Name,Product Code\nChair,P1\n", encoding="utf-8")
    migration, _results = migrate(folder=folder, preset="zoho", by=admin, at=datetime.now(UTC))
    assert migration
    page = windows(admin, width=width, height=900)
    page.goto("/imports/")
    page.get_by_role("link", name="export").click()
    expect(page.get_by_text("Перенесено из Zoho CRM")).to_be_visible()
    expect(page.get_by_role("row", name="Accounts.csv").get_by_text("4").first).to_be_visible()
    expect(page.get_by_text("Potentials.csv, строка 2")).to_be_visible()
    expect(page.get_by_role("link", name="Products.csv")).to_be_visible()
    page.get_by_role("link", name="Отменить перенос").click()
    page.get_by_role("button", name="Вернуть как было").click()
    expect(page.get_by_text("Перенос отменяется, начиная с последнего файла.")).to_be_visible()
    run_jobs()
    expect(page.get_by_text("Перенос отменён. Осталось как есть: 0.")).to_be_visible()
    assert not Organization.objects.exists()
    assert page.url.endswith(reverse("imports:migration", args=[migration.pk]))
