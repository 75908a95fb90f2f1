"""Hostile files end with words within seconds, and nothing but their reader is harmed."""

import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from voronka.imports.reading import limits
from voronka.imports.reading.sheet import REASONS, Unreadable, _cause, read_sheet, sheets_ahead, whole_sheets
from voronka.imports.tests.books import SHEET, ods_content, packed, raw_ods, raw_xlsx

pytestmark = [pytest.mark.req("B8"), pytest.mark.once]

SOON = 15  # seconds, on a machine that is busy with other things too
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)
) + "]>"  # fmt: skip
OUTSIDE = "<!DOCTYPE x [<!ENTITY a9 SYSTEM 'file:///etc/passwd'>]>"
TEXT = 'office:value-type="string"><text:p>x</text:p></table:table-cell>'
CELL = '<row r="1"><c t="inlineStr"><is><t>{}</t></is></c></row>'


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < SOON


def refused(path: Path) -> str:
    """The code of the reason that the reader gives, whichever way the file is read."""
    said = set()
    for read in (
        lambda: list(read_sheet(path).rows),
        lambda: sheets_ahead(path),
        lambda: [list(one.lines) for one in whole_sheets(path)],
    ):
        with pytest.raises(Unreadable) as caught:
            read()
        said.add(caught.value.message)
    assert len(said) == 1
    return next(code for code in REASONS if Unreadable(code).message in said)


def sheet(rows: str, head: str = "") -> str:
    return f'<?xml version="1.0"?>{head}<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'


@pytest.mark.parametrize("head", [LAUGHS, OUTSIDE])
def test_definitions_of_xml_are_refused_in_every_part(tmp_path: Path, head: str) -> None:
    path = tmp_path / "a"
    content = sheet(CELL.format("&a9;"), head)
    assert refused(raw_xlsx(path, "", xl__worksheets__sheet1_xml=content)) == "bomb"
    assert refused(raw_ods(path, ods_content("<table:table table:name='&a9;'/>", head))) == "bomb"
    texts = f"{head}<sst><si><t>&a9;</t></si></sst>"
    rows = '<row r="1"><c t="s"><v>0</v></c></row>'
    assert refused(raw_xlsx(path, rows, xl__sharedStrings_xml=texts)) == "bomb"
    wide = content.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-16"?>').encode("utf-16")
    assert refused(raw_xlsx(path, "", xl__worksheets__sheet1_xml=wide)) == "bomb"


def test_zip_bombs(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert refused(raw_xlsx(path, "<row/>" * 30_000_000)) == "swollen"
    assert refused(packed(path, {"xl/workbook.xml": "", **{f"xl/{n}": "" for n in range(limits.PARTS)}})) == "swollen"
    inner = raw_xlsx(tmp_path / "b", CELL.format("x")).read_bytes()
    assert refused(packed(path, {"readme": "x", "inner.xlsx": inner})) == "not-a-table"


def test_size_that_the_archive_lies_about(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "a", CELL.format("x" * 5_000_000))
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))
    assert refused(path) == "not-a-table"


@pytest.mark.parametrize("count", [limits.COLUMNS + 1, 10_000])
def test_too_many_columns(tmp_path: Path, count: int) -> None:
    path = tmp_path / "a"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, ["x"] * count)
    assert refused(path) == "columns"
    path.write_text(";".join(["x"] * count))
    assert refused(path) == "columns"
    row = f'<table:table-row><table:table-cell table:number-columns-repeated="{count}" {TEXT}</table:table-row>'
    assert refused(raw_ods(path, ods_content(f'<table:table table:name="a">{row}</table:table>'))) in {
        "columns",
        "heavy",
    }


def test_rows_that_an_ods_repeats_without_end(tmp_path: Path) -> None:
    row = (
        '<table:table-row table:number-rows-repeated="1048576">'
        f'<table:table-cell table:number-columns-repeated="16384" {TEXT}</table:table-row>'
    )
    path = raw_ods(tmp_path / "a", ods_content(f'<table:table table:name="a">{row}</table:table>' * 3))
    assert refused(path) in {"heavy", "columns", "slow", "not-a-table"}
    text = f"<table:table-row><table:table-cell {TEXT}</table:table-row>"
    empty = row.replace(f" {TEXT}", "/>")
    path = raw_ods(tmp_path / "a", ods_content(f'<table:table table:name="a">{text * 2}{empty}</table:table>'))
    assert list(read_sheet(path).rows) == [(2, ["x"])], "LibreOffice ends every sheet so"


