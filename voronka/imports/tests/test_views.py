"""The import page step by step: works, colleague, outsider, bad input."""

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from voronka.accounts.models import User
from voronka.imports import pasted
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.tests.books import xlsx
from voronka.people.models import Person

PEOPLE = "Фамилия;Телефон;Прочее\nИванов;8 903 123-45-67;x\nПетров;нет;y\n".encode()


@pytest.fixture(autouse=True)
def own_files(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def dropped(client: Client, content: bytes = PEOPLE, target: str = "persons", name: str = "люди.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("imports:imports"), {"target": target, "file": file})


def checked(client: Client, run: ImportRun, run_jobs: Callable[[], int], **mapping: str) -> None:
    words = mapping or run.mapping
    data = {"heading": list(words), "column": list(words.values()), "region": "RU"}
    assert client.post(reverse("imports:check", args=[run.pk]), data).status_code in {204, 302, 303}
    run_jobs()
    run.refresh_from_db()


@pytest.mark.req("B8")
def test_works_from_the_file_to_the_records(client: Client, head: User, run_jobs: Callable[[], int]) -> None:
    client.force_login(head)
    assert dropped(client).status_code == 303
    run = ImportRun.objects.get()
    assert run.mapping == {"Фамилия": "last_name", "Телефон": "phones"}
    page = client.get(reverse("imports:run", args=[run.pk])).content.decode()
    assert "Иванов" in page

    checked(client, run, run_jobs)
    assert (run.state, run.counts["created"], run.counts["rejected"]) == (RunState.CHECKED, 1, 1)
    assert not Person.objects.exists()
    page = client.get(reverse("imports:run", args=[run.pk])).content.decode()
    assert "Иванов" in page
    assert "Петров" in page

    client.post(reverse("imports:go", args=[run.pk]))
    run_jobs()
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert Person.objects.get().last_name == "Иванов"
    assert client.get(reverse("imports:run", args=[run.pk])).status_code == 200
    assert "люди.csv" in client.get(reverse("imports:imports")).content.decode()


@pytest.mark.req("B8")
def test_rejected_rows_come_back_with_their_reasons(client: Client, head: User, run_jobs: Callable[[], int]) -> None:
    client.force_login(head)
    dropped(client)
    run = ImportRun.objects.get()
    checked(client, run, run_jobs)
    answer = client.get(reverse("imports:problems", args=[run.pk]))
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert [row[:3] for row in rows] == [["Фамилия", "Телефон", "Прочее"], ["Петров", "нет", "y"]]
    assert rows[1][3]


def test_second_go_is_refused_and_makes_nothing(client: Client, head: User, run_jobs: Callable[[], int]) -> None:
    client.force_login(head)
    dropped(client)
    run = ImportRun.objects.get()
    checked(client, run, run_jobs)
    client.post(reverse("imports:go", args=[run.pk]))
    assert client.post(reverse("imports:go", args=[run.pk])).status_code == 409
    run_jobs()
    assert Person.objects.count() == 1


@pytest.mark.req("E1")
def test_import_of_another_person_is_not_there(client: Client, head: User, colleague: User, outsider: User) -> None:
    client.force_login(head)
    dropped(client)
    run = ImportRun.objects.get()
    for user in (colleague, outsider):
        client.force_login(user)
        for name in ("run", "problems"):
            assert client.get(reverse(f"imports:{name}", args=[run.pk])).status_code == 404
        for name in ("check", "go", "rethink"):
            assert client.post(reverse(f"imports:{name}", args=[run.pk])).status_code == 404
        assert "люди.csv" not in client.get(reverse("imports:imports")).content.decode()


def test_without_the_right_to_create_there_is_no_import(client: Client, seller: User, own_role: Any) -> None:
    own_role.grants.filter(action="create").delete()
    client.force_login(seller)
    assert client.get(reverse("imports:imports")).status_code == 403
    assert dropped(client).status_code == 403
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("content", "target"),
    [(b"MZ\x90\x00" + bytes(3000), "persons"), (b"", "persons"), (b"\xff\xfe\x00\xd8", "persons")],
)
def test_bad_file_is_told_and_leaves_nothing(client: Client, head: User, content: bytes, target: str) -> None:
    client.force_login(head)
    answer = dropped(client, content, target, "virus.exe")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_unknown_target_is_not_there(client: Client, head: User) -> None:
    client.force_login(head)
    assert dropped(client, target="users").status_code == 404


@pytest.mark.parametrize("mapping", [{"Фамилия": ""}, {"Фамилия": "last_name", "Телефон": "last_name"}])
def test_senseless_mapping_is_told(client: Client, head: User, mapping: dict[str, str]) -> None:
    client.force_login(head)
    dropped(client)
    run = ImportRun.objects.get()
    data = {"heading": list(mapping), "column": list(mapping.values()), "region": "RU"}
    assert client.post(reverse("imports:check", args=[run.pk]), data).status_code == 422
    run.refresh_from_db()
    assert run.state == RunState.UPLOADED


def test_heading_that_the_file_does_not_have_is_passed_over(client: Client, head: User) -> None:
    client.force_login(head)
    dropped(client)
    run = ImportRun.objects.get()
    data = {"heading": ["Фамилия", "\x00", "Нет"], "column": ["last_name", "note", "emails"], "region": "RU"}
    assert client.post(reverse("imports:check", args=[run.pk]), data).status_code == 303
    run.refresh_from_db()
    assert run.mapping == {"Фамилия": "last_name"}


@pytest.mark.parametrize("region", ["ßß", "XX", "QQQ"])
def test_country_that_has_no_phones_is_told(client: Client, head: User, region: str) -> None:
    client.force_login(head)
    dropped(client)
    run = ImportRun.objects.get()
    data = {"heading": ["Фамилия"], "column": ["last_name"], "region": region}
    assert client.post(reverse("imports:check", args=[run.pk]), data).status_code == 422


def test_run_that_breaks_says_so_and_stores_nothing(client: Client, head: User, run_jobs: Callable[[], int]) -> None:
    client.force_login(head)
    dropped(client)
    run = ImportRun.objects.get()
    client.post(reverse("imports:check", args=[run.pk]), {"heading": ["Фамилия"], "column": ["last_name"]})
    run.file.storage.delete(run.file.name)
    with run.file.storage.open(run.file.name, "wb") as stream:
        stream.write(b"MZ" + bytes(100))
    run_jobs()
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert run.error


@pytest.mark.req("B8")
def test_sheet_is_chosen_and_remembered(
    client: Client, head: User, colleague: User, run_jobs: Callable[[], int], tmp_path: Path
) -> None:
    sheets = {"Люди": [["Фамилия"], ["Иванов"]], "Ещё": [["Прайс"], [], ["Surname"], ["Петров"], ["Итого"]], "Нет": []}
    client.force_login(head)
    dropped(client, xlsx(tmp_path / "a", sheets).read_bytes())
    run = ImportRun.objects.get()
    page = client.get(reverse("imports:run", args=[run.pk])).content.decode()
    assert all(name in page for name in sheets)
    address = reverse("imports:sheet", args=[run.pk])
    assert client.post(address, {"sheet": "1"}).status_code == 303
    run.refresh_from_db()
    assert (run.sheet, run.heading_row, run.mapping) == (1, 1, {})
    for bad in ("2", "9"):
        assert client.post(address, {"sheet": bad}).status_code == 422
    assert client.post(address, {"sheet": "-1; x"}).status_code == 303
    run.refresh_from_db()
    assert (run.sheet, run.mapping) == (0, {"Фамилия": "last_name"})
    client.force_login(colleague)
    assert client.post(address, {"sheet": "1"}).status_code == 404


@pytest.mark.req("B8")
def test_page_says_what_was_passed_over_and_when_the_file_was_here(
    client: Client, head: User, run_jobs: Callable[[], int]
) -> None:
    content = "ООО «Ромашка»\n\nФамилия;Телефон\nИванов;8 903 123-45-67\nИтого;1\n".encode()
    client.force_login(head)
    dropped(client, content)
    first = ImportRun.objects.get()
    assert first.file_hash == sha256(content).hexdigest()
    page = client.get(reverse("imports:run", args=[first.pk])).content.decode()
    assert "Над заголовками пропущены строки: 1." in page
    assert "уже импортировали" not in page
    assert first.file_hash in page
    checked(client, first, run_jobs)
    client.post(reverse("imports:go", args=[first.pk]))
    run_jobs()
    page = client.get(reverse("imports:run", args=[first.pk])).content.decode()
    assert "Пропущены итоги внизу таблицы, строки: 5." in page
    assert Person.objects.count() == 1
    dropped(client, content)
    second = ImportRun.objects.exclude(pk=first.pk).get()
    assert "уже импортировали" in client.get(reverse("imports:run", args=[second.pk])).content.decode()


@pytest.mark.req("B8")
def test_table_is_pasted_as_excel_copies_it(client: Client, head: User, run_jobs: Callable[[], int]) -> None:
    client.force_login(head)
    text = 'Фамилия\tТелефон\tКомментарий\r\nИванов\t8 903 123-45-67\t"одна\nдве, три"\r\n'
    data = {"target": "persons", "pasted": text}
    assert client.post(reverse("imports:imports"), data).status_code == 303
    run = ImportRun.objects.get()
    assert run.file_name == "Вставленная таблица"
    checked(client, run, run_jobs)
    client.post(reverse("imports:go", args=[run.pk]))
    run_jobs()
    assert Person.objects.get().note == "одна\nдве, три"


@pytest.mark.parametrize("text", ["", " \n\t\n", "<html><table>Иванов</table>", "\x00\x01\x02" * 100])
def test_pasted_rubbish_is_told_and_stays(client: Client, head: User, text: str) -> None:
    client.force_login(head)
    answer = client.post(reverse("imports:imports"), {"target": "persons", "pasted": text})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert ("Иванов" in answer.content.decode()) == ("Иванов" in text)
    assert not ImportRun.objects.exists()


def test_a_long_table_is_pasted_as_a_file(client: Client, head: User) -> None:
    client.force_login(head)
    text = "Фамилия\tКомментарий\n" + "Иванов\tдлинный комментарий\n" * 70_000
    assert len(text.encode()) > 3_000_000
    answer = client.post(
        reverse("imports:imports"),
        {"target": "persons", "pasted": SimpleUploadedFile("pasted.txt", text.encode())},
    )
    assert answer.status_code == 303
    run = ImportRun.objects.get()
    assert (run.file_name, run.mapping) == ("Вставленная таблица", {"Фамилия": "last_name", "Комментарий": "note"})


def test_what_is_too_long_to_be_pasted_is_told(client: Client, head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(head)
    told = client.post(reverse("imports:imports"), {"target": "persons", "pasted": "Иванов\n" * 400_000})
    assert (told.status_code, "слишком много" in told.content.decode()) == (413, True)
    monkeypatch.setattr(pasted, "MOST_BYTES", 100)
    file = SimpleUploadedFile("pasted.txt", b"x" * 101)
    told = client.post(reverse("imports:imports"), {"target": "persons", "pasted": file})
    assert (told.status_code, "больше 20 МБ" in told.content.decode()) == (422, True)
    file = SimpleUploadedFile("pasted.txt", b"<html>never mind")
    told = client.post(reverse("imports:imports"), {"target": "persons", "pasted": file})
    assert (told.status_code, "never mind" in told.content.decode()) == (422, True)
    assert not ImportRun.objects.exists()
