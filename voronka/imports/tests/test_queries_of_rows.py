"""How much is asked of the database does not grow with the rows of a file, whatever they carry."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from voronka.accounts.models import User
from voronka.imports.targets.registry import TARGETS
from voronka.imports.terms import OwnerTo, RowTerms, Rule
from voronka.imports.tests.brought import carry_out_file
from voronka.records.actions.obligations import prescribe
from voronka.sales import defaults
from voronka.sales.kinds import DEAL

pytestmark = pytest.mark.req("B8")

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
MAPPING = {
    "ФИО": "full_name",
    "Телефон": "phones",
    "Должность": "position",
    "Источник": "source",
    "Ответственный": "owner",
    "Фирма": "organization",
    "ИНН": "organizations.inn",
    "Сделка": "deals.name",
    "Стадия": "deals.stage",
    "Сумма": "deals.amount",
    "Что было": "interactions.text",
    "Что сделать": "tasks.title",
}
TERMS = RowTerms(owner=OwnerTo.SHARE, among=("admin@example.com",), conflicts=Rule.THEIRS)
INN = "7707083893"


@pytest.fixture(autouse=True)
def ready(db: None, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    defaults.ensure()


def rows(count: int, first: int = 0, position: str = "", stages: str = "") -> str:
    """Rows with twins among them, with values that no list has, and with some of which one record is bad."""
    lines = [";".join(MAPPING)]
    for n in range(first, first + count):
        line = (
            f"Иванов{n // 2} Иван", f"+7 903 000-{n // 200:02}-{n // 2 % 100:02}", position, f"Выставка {n % 5}",
            "Никто Такой" if n % 2 else "", f"Фирма {n // 3}", INN if n == first else "", f"Сделка {n}",
            stages and f"{stages} {n}", "много" if n % 10 == 7 else f"{100 + n}", f"Звонил {n}",
            "Позвонить" if n % 3 else "",
        )  # fmt: skip
        lines.append(";".join(line))
    return "\n".join(lines) + "\n"


def asked(folder: Path, by: User, text: str, *, is_dry: bool = True) -> list[str]:
    """The statements of an import."""
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    given = {"mapping": MAPPING, "terms": TERMS}
    with CaptureQueriesContext(connection) as queries:
        report = carry_out_file(path=path, target=TARGETS["persons"], by=by, at=NOW, is_dry=is_dry, **given)
    assert report.rejected == text.count("много"), report.problems[:9]
    return [one["sql"].strip()[:120] for one in queries if "pg_notify" not in one["sql"]]


def test_a_check_of_many_new_rows_asks_no_more_than_one_of_few(admin: User, tmp_path: Path) -> None:
    asked(tmp_path, admin, rows(10))  # what is asked once and kept is asked now
    few, many = (asked(tmp_path, admin, rows(count)) for count in (10, 200))
    assert len(many) <= len(few), "\n".join(many)


def test_a_check_of_many_known_rows_asks_no_more_than_one_of_few(admin: User, tmp_path: Path) -> None:
    asked(tmp_path, admin, rows(200, position="токарь"), is_dry=False)
    few, many = (asked(tmp_path, admin, rows(count, position="слесарь")) for count in (10, 200))
    assert len(many) <= len(few), "\n".join(many)


def test_an_import_of_many_rows_asks_no_more_than_one_of_few(admin: User, tmp_path: Path) -> None:
    few = asked(tmp_path, admin, rows(10), is_dry=False)
    many = asked(tmp_path, admin, rows(200, first=1000), is_dry=False)
    assert len(many) <= len(few), "\n".join(many)


def test_a_check_of_many_stages_asks_no_more_than_one_of_few(admin: User, tmp_path: Path) -> None:
    stage = defaults.ensure().stages.get(name="Предложение")
    prescribe(kind=DEAL, field="amount", demands={f"stage:{stage.pk}": None}, by=admin)
    few, many = (asked(tmp_path, admin, rows(count, stages="Этап")) for count in (10, 200))
    assert len(many) <= len(few), "\n".join(many)
