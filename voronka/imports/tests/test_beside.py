"""What stands beside the records of a file: guessed, offered on the page, told, and forgotten with its rows."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.imports.actions import runs, working
from voronka.imports.guessing import guess_mapping
from voronka.imports.models import ImportRun
from voronka.imports.reading.sheet import read_sheet
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.test_several_records import HEAD, MAPPING, ROWS
from voronka.people.kinds import PERSON
from voronka.people.models import Person
from voronka.records.actions import erasures
from voronka.sales import defaults

pytestmark = pytest.mark.req("B8")

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def ready(db: None, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    defaults.ensure()


@pytest.mark.parametrize(
    ("target", "header", "wanted"),
    [
        ("persons", "ФИО;Телефон;Компания;ИНН;Сайт", {"ИНН": "organizations.inn", "Сайт": "organizations.website"}),
        ("persons", "ФИО;Телефон;ИНН", {}),  # whose it is, nobody says
        (
            "persons",
            "ФИО;Сделка;Сумма;Этап;Задача",
            {"Сделка": "deals.name", "Сумма": "deals.amount", "Этап": "deals.stage", "Задача": "tasks.title"},
        ),
        ("organizations", "Название;Контактное лицо;Должность", {"Контактное лицо": "persons.full_name",
                                                                 "Должность": "persons.position"}),
        ("deals", "Название сделки;Сумма;Контакт;Телефон", {"Телефон": "persons.phones"}),
        ("organizations", "Название;Сделка: Сумма", {"Сделка: Сумма": "deals.amount"}),
    ],
)  # fmt: skip
def test_what_stands_beside_is_guessed_where_the_file_says_it(target: str, header: str, wanted: dict[str, str]) -> None:
    headings = header.split(";")
    mapping = guess_mapping(TARGETS[target], headings, [[""] * len(headings)])
    assert {heading: name for heading, name in mapping.items() if "." in name} == wanted


def test_the_page_offers_what_stands_beside_and_tells_what_came_of_it(
    client: Client, head: User, run_jobs: Callable[[], int]
) -> None:
    client.force_login(head)
    file = SimpleUploadedFile("a.csv", (HEAD + ROWS).encode())
    client.post(reverse("imports:imports"), {"target": "persons", "file": file})
    run = ImportRun.objects.get()
    page = client.get(reverse("imports:run", args=[run.pk])).content.decode()
    assert '<optgroup label="Сделки">' in page
    assert "Сделка: Сумма" in page
    given = {"heading": list(MAPPING), "column": list(MAPPING.values())}
    client.post(reverse("imports:check", args=[run.pk]), given)
    run_jobs()
    page = " ".join(client.get(reverse("imports:run", args=[run.pk])).content.decode().split())
    assert '<span>Сделки</span><span class="num">новых: 3, изменённых: 0</span>' in page


@pytest.mark.req("H12")
def test_an_erasure_takes_who_stood_beside_out_of_the_kept_file(
    head: User, admin: User, django_capture_on_commit_callbacks: Any
) -> None:
    mapping = {"Сделка": "deals.name", "Название": "name", "Контактное лицо": "persons.full_name"}
    text = ";".join(mapping) + "\nСтанок;Ромашка;Иванов Иван\nЛиния;Лютик;Петров Пётр\n"
    run = runs.bring(
        file=SimpleUploadedFile("a.csv", text.encode()),
        target="organizations",
        terms=runs.Terms(mapping=mapping, region="RU", is_dry=False),
        by=head,
        at=NOW,
    )
    working.work(run_id=run.pk, at=NOW)
    person = Person.objects.get(last_name="Иванов")
    with django_capture_on_commit_callbacks(execute=True):
        erasures.erase(kind=PERSON, pk=person.pk, why="request", said=str(person), by=admin, at=NOW)
    run.refresh_from_db()
    left = [cells for _number, cells in read_sheet(Path(run.file.path)).rows]
    assert left == [["Станок", "Ромашка", ""], ["Линия", "Лютик", "Петров Пётр"]]
