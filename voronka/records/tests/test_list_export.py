"""Exports: the formats, what is in them, who may have them, the journal, and formulas that stay text."""

import csv
import io
from typing import Any

import pytest
import python_calamine
from django.test import Client

from voronka.accounts.models import User
from voronka.people.models import Person
from voronka.records.exporting.tables import disarmed
from voronka.records.models import ExportEntry
from voronka.records.tests.lists import address, organization, person, seen, text

EXPORT = "/persons/export/"


def table(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text(response)), delimiter=";"))


def workbook(response: Any) -> list[list[Any]]:
    data = b"".join(response.streaming_content)
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_csv_and_xlsx_hold_what_the_list_shows(client: Client, seller: User) -> None:
    client_of = organization(seller, "Ромашка")
    person(seller, "Иванов", phones="8 903 123 45 67", organization=client_of.pk)
    person(seller, "Петров")
    words = {"q": "иван", "cols": "name,organization,phones,created_at"}
    rows = table(seen(client, seller, address(EXPORT, format="csv", **words)))
    heads = ["ФИО", "Организация", "Телефоны", "Создано"]
    assert rows == [heads, ["Иванов", "Ромашка", "'+7 903 123-45-67", "04.03.2026 15:00"]]
    sheet = workbook(seen(client, seller, address(EXPORT, format="xlsx", **words)))
    assert sheet[0] == heads
    assert sheet[1][:3] == ["Иванов", "Ромашка", "+7 903 123-45-67"]
    assert sheet[1][3].isoformat() == "2026-03-04T15:00:00"


@pytest.mark.req("H12")
def test_who_exported_what_is_in_the_journal(client: Client, seller: User) -> None:
    person(seller, "Иванов")
    seen(client, seller, address(EXPORT, format="csv", q="ив"))
    entry = ExportEntry.objects.get()
    assert (entry.user, entry.kind, entry.format, entry.text, entry.count) == (seller, "person", "csv", "ив", 1)


@pytest.mark.req("E1")
def test_only_what_one_may_export(client: Client, seller: User, outsider: User, colleague: User) -> None:
    person(seller, "Иванов")
    assert len(table(seen(client, colleague, address(EXPORT, format="csv")))) == 2
    assert len(table(seen(client, outsider, address(EXPORT, format="csv")))) == 1


def test_selected_records_only(client: Client, seller: User, outsider: User) -> None:
    first, second, foreign = person(seller, "А"), person(seller, "Б"), person(outsider, "В")
    client.force_login(seller)
    rows = table(client.post(EXPORT, {"pk": [second.pk, foreign.pk], "format": "csv", "cols": "name"}))
    assert [row[0] for row in rows[1:]] == ["Б"]
    rows = table(client.post(EXPORT, {"pk": first.pk, "all": "1", "format": "csv", "cols": "name"}))
    assert [row[0] for row in rows[1:]] == ["А", "Б"]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "=HYPERLINK(1)"])
def test_formulas_stay_text(client: Client, seller: User, value: str) -> None:
    made = person(seller, "А")
    Person.objects.filter(pk=made.pk).update(position=value)
    rows = table(seen(client, seller, address(EXPORT, format="csv", cols="name,position")))
    assert rows[1][1] == f"'{value}"
    sheet = workbook(seen(client, seller, address(EXPORT, cols="name,position")))
    assert sheet[1][1] == value
    assert disarmed("text") == "text"


@pytest.mark.parametrize("query", ["format=exe", "sort=password", "f=nonsense", "f=%7B%22field%22%3A%22x%22%7D"])
def test_bad_input(client: Client, seller: User, query: str) -> None:
    assert seen(client, seller, f"{EXPORT}?{query}").status_code == 422
    assert not ExportEntry.objects.exists()


@pytest.mark.req("B8")
def test_all_columns_carry_the_id_that_an_import_knows(client: Client, seller: User) -> None:
    first, second = person(seller, "А"), person(seller, "Б")
    rows = table(seen(client, seller, address(EXPORT, format="csv", cols="name", sort="name", whole="1")))
    assert [row[0] for row in rows] == ["Номер в Воронке", f"person-{first.pk}", f"person-{second.pk}"]
    assert {"Фамилия", "Отчество", "Изменено"} <= set(rows[0])
    rows = table(client.post(EXPORT, {"pk": [second.pk], "format": "csv", "whole": "1"}))
    assert [row[0] for row in rows[1:]] == [f"person-{second.pk}"]
    assert ExportEntry.objects.first().columns[0] == "voronka_id"  # type: ignore[union-attr]  # there are two
    assert "whole=1" in text(seen(client, seller, "/persons/"))


@pytest.mark.parametrize("text", ["'=1", "''-1", "'", "'a", "=", ""])
def test_what_disarms_a_formula_is_taken_off_again(text: str) -> None:
    said = disarmed(text)
    assert not said.startswith(("=", "+", "-", "@"))
    assert (said[1:] if said != text else said) == text
