"""Exports of other programs that tests write, row by row."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from voronka.imports.plan import look
from voronka.imports.targets.registry import TARGETS

type Rows = Sequence[Mapping[str, str]]


def written(folder: Path, rows: Rows, separator: str = ",") -> Path:
    """An export of these rows; the first one names all columns."""
    text = io.StringIO()
    table = csv.DictWriter(text, list(rows[0]), delimiter=separator)
    table.writeheader()
    table.writerows(rows)
    path = folder / "export.csv"
    path.write_text(text.getvalue(), encoding="utf-8-sig")
    return path


def looks_like(folder: Path, kind: str, rows: Rows) -> tuple[str, str] | None:
    """The program and the kind that these rows look like."""
    return look(written(folder, rows), TARGETS[kind]).looks_like


AMO_CONTACTS = [
    {
        "ID": "81", "Тип": "Контакт", "Полное имя контакта": "Анна Петрова", "Компания": "ООО Ромашка",
        "Ответственный": "Иван Громов", "Дата создания": "01.02.2025 10:20:30", "Кем создан": "Робот",
        "Рабочий телефон": "+7 903 123-45-67", "Рабочий прямой телефон": "", "Мобильный телефон": "8 (916) 765-43-21",
        "Домашний телефон": "", "Другой телефон": "", "Факс": "84951112233", "Рабочий email": "Anna@romashka.example",
        "Личный email": "anna@home.example", "Другой email": "", "Должность": "Директор", "Теги": "vip",
        "Примечание": "Любит чай",
    }
]  # fmt: skip
