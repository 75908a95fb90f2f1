"""Workbooks of every format: sheets, numbers, dates, empty rows, and headings that do not stand in the first row."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt

from voronka.imports.plan import likely_sheet, sheet_named
from voronka.imports.reading.layout import Layout
from voronka.imports.reading.sheet import Sheet, Unreadable, read_sheet, sheets_ahead, whole_sheets
from voronka.imports.tests.books import ods, raw_xlsx, xls, xlsx

pytestmark = [pytest.mark.req("B8")]

PEOPLE = [["Фамилия", "Телефон"], ["Королёв", "8 903 123-45-67"], ["Щукина", "007"]]
SHEETS = {"Титул": [["Прайс"]], "Люди": [[], [], *PEOPLE], "Сделки": [["Сделка", "Сумма"], ["Станок", "10"]]}
MONDAY = datetime.fromisoformat("2026-01-05")
every_format = pytest.mark.parametrize("write", [xlsx, xls, ods])
Write = Callable[[Path, Any], Path]


def table(sheet: Sheet) -> list[list[str]]:
    return [sheet.header, *(cells for _number, cells in sheet.rows)]


@every_format
def test_sheets_are_seen_and_read(write: Write, tmp_path: Path) -> None:
    path = write(tmp_path / "a", SHEETS)
    ahead = sheets_ahead(path)
    assert [one.name for one in ahead] == list(SHEETS)
    assert [one.first for one in ahead][1:] == [[[], [], *PEOPLE], SHEETS["Сделки"]]
    assert likely_sheet(ahead) == 1
    sheet = read_sheet(path, Layout(1))
    assert sheet.layout == Layout(1, 3, 1)
    assert list(sheet.rows) == [(4, PEOPLE[1]), (5, PEOPLE[2])], "leading zeros stay"
    assert table(read_sheet(path, Layout(2))) == SHEETS["Сделки"]
    assert [(one.name, [cells for _at, cells in one.lines]) for one in whole_sheets(path)] == [*SHEETS.items()]


@every_format
def test_sheet_goes_by_name_or_number(write: Write, tmp_path: Path) -> None:
    path = write(tmp_path / "a", SHEETS)
    assert [sheet_named(path, said).sheet for said in ("Сделки", " люди", "1")] == [2, 1, 0]
    for unknown in ("Нет", "4", "0", "-1"):
        with pytest.raises(Exception, match="Титул"):
            sheet_named(path, unknown)
    with pytest.raises(Unreadable):
        read_sheet(path, Layout(7))


def test_numbers_say_what_excel_shows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Код", "Сумма", "День", "Время", "Да", "Длинное", "Доля", "Ссылка", "Ошибка"])
        page.write_number(1, 0, 77, book.add_format({"num_format": "00000"}))
        page.write_number(1, 1, 0.1 + 0.2)
        page.write_datetime(1, 2, MONDAY, book.add_format({"num_format": 'd" "mmm" "yyyy" г."'}))
        page.write_number(1, 3, 0.5, book.add_format({"num_format": "hh:mm"}))
        page.write_boolean(1, 4, boolean=True)
        page.write_number(1, 5, 40702810900000000000)
        page.write_number(1, 6, 1234.5, book.add_format({"num_format": '# ##0.00" ₽";[Red]-# ##0.00'}))
        page.write_url(1, 7, "https://example.com", string="сайт")
        page.write_formula(1, 8, "=1/0", value="#DIV/0!")
    [(number, cells)] = read_sheet(path).rows
    assert (number, cells) == (
        2, ["00077", "0.3", "2026-01-05", "12:00:00", "1", "40702810900000000000", "1234.5", "сайт", ""],
    )  # fmt: skip


def test_dates_and_numbers_of_excel_97(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("a")
    for place, name in enumerate(("День", "Телефон", "Сумма")):
        page.write(0, place, name)
    page.write(1, 0, MONDAY, xlwt.easyxf(num_format_str="DD.MM.YYYY"))
    page.write(1, 1, 79031234567)
    page.write(1, 2, 0.1 + 0.2)
    book.save(str(tmp_path / "a.xls"))
    [(_number, cells)] = read_sheet(tmp_path / "a.xls").rows
    assert cells == ["2026-01-05", "79031234567", "0.3"]


def test_days_since_1904_and_texts_of_other_programs(tmp_path: Path) -> None:
    parts = "<r><t>Фами</t></r><r><t>лия</t></r><rPh><t>х</t></rPh>"
    rows = f'<row r="1"><c t="inlineStr"><is>{parts}</is></c><c><v>1</v></c></row>'
    rows += '<row r="9"><c r="B9" t="str"><f>A1</f><v>Иванов_x000D_</v></c></row>'
    sheet = read_sheet(raw_xlsx(tmp_path / "a", rows))
    assert sheet.header == ["Фамилия", "1"]
    assert list(sheet.rows) == [(9, ["", "Иванов"])]
    assert sheet.passed.notes == ["formulas"]


@every_format
def test_letterhead_group_headings_empty_rows_and_totals(write: Write, tmp_path: Path) -> None:
    rows = [
        ["ООО «Ромашка»"],
        ["Выгрузка от", "05.01.2026"],
        [],
        ["Имя", "Контакт", "", "Город", "Сумма"],
        ["", "Телефон", "Почта"],
        ["Иван", "89031234567", "a@b.ru", "Тверь", "5"],
        [],
        ["Анна", "89031234568", "", "Тула", "6"],
        ["Итого:", "", "", "", "11"],
        ["Директор"],
    ]
    sheet = read_sheet(write(tmp_path / "a", {"Лист": rows}))
    assert sheet.header == ["Имя", "Контакт: Телефон", "Контакт: Почта", "Город", "Сумма"]
    assert (sheet.layout.top, sheet.layout.deep) == (4, 2)
    assert [number for number, _cells in sheet.rows] == [6, 8]
    assert (sheet.passed.above, sheet.passed.totals) == ([1, 2], [9, 10])


@pytest.mark.parametrize(
    ("rows", "top", "deep"),
    [
        (["Фамилия;Имя", "Иванов;Пётр"], 1, 1),
        (["Иванов;8903;a@b.ru", "Петров;8904;c@d.ru", "Щукина;Анна;x"], 1, 1),  # without headings
        (["Имя;;Телефон", "Иван;Петров;8903", "Анна;Белова;8904"], 1, 1),  # a column without a heading
        (["Имя;;Город", "Иван;Петров;Москва", "Анна;Белова;Тула"], 1, 1),
        (["Клиент;;Контакт;", "Имя;Город;Телефон;Почта", "Иван;Тула;8903;a@b.ru"], 1, 2),
        (["Отчёт;;;", "Клиент;;Контакт;", "Имя;Город;Телефон;Почта", "Иван;Тула;8903;a@b.ru"], 2, 2),
        (["Менеджер;Пётр", "", "Имя;Город;Телефон;Почта;ИНН", "Иван;Тула;;;"], 3, 1),
        (["Товар;2024;2025;2026", "Станок;1;2;3"], 1, 1),
        (["Почта", "a@b.ru"], 1, 1),
    ],
)
def test_where_the_headings_stand(tmp_path: Path, rows: list[str], top: int, deep: int) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(rows))
    assert read_sheet(path).layout == Layout(0, top, deep)


@pytest.mark.parametrize(
    ("rows", "kept", "totals"),
    [
        (["Итого;5", "А;1"], 2, []),  # not at the bottom: a name, maybe
        (["А;1", "Итого по продажам;5"], 1, [3]),
        (["А;1", "Итого: 30;"], 1, [3]),
        (["А;1", "ВСЕГО:;5", "Иванов;"], 1, [3, 4]),
        (["А;1", "Всего хорошего ООО;5"], 2, []),
        (["А;1", "Total;5", "Б;2"], 3, []),
        (["Итого;1"] * 40, 35, list(range(37, 42))),
    ],
)
def test_totals_are_passed_over_at_the_bottom_only(
    tmp_path: Path, rows: list[str], kept: int, totals: list[int]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["Имя;Сумма", *rows]))
    sheet = read_sheet(path)
    assert (len(list(sheet.rows)), sheet.passed.totals) == (kept, totals)