def test_rows_far_below_and_numbers_without_sense(tmp_path: Path) -> None:
    assert refused(raw_xlsx(tmp_path / "a", '<row r="99999999999"><c><v>1</v></c></row>')) == "rows"
    rows = CELL.format("Имя") + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    assert list(read_sheet(raw_xlsx(tmp_path / "a", rows)).rows) == [(1_048_576, ["1"])]
    odd = '<row r="x"><c r="" s="x" t="s"><v>-1</v></c><c r="$$" s="99"><v>1e999</v></c>'
    odd += '<c r="A1" t="?"><v>x</v></c></row>'
    assert read_sheet(raw_xlsx(tmp_path / "a", odd)).header == ["x"]


def test_a_file_over_the_size_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with path.open("wb") as stream:
        stream.truncate(1 << 30)
    assert refused(path) == "too-big"


def test_macros_formulas_and_links_are_named_and_do_nothing(tmp_path: Path) -> None:
    rows = CELL.format("Имя") + '<row r="2"><c t="str"><f>CMD|"/c calc"!A0</f><v>Иванов</v></c></row>'
    rows += '<row r="3"><c><f>[1]Лист1!A1</f></c></row>'
    path = raw_xlsx(
        tmp_path / "a",
        rows,
        xl__vbaProject_bin=b"\xd0\xcf\x11\xe0",
        xl__externalLinks__externalLink1_xml="<externalLink/>",
    )
    found = read_sheet(path)
    assert list(found.rows) == [(2, ["Иванов"])]
    assert found.passed.notes == ["formulas", "links", "macros", "unworked"]


def test_password(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096) + "EncryptedPackage".encode("utf-16-le") + bytes(4096)
    )
    assert refused(path) == "locked"
    assert (
        refused(raw_ods(path, "", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>")) == "locked"
    )


@pytest.mark.parametrize("content", [
    b"MZ\x90\x00" + bytes(3000), b"\x7fELF" + bytes(range(256)) * 20, b"\x1f\x8b\x08\x00" + bytes(100),
    b"PK\x03\x04" + bytes(100),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000),
], ids=["exe", "elf", "gzip", "zip", "ole"])  # fmt: skip
def test_programs_and_rubbish_under_another_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "Клиенты.xlsx"
    path.write_bytes(content)
    assert refused(path) == "not-a-table"


def test_nul_bytes_go(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Имя;Город\n".encode() * 2000 + b"\xd0\x98\x00;\x00\n")
    assert list(read_sheet(path).rows)[-1] == (2001, ["И", ""])


def test_reader_that_needs_too_much_memory_or_time_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n" + b"1;2\n" * 1_000_000)
    monkeypatch.setattr("voronka.imports.reading.limits.CPU_SECONDS", 1)
    with pytest.raises(Unreadable) as caught:
        list(read_sheet(path).rows)
    assert caught.value.message == Unreadable("slow").message
    assert _cause(-signal.SIGABRT) == "heavy", "so ends calamine without memory"


@pytest.mark.parametrize("many", [20_000, 120_000])
def test_memory_of_the_reader_does_not_grow_with_the_rows(tmp_path: Path, many: int) -> None:
    path = tmp_path / "a"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for number in range(many):
            page.write_row(number, 0, [f"Иванов {number}", "x", number])
    told = (
        "import resource, subprocess, sys;"
        "subprocess.run([sys.executable, '-m', 'voronka.imports.reading.child', sys.argv[1], '60', '0'],"
        " stdout=subprocess.DEVNULL, check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    answer = subprocess.run([sys.executable, "-c", told, str(path)], capture_output=True, text=True, check=True)
    assert int(answer.stdout) < 100, "MB, of 400"
