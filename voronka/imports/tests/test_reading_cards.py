"""vCards of every version as rows, many in one file, and what comes of them as persons."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from voronka.accounts.models import User
from voronka.home.tests.test_reading_vcards import ANDROID, APPLE, FOUR, OUTLOOK
from voronka.imports.reading.sheet import Unreadable, read_sheet
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.brought import carry_out_file
from voronka.people.models import Person

pytestmark = [pytest.mark.req("B8")]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
ALL = "\n".join((ANDROID, OUTLOOK, APPLE, FOUR))


def cards(folder: Path, content: bytes) -> list[dict[str, str]]:
    path = folder / "contacts.vcf"
    path.write_bytes(content)
    sheet = read_sheet(path)
    return [{name: cell for name, cell in zip(sheet.header, cells, strict=True) if cell} for _at, cells in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_four_versions_of_one_file(tmp_path: Path, encoding: str) -> None:
    android, outlook, apple, four = cards(tmp_path, ALL.encode(encoding))
    assert android == {
        "Last name": "Петров", "First name": "Иван", "Phones": "8 903 123-45-67", "Note": "fax 84951234567",
        "Address": "127055, Russia, Moscow, Lesnaya 5 office 12",
    }  # fmt: skip
    assert (outlook["Last name"], outlook["First name"], outlook["Company"]) == ("Иванов", "Пётр", "ООО Ромашка")
    assert apple["Middle name"] == "Сергеевна"
    assert apple["Note"] == "Отдел закупок; Встретились на выставке\nЖдёт каталог"
    assert (four["Phones"], four["Emails"], four["Company"]) == (
        "+34-912-345-678 ext. 12",
        "maria@globex.com",
        "Globex",
    )


@pytest.mark.django_db
def test_cards_become_persons(tmp_path: Path, head: User) -> None:
    path = tmp_path / "contacts.vcf"
    path.write_text(ALL)
    report = carry_out_file(path=path, target=TARGETS["persons"], by=head, at=NOW)
    assert (report.created, report.problems) == (4, [])
    person = Person.objects.get(last_name="Белова")
    assert (person.first_name, person.middle_name, person.phones) == ("Анна", "Сергеевна", ["+79162223344"])
    assert person.emails == ["belova@romashka.ru"]
    assert person.position == "менеджер по закупкам"
    assert Person.objects.get(last_name="Lopez").phones == ["+34912345678;ext=12"]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("FN:Анна Сергеевна Белова", ["Белова", "Анна", "Сергеевна"]),
        ("FN:Белова Анна Сергеевна", ["Белова", "Анна", "Сергеевна"]),
        ("FN:Мама", ["", "Мама", ""]),
        ("N:;Иван Петрович;;;", ["", "Иван", "Петрович"]),
        ("FN:John Smith", ["Smith", "John", ""]),
    ],
)
def test_names_in_one_line(tmp_path: Path, name: str, parts: list[str]) -> None:
    [card] = cards(tmp_path, f"BEGIN:VCARD\n{name}\nTEL:1\nEND:VCARD\n".encode())
    assert [card.get(one, "") for one in ("Last name", "First name", "Middle name")] == parts


def test_broken_and_endless_cards(tmp_path: Path) -> None:
    content = b"BEGIN:VCARD\nN:A;B\nBEGIN:VCARD\nN:C;D\nEND:VCARD\nrubbish\nBEGIN:VCARD\nN:E;F\n"
    assert [one["Last name"] for one in cards(tmp_path, content)] == ["A", "C", "E"]
    with pytest.raises(Unreadable, match="vCard"):
        cards(tmp_path, b"BEGIN:VCARD\n" + b"PHOTO:x\n" * 700_000)
