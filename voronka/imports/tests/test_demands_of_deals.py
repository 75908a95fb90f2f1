"""A file of deals must say what is demanded from the stage of each row on."""

from pathlib import Path

import pytest

from voronka.accounts.models import User
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.brought import carry_out_file
from voronka.imports.tests.test_own_fields import NOW
from voronka.records.actions.obligations import prescribe
from voronka.sales import defaults
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal

pytestmark = [pytest.mark.django_db, pytest.mark.req("E4")]


def test_rows_are_asked_by_their_stages(tmp_path: Path, admin: User, head: User) -> None:
    stage = defaults.ensure().stages.get(name="Предложение")
    prescribe(kind=DEAL, field="amount", demands={f"stage:{stage.pk}": None}, by=admin)
    path = tmp_path / "deals.csv"
    rows = "Ранняя;Новая;\nПоздняя;Договор;\nС суммой;Договор;150 000\nПотерянная;Проиграна;\n"
    path.write_text(f"Название;Этап;Сумма\n{rows}", encoding="utf-8")
    report = carry_out_file(path=path, target=TARGETS["deals"], by=head, at=NOW)
    assert report.problems == [(3, "Заполните: «Сумма».")]
    assert sorted(Deal.objects.values_list("name", flat=True)) == ["Потерянная", "Ранняя", "С суммой"]
