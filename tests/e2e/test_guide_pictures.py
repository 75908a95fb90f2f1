"""The pictures of the guides to moving in, in the language of each, into docs/guide."""

import base64
import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.guide_files import TELLINGS, Rows, Telling
from voronka.accounts.models import User
from voronka.imports.tests.books import xlsx
from voronka.records.models import ClassifierValue
from voronka.sales import defaults

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guide"
WIDTH = 1200
TALLEST = {"excel-columns": 1500}  # of the others the beginning says enough: 800
QUALITY = 70  # of WebP: letters stay sharp, a picture takes 20 to 50 KB

SHOWN = {
    "import", "undo", "excel-columns", "excel-check", "excel-done", "amocrm-contacts-columns", "amocrm-deals-check",
    "bitrix24-companies-columns", "bitrix24-companies-check",
}  # fmt: skip

pytestmark = [pytest.mark.screenshots, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=TELLINGS)
def language(request: pytest.FixtureRequest, admin: User, seller: User, tmp_path: Path, settings: Any) -> str:
    """A company of people who speak this language."""
    settings.MEDIA_ROOT = tmp_path / "media"
    telling = TELLINGS[request.param]
    defaults.ensure()
    ClassifierValue.objects.get_or_create(classifier="source", name=telling.source)
    for user, (first, last) in ((admin, telling.head), (seller, telling.seller)):
        User.objects.filter(pk=user.pk).update(first_name=first, last_name=last, language=request.param)
    return str(request.param)


def test_take_pictures_of_moving_in(
    windows: Callable[..., Page], admin: User, tmp_path: Path, run_jobs: Callable[[], int], language: str
) -> None:
    telling, folder = TELLINGS[language], GUIDES / language / "pictures"
    folder.mkdir(exist_ok=True)
    page = windows(admin, width=WIDTH)
    page.goto("/imports/")
    take(page, folder / "import.webp")
    for name, (kind, file, rows) in telling.files.items():
        bring(page, kind, written(tmp_path / file, rows))
        take(page, folder / f"{name}-columns.webp")
        page.get_by_role("button", name=telling.check, exact=True).click()
        finished(page, run_jobs)
        take(page, folder / f"{name}-check.webp")
        page.get_by_role("button", name=telling.go, exact=True).click()
        finished(page, run_jobs)
        take(page, folder / f"{name}-done.webp")
    undone(page, telling, folder / "undo.webp")


def bring(page: Page, kind: str, file: Path) -> None:
    """Drop a file and wait until its columns and the values that lists lack are there."""
    page.goto(f"/imports/?as={kind}")
    page.set_input_files("input[type=file]", file)
    expect(page.locator("[data-columns]")).to_be_visible()
    expect(page.locator(".terms__counting")).to_have_count(0)


def finished(page: Page, run_jobs: Callable[[], int]) -> None:
    """Do the work of the page and wait until it says so."""
    expect(page.locator("progress.bar")).to_be_visible()
    run_jobs()
    expect(page.locator("progress.bar")).to_have_count(0)


def undone(page: Page, telling: Telling, path: Path) -> None:
    page.get_by_text(telling.undo, exact=True).click()
    expect(page.locator("dialog[open]")).to_be_visible()
    take(page, path)


def take(page: Page, path: Path) -> None:
    """One picture of all that the page holds, cut below what a reader looks at, as WebP; none that no guide shows."""
    if path.stem not in SHOWN:
        return
    page.wait_for_timeout(400)
    page.set_viewport_size({"width": WIDTH, "height": 600})
    tall = page.evaluate("Math.max(...[...document.querySelectorAll('main, main *')].map(one => one.scrollHeight))")
    page.set_viewport_size({"width": WIDTH, "height": min(max(600, tall + 70), TALLEST.get(path.stem, 800))})
    page.wait_for_timeout(300)
    session = page.context.new_cdp_session(page)
    answer = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    path.write_bytes(base64.b64decode(answer["data"]))


def written(path: Path, rows: Rows) -> Path:
    if path.suffix == ".xlsx":
        return xlsx(path, {path.stem: rows})
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path
