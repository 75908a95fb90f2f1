"""Days with the month first are told by their column."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from voronka.accounts.models import User
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.brought import carry_out_file
from voronka.people.models import Person

pytestmark = [pytest.mark.req("B8"), pytest.mark.django_db]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
MAPPING = {"Фамилия": "last_name", "Компания": "organization", "С": "works_since_on"}


@pytest.mark.parametrize(
    ("cells", "region", "wanted"),
    [
        (["02/01/2026", "02/14/2026"], "RU", [date(2026, 2, 1), date(2026, 2, 14)]),
        (["02/01/2026", "14/02/2026"], "US", [date(2026, 1, 2), date(2026, 2, 14)]),
        (["02/01/2026", "03/02/2026"], "RU", [date(2026, 1, 2), date(2026, 2, 3)]),
        (["02/01/2026", "03/02/2026"], "US", [date(2026, 2, 1), date(2026, 3, 2)]),
        (["02.01.2026", "03.02.2026"], "US", [date(2026, 1, 2), date(2026, 2, 3)]),
        (["02-01-2026", "02-20-2026"], "RU", [date(2026, 2, 1), date(2026, 2, 20)]),
    ],
)
def test_the_column_tells_what_stands_first(
    head: User, tmp_path: Path, cells: list[str], region: str, wanted: list[date]
) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f"Иванов{number};Ромашка;{cell}\n" for number, cell in enumerate(cells))
    path.write_text("Фамилия;Компания;С\n" + rows, encoding="utf-8")
    report = carry_out_file(path=path, target=TARGETS["persons"], by=head, at=NOW, mapping=MAPPING, region=region)
    assert report.problems == []
    assert [one.works_since_on for one in Person.objects.order_by("last_name")] == wanted


def test_days_that_contradict_each_other_reject_their_rows_only(head: User, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Фамилия;Компания;С\nА;Ромашка;14/02/2026\nБ;Ромашка;02/14/2026\n", encoding="utf-8")
    report = carry_out_file(path=path, target=TARGETS["persons"], by=head, at=NOW, mapping=MAPPING)
    assert (report.created, [number for number, _reason in report.problems]) == (1, [3])
