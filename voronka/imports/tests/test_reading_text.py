"""Tables as text: every usual encoding and separator, found out by what the file holds."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.imports.reading.encodings import encoding_of
from voronka.imports.reading.sheet import Unreadable, read_sheet
from voronka.imports.reading.text import separator_of

pytestmark = [pytest.mark.req("B8")]

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "cp866", "koi8-r")
HEADER = ["Фамилия", "Имя", "Город", "Заметка"]
WORDS = (
    "Иванов Пётр", "Щукина", "Ёлкин", "Сергеевна", "Королёв", "Юлия", "Эдуард", "Жанна", "Цой", "Хабаровск", "Москва",
    "Санкт-Петербург", "Йошкар-Ола", "объезд", "подъёмный кран", "ООО «Ромашка»", "ЯЩИК", "ЮЖНЫЙ", "ЖЭК №5",
    "позвонить завтра после обеда", "Smith", "2026", "a@b.ru",
)  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
tables = st.lists(st.lists(texts, min_size=4, max_size=4), min_size=1, max_size=8)


def read(folder: Path, content: bytes) -> tuple[list[str], list[list[str]]]:
    path = folder / "a.csv"
    path.write_bytes(content)
    sheet = read_sheet(path)
    return sheet.header, [cells for _number, cells in sheet.rows]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("texts")


@pytest.mark.once
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_russian_texts_come_back_in_every_encoding(folder: Path, encoding: str) -> None:
    @given(rows=tables, sign=st.sampled_from(",;\t|"))
    def come_back(rows: list[list[str]], sign: str) -> None:
        missing = {"cp866": "«»", "koi8-r": "«»№"}.get(encoding, "")
        rows = [["".join(one for one in cell if one not in missing) for cell in row] for row in rows]
        text = "".join(sign.join(row) + "\r\n" for row in [HEADER, *rows])
        raw = text.encode(encoding)
        path = folder / encoding
        path.write_bytes(raw)
        assert raw.decode(encoding_of(path)) == text

    come_back()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_cells_with_quotes_signs_and_lines(tmp_path: Path, encoding: str, sign: str) -> None:
    odd = ['Белов; "А", Б', "одна\nдве|три", "", "т\tа\tб"]
    quoted = sign.join('"' + cell.replace('"', '""') + '"' for cell in odd)
    plain = sign.join(["Королёв", "Пётр", "Москва", "да"])
    text = "\r\n".join([sign.join(HEADER), plain, quoted, plain]) + "\r\n"
    assert read(tmp_path, text.encode(encoding)) == (HEADER, [plain.split(sign), odd, plain.split(sign)])


def test_commas_of_names_and_sums_part_nothing(tmp_path: Path) -> None:
    text = "ФИО;Сумма\nИванов, Пётр;1,5\nБелова, Анна;2,25\n"
    assert read(tmp_path, text.encode("cp1251"))[1] == [["Иванов, Пётр", "1,5"], ["Белова, Анна", "2,25"]]


def test_letterhead_with_commas_does_not_settle_the_separator() -> None:
    assert separator_of("ООО «Ромашка», Москва, отчёт\nФИО;Телефон;Город\nИванов;1;Москва\nПетров;2;Тула\n") == ";"


def test_letters_far_behind_many_latin_lines(tmp_path: Path) -> None:
    text = "Name;City\n" + "Smith;London\n" * 40_000 + "Королёв;Тверь\n"
    assert read(tmp_path, text.encode("cp1251"))[1][-1] == ["Королёв", "Тверь"]


def test_accents_of_the_west(tmp_path: Path) -> None:
    text = "Name;City\nMüller;Köln\nJosé;Málaga\nFrançois;Besançon\n"
    assert read(tmp_path, text.encode("cp1252"))[1][0] == ["Müller", "Köln"]


def test_one_column(tmp_path: Path) -> None:
    assert read(tmp_path, "Почта\na@b.ru\nc@d.ru\n".encode()) == (["Почта"], [["a@b.ru"], ["c@d.ru"]])


def test_faulty_letter_is_told_and_nothing_guessed(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="Буквы"):
        read(tmp_path, "Имя;Город\nПётр;Тверь\n".encode() * 5 + b"\xd0\n")


@pytest.mark.parametrize("head", ["<html><body><table>", "<!DOCTYPE html>", '<?xml version="1.0"?><Workbook>'])
def test_web_page_called_a_table_is_told(tmp_path: Path, head: str) -> None:
    with pytest.raises(Unreadable, match="веб-страница"):
        read(tmp_path, f"{head}<tr><td>1</td></tr>".encode())
