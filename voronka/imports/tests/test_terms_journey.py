"""The mapping screen in the browser: a field out of a column, employees who share, a rule that is read off at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from voronka.accounts.models import User
from voronka.imports.models import ImportRun
from voronka.people.models import Person
from voronka.records.models import ClassifierValue, CustomField

pytestmark = [pytest.mark.req("B8"), pytest.mark.django_db(transaction=True)]
HEAD = "Фамилия;Телефон;Источник;Класс;Должность\n"
ROWS = "".join(f"Людов{n};8903123450{n};Экспо 2025;{'AB'[n % 2]};юрист\n" for n in range(6))


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def brought(page: Page, folder: Path, text: str) -> None:
    path = folder / "Клиенты.csv"
    path.write_text(text, encoding="utf-8")
    page.goto("/imports/?as=persons")
    page.set_input_files("input[type=file]", path)
    expect(page.locator(".import__table")).to_be_visible()


def done(page: Page, button: str, run_jobs: Callable[[], int]) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("progressbar").first).to_be_visible()
    run_jobs()


@pytest.fixture(params=[1440, 390])
def page(request: pytest.FixtureRequest, windows: Callable[..., Page], admin: User) -> Page:
    """The administrator's window, wide and narrow."""
    return windows(admin, width=request.param, height=900)


def test_terms_are_chosen_and_conflicts_decided(
    page: Page, seller: User, tmp_path: Path, run_jobs: Callable[[], int]
) -> None:
    ClassifierValue.objects.create(classifier="source", name="Экспо")
    brought(page, tmp_path, HEAD + ROWS)
    expect(page.get_by_label("Что делать с «Экспо 2025»")).to_have_value("use:Экспо")

    page.locator("#column-4").select_option("+")
    expect(page.locator("#dialog").get_by_label("Название")).to_have_value("Класс")
    with page.expect_response("**/terms/"):
        page.locator("#dialog").get_by_role("button", name="Добавить").click()
    expect(page.locator("#column-4")).to_have_value("c_klass")
    expect(page.locator("#column-1")).to_have_value("last_name")
    assert CustomField.objects.get().type == "choice"

    page.get_by_label("Добавить поле").select_option("note")
    page.locator("#fixed-note").fill("Стенд 5")
    page.get_by_text("Распределить поровну").click()
    page.locator("#among-ts-control").press_sequentially(seller.last_name)
    page.locator(".ts-dropdown .option:visible", has_text=seller.last_name).click()
    expect(page.locator("#owner-part .item")).to_have_text(seller.full_name)
    done(page, "Проверить", run_jobs)
    expect(page.get_by_text("Вот что получится")).to_be_visible()
    done(page, "Импортировать", run_jobs)
    expect(page.get_by_text("Готово: записи")).to_be_visible()
    people = Person.objects.select_related("source")
    assert {(one.owner, one.note, str(one.source)) for one in people} == {(seller, "Стенд 5", "Экспо")}

    brought(page, tmp_path, HEAD + ROWS.replace("юрист", "директор"))
    expect(page.get_by_text("вы выбрали тогда")).to_be_visible()
    done(page, "Проверить", run_jobs)
    page.get_by_role("link", name="Посмотреть").click()
    theirs = page.locator(".versus__theirs").first
    expect(theirs).to_have_css("text-decoration-line", "line-through")
    page.get_by_label("Строка 2").select_option("theirs")
    expect(theirs).to_have_css("text-decoration-line", "none")
    done(page, "Сохранить и пересчитать", run_jobs)
    expect(page.get_by_text("Вот что получится")).to_be_visible()
    assert ImportRun.objects.latest("pk").counts["updated"] == 1
