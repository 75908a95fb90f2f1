"""Files that people and attackers give."""

import random
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from voronka.imports.reading import limits
from voronka.imports.reading.sheet import Unreadable, read_sheet


def rows(path: Path) -> list[tuple[int, list[str]]]:
    return list(read_sheet(path).rows)


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.req("B8")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_usual_encodings_and_separators(tmp_path: Path, encoding: str, separator: str) -> None:
    lines = [["Фамилия", "Телефон"], ["Королёв", "+7 903 123-45-67"], ["Щукина", "8 (495) 000-11-22"]]
    text = "\n".join(separator.join(line) for line in lines * 8)
    sheet = read_sheet(written(tmp_path, "a.csv", text.encode(encoding)))
    assert sheet.header == ["Фамилия", "Телефон"]
    assert next(sheet.rows) == (2, ["Королёв", "+7 903 123-45-67"])


@pytest.mark.req("B8")
def test_workbook_with_numbers_dates_and_formulas(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Имя", "Телефон", "Сумма", "Дата"])
        sheet.write_row(1, 0, ["Иван", 79031234567, 1500.5])
        sheet.write_datetime(
            1, 3, datetime.fromisoformat("2026-03-04T15:30"), book.add_format({"num_format": "dd.mm.yyyy"})
        )
        sheet.write_formula(2, 0, '=HYPERLINK("http://x","Клик")', value="Клик")
    assert rows(path) == [
        (2, ["Иван", "79031234567", "1500.5", "2026-03-04T15:30:00"]),
        (3, ["Клик", "", "", ""]),
    ]


def test_repeated_and_missing_headings_get_names(tmp_path: Path) -> None:
    sheet = read_sheet(written(tmp_path, "a.csv", b"phone,phone,,name\n1,2,3,4\n"))
    assert len(set(sheet.header)) == 4


def test_short_rows_are_filled_and_empty_ones_passed_over(tmp_path: Path) -> None:
    assert rows(written(tmp_path, "a.csv", b"a,b,c\n1\n,,\n\n1,2,3,4\n")) == [(2, ["1", "", ""]), (5, ["1", "2", "3"])]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n \n",
        b"MZ\x90\x00" + bytes(2000),
        b"%PDF-1.7\n" + bytes(range(256)) * 20,
        b"PK\x03\x04 not a zip at all",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000),
        random.Random(1).randbytes(200_000),
        ",".join(f"c{n}" for n in range(1000)).encode() + b"\n1,2\n",
    ],
    ids=["empty", "blank", "exe", "pdf", "false-zip", "false-ole", "rubbish", "1000-columns"],
)
def test_what_is_no_table_is_refused_with_a_reason(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        rows(written(tmp_path, "table.csv", content))
    assert caught.value.message


def test_50_megabytes_of_rubbish_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as stream:
        stream.truncate(limits.FILE_BYTES + 1)
    with pytest.raises(Unreadable):
        read_sheet(path)


def test_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 150_000_000)
    with pytest.raises(Unreadable):
        rows(path)


def test_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "archive.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(Unreadable):
        rows(path)


def test_the_reader_does_not_load_django() -> None:
    told = "import sys, voronka.imports.reading.child; print('csv' in sys.modules, 'django' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["True", "False"]
