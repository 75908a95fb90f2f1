"""Which program a file is of, and that what is told of the programs is true of our own columns."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.imports.presets.base import Export
from voronka.imports.presets.registry import PRESETS, recognise
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.exported import AMO_CONTACTS, looks_like, written

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]

EXPORTS = [(preset.name, one) for preset in PRESETS.values() for one in preset.exports]


@pytest.mark.once
@pytest.mark.parametrize(("name", "export"), EXPORTS, ids=[f"{name} {one.kind}" for name, one in EXPORTS])
def test_each_export_names_columns_that_exist(name: str, export: Export) -> None:
    assert set(export.columns.values()) <= set(TARGETS[export.kind].by_name)
    header = [*export.signs, *export.any_of[:1], *export.columns]
    header = [one for one in header if one not in export.unless]
    found = recognise(header, kind=export.kind)
    assert found
    assert found.export.kind == export.kind


def test_own_table_looks_like_nothing(tmp_path: Path) -> None:
    rows = [{"Фамилия": "Орлов", "Имя": "Пётр", "Телефон": "+74951234567", "Компания": "Вектор"}]
    assert looks_like(tmp_path, "persons", rows) is None


def test_page_says_what_the_file_looks_like(client: Client, head: User, tmp_path: Path) -> None:
    client.force_login(head)
    with written(tmp_path, AMO_CONTACTS).open("rb") as file:
        answer = client.post(reverse("imports:imports"), {"target": "persons", "file": file}, follow=True)
    text = answer.content.decode()
    assert "Похоже на выгрузку amoCRM: люди" in text
    data = {"heading": list(AMO_CONTACTS[0]), "region": "RU"}
    data["column"] = ["phones" if "телефон" in name else "" for name in AMO_CONTACTS[0]]
    assert client.post(f"{answer.redirect_chain[-1][0]}check/", data).status_code == 303
