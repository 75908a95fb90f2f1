"""Kept files and a human being: the export tells of the rows, an erasure takes them out, old files go."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.imports.actions import files, runs
from voronka.imports.actions.runs import Terms
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.queries import source_of
from voronka.imports.reading.sheet import read_sheet, whole_sheets
from voronka.people.kinds import PERSON
from voronka.people.models import Person
from voronka.records import actions
from voronka.records.actions import erasures, subjects
from voronka.records.subject.parts import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.req("H12")]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
PEOPLE = [
    ["Фамилия", "Имя", "Телефон", "Почта"],
    ["Петров", "Иван", "8 903 555-00-11", "ivan@petrov.ru"],
    ["Петров", "Олег", "8 903 555-00-22", ""],
    ["Сидорова", "Анна", "", "anna@x.ru"],
]
Brought = Callable[..., ImportRun]


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def csv_of(rows: list[list[str]]) -> bytes:
    return "".join(";".join(row) + "\n" for row in rows).encode("cp1251")


def xlsx_of(rows: list[list[str]]) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        book.add_worksheet().write_string(0, 0, "Петров Иван")
    return file.getvalue()


@pytest.fixture
def bring(admin: User, run_jobs: Callable[[], int]) -> Brought:
    def brought(content: bytes, target: str = "persons", *, is_dry: bool = False) -> ImportRun:
        file = SimpleUploadedFile("люди", content)
        terms = Terms(mapping={}, region="RU", is_dry=is_dry)
        run = runs.bring(file=file, target=target, terms=terms, by=admin, at=NOW)
        run_jobs()
        run.refresh_from_db()
        assert run.error == ""
        return run

    return brought


def told(person: Person, by: User) -> list[Entry]:
    found = subjects.export(kind=PERSON, pk=person.pk, by=by, at=NOW)
    return [entry for one in found.sections if one.name == "imports" for entry in one.entries]


@pytest.fixture
def erase(admin: User, django_capture_on_commit_callbacks: Any) -> Callable[[Person], None]:
    def erased(person: Person) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            erasures.erase(kind=PERSON, pk=person.pk, why="request", said=str(person), by=admin, at=NOW)

    return erased


def texts(run: ImportRun) -> list[tuple[int, list[str]]]:
    run.refresh_from_db()
    return list(read_sheet(source_of(run), run.layout).rows)


@pytest.mark.parametrize("packed", [csv_of, xlsx_of])
def test_row_is_told_and_goes_while_the_others_stay(
    packed: Callable[[list[list[str]]], bytes], bring: Brought, erase: Callable[[Person], None], admin: User
) -> None:
    run = bring(packed(PEOPLE))
    person = Person.objects.get(first_name="Иван")
    [entry] = told(person, admin)
    assert entry.data["rows"][0] == {"row": 2, "cells": dict(zip(PEOPLE[0], PEOPLE[1], strict=True))}
    assert "Олег" not in str(entry)
    erase(person)
    assert texts(run) == [(3, PEOPLE[2]), (4, PEOPLE[3])]
    assert read_sheet(source_of(run)).header == PEOPLE[0]
    kept = source_of(run).read_bytes()
    assert "Иван" not in gzip.decompress(kept).decode()
    assert kept.startswith(b"\x1f\x8b"), "a format of its own, for every other one"
    assert len(list(source_of(run).parent.iterdir())) == 1, "no copy is left"


def test_every_sheet_is_looked_at_and_stays(bring: Brought, erase: Callable[[Person], None], admin: User) -> None:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, rows in (
            ("Титул", [["Прайс"]]),
            ("Люди", [["ООО «Ромашка»", "", "спросить: 8 903 555-00-11"], [], *PEOPLE]),
            ("Петров Иван", [["Звонки"], ["вчера", "Петрову Ивану"], ["сегодня", "89035550011 и 8 495 111-22-33"]]),
        ):
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
        page.hide()
    run = bring(file.getvalue())
    assert (run.sheet, run.heading_row, run.counts["created"]) == (1, 3, 3)
    person = Person.objects.get(first_name="Иван")
    [entry] = told(person, admin)
    assert [one["row"] for one in entry.data["rows"]] == [1, 4, 2, 3]
    erase(person)
    run.refresh_from_db()
    sheets = [(one.name, one.is_hidden, [cells for _at, cells in one.lines]) for one in whole_sheets(source_of(run))]
    assert sheets == [
        ("Титул", False, [["Прайс"]]),
        ("Люди", False, [["ООО «Ромашка»", "", "спросить: █████"], [], PEOPLE[0], [], [*PEOPLE[2][:3]], PEOPLE[3]]),
        ("█████", True, [["Звонки"], ["вчера"], ["сегодня", "█████ и 8 495 111-22-33"]]),
    ]
    assert texts(run) == [(5, PEOPLE[2]), (6, PEOPLE[3])]


@pytest.mark.parametrize("packed", [csv_of, xlsx_of])
def test_row_that_became_nothing_is_told_and_goes(
    packed: Callable[[list[list[str]]], bytes], bring: Brought, erase: Callable[[Person], None], admin: User
) -> None:
    values = {"last_name": "Петров", "first_name": "Иван", "phones": ["+79035550011"]}
    person = actions.create(kind=PERSON, values=values, by=admin, at=NOW)
    run = bring(packed(PEOPLE), is_dry=True)
    assert [one.data["rows"][0]["row"] for one in told(person, admin)] == [2]
    erase(person)
    assert [number for number, _cells in texts(run)] == [3, 4]
    assert run.state == RunState.UPLOADED, "what the check foretold is to be checked anew"


def test_rows_of_others_tell_and_lose_only_the_cells_that_speak_of_this_one(
    bring: Brought, erase: Callable[[Person], None], admin: User
) -> None:
    rows = [
        ["Организация", "Телефон", "Почта", "Заметка"],
        ["Ромашка", "8 495 111-22-33, 8 903 555-00-11", "ivan@petrov.ru", "Звонить 89035550011 днём"],
        ["Лютик", "8 495 444-55-66", "", ""],
    ]
    run = bring(csv_of(rows), "organizations", is_dry=True)
    values = {"last_name": "Петров", "phones": ["+79035550011"], "emails": ["ivan@petrov.ru"]}
    person = actions.create(kind=PERSON, values=values, by=admin, at=NOW)
    cells = {name: cell for name, cell in zip(rows[0], rows[1], strict=True) if name != "Организация"}
    assert [one.data["rows"] for one in told(person, admin)] == [[{"row": 2, "cells": cells}]]
    erase(person)
    assert texts(run) == [(2, ["Ромашка", "8 495 111-22-33, █████", "", "Звонить █████ днём"]), (3, rows[2])]


def test_shared_phone_gives_no_row_of_a_colleague_away(bring: Brought, admin: User) -> None:
    rows = [["Фамилия", "Имя", "Телефон"], *([name, "Анна", "8 495 111-22-33"] for name in ("Петрова", "Белова"))]
    bring(csv_of(rows))
    [entry] = told(Person.objects.get(last_name="Петрова"), admin)
    assert [one["cells"].get("Фамилия") for one in entry.data["rows"]] == ["Петрова", None]


def test_same_file_twice_is_told_twice_and_emptied_twice(
    bring: Brought, erase: Callable[[Person], None], admin: User
) -> None:
    both = [bring(csv_of(PEOPLE)), bring(csv_of(PEOPLE))]
    person = Person.objects.get(first_name="Иван")
    assert len(told(person, admin)) == 2
    erase(person)
    assert [len(texts(run)) for run in both] == [2, 2]


def test_file_without_headings_goes_as_a_whole(
    bring: Brought, erase: Callable[[Person], None], admin: User, client: Client
) -> None:
    run = runs.upload(file=SimpleUploadedFile("a.csv", csv_of(PEOPLE[1:])), target="persons", by=admin, at=NOW)
    path = source_of(run)
    values = {"last_name": "Петров", "first_name": "Иван", "phones": ["+79035550011"]}
    person = actions.create(kind=PERSON, values=values, by=admin, at=NOW)
    erase(person)
    run.refresh_from_db()
    assert (run.file.name, run.state) == ("", RunState.FAILED)
    assert not path.exists()
    assert "555" not in str(run.mapping)
    client.force_login(admin)
    page = client.get(reverse("imports:run", args=[run.pk])).content.decode()
    assert "больше не хранится" in page
    assert reverse("imports:rethink", args=[run.pk]) not in page
    assert client.post(reverse("imports:rethink", args=[run.pk])).status_code == 422
    assert client.get(reverse("imports:problems", args=[run.pk])).status_code == 422


def test_columns_that_mean_something_else_by_now_let_the_file_go(
    bring: Brought, erase: Callable[[Person], None]
) -> None:
    run = bring(csv_of([["Фамилия", "Имя"], ["Петров", "Иван"]]))
    ImportRun.objects.filter(pk=run.pk).update(mapping={"Фамилия": "last_name"})
    erase(Person.objects.get())
    run.refresh_from_db()
    assert run.file.name == ""


def test_rows_with_separators_quotes_and_lines_read_the_same_afterwards(
    bring: Brought, erase: Callable[[Person], None]
) -> None:
    odd = ["Белов; А, Б", 'так "и" эдак', "", "одна\nдве\tтри"]
    run = bring(xlsx_of([["Фамилия", "Имя; отчество, если есть", "Телефон", "Заметка"], PEOPLE[1][:3], [], odd]))
    erase(Person.objects.get(phones=["+79035550011"]))
    assert texts(run) == [(4, odd)]


@pytest.mark.parametrize(
    ("days", "state", "gone"),
    [
        (31, RunState.DONE, True),
        (29, RunState.DONE, False),
        (31, RunState.CHECKED, True),
        (31, RunState.WORKING, False),
    ],
)
def test_old_files_go(
    bring: Brought, days: int, state: str, gone: bool, django_capture_on_commit_callbacks: Any
) -> None:
    run = bring(csv_of(PEOPLE))
    ImportRun.objects.filter(pk=run.pk).update(
        **dict.fromkeys(("created_at", "started_at", "finished_at"), NOW - timedelta(days=days)), state=state
    )
    path = source_of(run)
    with django_capture_on_commit_callbacks(execute=True):
        assert files.forget_old(at=NOW) == int(gone)
    run.refresh_from_db()
    assert (run.file.name == "", path.exists()) == (gone, not gone)
    assert run.state == (RunState.FAILED if state == RunState.CHECKED else state)


def test_erasure_leaves_the_file_without_the_row_whenever_the_process_dies(bring: Brought, admin: User) -> None:
    run = bring(csv_of(PEOPLE))
    whole = source_of(run)
    person = Person.objects.get(first_name="Иван")
    erasures.erase(kind=PERSON, pk=person.pk, why="request", said=str(person), by=admin, at=NOW)
    assert whole.exists(), "killed before what follows the commit"
    assert texts(run) == [(3, PEOPLE[2]), (4, PEOPLE[3])]
    now = timezone.now()
    assert files.forget_lost(at=now) == 0, "it may be a file that is just being taken in"
    assert files.forget_lost(at=now + timedelta(hours=2)) == 1
    assert list(whole.parent.iterdir()) == [source_of(run)]


def test_nobody_is_erased_while_an_import_that_tells_of_them_is_under_way(
    bring: Brought, erase: Callable[[Person], None], admin: User
) -> None:
    run = bring(csv_of(PEOPLE))
    person = Person.objects.get(first_name="Иван")
    ImportRun.objects.update(state=RunState.WORKING)
    with pytest.raises(Refused, match="люди"):
        erase(person)
    person.refresh_from_db()
    assert str(person) == "Петров Иван"
    ImportRun.objects.update(state=RunState.DONE)
    erase(person)
    assert texts(run) == [(3, PEOPLE[2]), (4, PEOPLE[3])]


def test_nothing_was_ever_uploaded() -> None:
    assert files.forget_lost(at=NOW) == 0
