"""`voronka export`: the same files from the command line, with the same rights and in the same journal."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from voronka.accounts.models import User
from voronka.records.models import ExportEntry, ReadEntry
from voronka.records.tests.lists import line, person

pytestmark = pytest.mark.req("H12")


def export(path: Path, *words: str) -> dict[str, Any]:
    out = StringIO()
    call_command("export_file", str(path), "--as", "persons", "--json", *words, stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue())
    assert told["id"] == ExportEntry.objects.latest("pk").pk
    assert told["file"] == str(path)
    return told


def test_a_list_is_written_with_ones_own_rights(seller: User, outsider: User, tmp_path: Path) -> None:
    mine = person(seller, "Петров", emails="petrov@x.ru")
    person(seller, "Иванов")
    person(outsider, "Петров")
    path, condition = tmp_path / "люди.csv", json.dumps(line("last_name", "has", "петр"))
    given = ("--columns", "last_name,emails", "--filter", condition, "--by", seller.email)
    told = export(path, *given)
    assert (told["records"], told["kind"], told["format"]) == (1, "persons", "csv")
    assert told["columns"] == ["last_name", "emails"]
    assert path.read_text(encoding="utf-8-sig").splitlines() == ["Фамилия;Почта", "Петров;petrov@x.ru"]
    entry = ExportEntry.objects.get()
    assert (entry.user, entry.count, entry.done, entry.file.name) == (seller, 1, 1, "")
    assert [read.ids for read in ReadEntry.objects.all()] == [[mine.pk]]


@pytest.mark.parametrize("name", ["люди.xlsx", "люди.vcf"])
def test_the_end_of_the_name_says_the_format(admin: User, tmp_path: Path, name: str) -> None:
    person(admin, "Петров")
    assert export(tmp_path / name)["records"] == 1
    assert (tmp_path / name).read_bytes()[:2] == (b"PK" if name.endswith("xlsx") else b"BE")


@pytest.mark.parametrize(
    "words",
    [
        ("--columns", "password"),
        ("--filter", "{"),
        ("--filter", "[]"),
        ("--filter", '{"field": "x"}'),
        ("--by", "x@y.z"),
    ],
)
def test_bad_input(admin: User, tmp_path: Path, words: tuple[str, str]) -> None:
    with pytest.raises(CommandError):
        export(tmp_path / "x.csv", *words)
    assert not list(tmp_path.iterdir())


def test_unknown_format_and_folder(admin: User, tmp_path: Path) -> None:
    for path in (tmp_path / "x.exe", tmp_path / "nowhere" / "x.csv"):
        with pytest.raises(CommandError):
            export(path)
