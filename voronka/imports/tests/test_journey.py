"""A workbook of several sheets in the browser: one is chosen, its columns are seen, it is checked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import Page, expect

from voronka.accounts.models import User
from voronka.imports.actions import runs
from voronka.imports.models import ImportRun
from voronka.imports.tests.books import xlsx

pytestmark = [pytest.mark.req("B8"), pytest.mark.django_db(transaction=True)]

SHEETS = {
    "Титул": [["Прайс"]],
    "Люди": [["ООО «Ромашка»"], [], ["Фамилия", "Телефон"], ["Иванов", "8 903 123-45-67"], ["Итого", "1"]],
    "Прочие": [["Surname", "Email"], ["Smith", "smith@example.com"]],
}


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.mark.parametrize("width", [1440, 390])
def test_sheet_is_chosen_with_a_click(
    windows: Callable[..., Page], head: User, tmp_path: Path, run_jobs: Callable[[], int], width: int
) -> None:
    page = windows(head, width=width, height=900)
    page.goto("/imports/?as=persons")
    page.set_input_files("input[type=file]", xlsx(tmp_path / "Клиенты.xlsx", SHEETS))
    expect(page.get_by_role("radio", name="Люди")).to_be_checked()
    expect(page.get_by_role("radio", name="Титул")).to_be_disabled()
    expect(page.get_by_text("Над заголовками пропущены строки: 1.")).to_be_visible()
    page.locator(".sheet", has_text="Прочие").click()
    expect(page.locator(".import__table").get_by_text("smith@example.com")).to_be_visible()
    expect(page.get_by_role("radio", name="Прочие")).to_be_checked()
    page.locator(".sheet", has_text="Люди").click()
    expect(page.locator(".import__table").get_by_text("8 903 123-45-67")).to_be_visible()
    page.get_by_role("button", name="Проверить").click()
    expect(page.get_by_role("progressbar").or_(page.get_by_text("Проверяем")).first).to_be_visible()
    run_jobs()
    expect(page.get_by_text("Пропущены итоги внизу таблицы, строки: 5.")).to_be_visible()
    run = ImportRun.objects.get()
    assert (run.counts["created"], run.problems, run.mapping) == (1, [], {"Фамилия": "last_name", "Телефон": "phones"})


def test_table_is_pasted(windows: Callable[..., Page], head: User) -> None:
    page = windows(head)
    page.goto("/imports/?as=persons")
    page.get_by_text("Или вставьте таблицу из Excel").click()
    page.get_by_label("Таблица из буфера обмена").fill("Фамилия\tТелефон\nИванов\t8 903 123-45-67")
    page.get_by_role("button", name="Дальше").click()
    expect(page.locator(".import__table").get_by_text("8 903 123-45-67")).to_be_visible()


def test_a_long_table_is_pasted_and_a_longer_one_is_kept_back(windows: Callable[..., Page], head: User) -> None:
    page = windows(head)
    page.goto("/imports/?as=persons")
    page.get_by_text("Или вставьте таблицу из Excel").click()
    area = page.get_by_label("Таблица из буфера обмена")
    fill = "(area, count) => { area.value = 'Фамилия\\tТелефон\\n' + 'Иванов\\t8 903 123-45-67\\n'.repeat(count); }"
    area.evaluate(fill, 800_000)
    page.get_by_role("button", name="Дальше").click(timeout=120_000)  # a browser lays twenty megabytes out for long
    assert "20 МБ" in area.evaluate("(area) => area.validationMessage")
    assert page.url.endswith("/imports/?as=persons")
    area.evaluate(fill, 100_000)
    area.evaluate("(area) => area.dispatchEvent(new Event('input'))")
    page.get_by_role("button", name="Дальше").click()
    expect(page.locator(".import__table").get_by_text("8 903 123-45-67")).to_be_visible(timeout=20_000)


@pytest.mark.req("X8")
def test_the_page_hears_the_end_of_its_job(
    windows: Callable[..., Page], head: User, run_jobs: Callable[[], int]
) -> None:
    terms = runs.Terms(mapping={}, region="RU", is_dry=False)
    file = SimpleUploadedFile("a.csv", "Фамилия\nИванов\n".encode())
    run = runs.bring(file=file, target="persons", terms=terms, by=head, at=timezone.now())
    page = windows(head)
    with page.expect_response(lambda answer: answer.url.endswith("/live/")):
        page.goto(f"/imports/{run.pk}/")
    expect(page.get_by_role("button", name="Приостановить")).to_be_visible()
    run_jobs()
    expect(page.get_by_text("Готово: записи")).to_be_visible(timeout=5_000)  # the net asks every fifteen seconds
