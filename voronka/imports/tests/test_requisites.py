"""Requisites in a file of organizations: the legal entity gets them, and what does not fit is told."""

from pathlib import Path

import pytest

from voronka.accounts.models import User
from voronka.imports.tests.test_clients import brought
from voronka.people.models import LegalEntity, Organization

pytestmark = [pytest.mark.django_db, pytest.mark.req("B12")]

HEAD = "Название;ИНН;КПП;ОГРН;Юр. адрес\n"


def test_a_company_and_an_entrepreneur_arrive_with_their_requisites(tmp_path: Path, head: User) -> None:
    rows = (
        "ООО Ромашка;7707083893;770701001;1027700132195;Москва, Лесная, 5\n"
        "ИП Петрова;500100732259;0;304500116000157;-\n"
        "Без реквизитов;;;;\n"
    )
    report = brought(tmp_path, HEAD + rows, "organizations", head)
    assert (report.counts()["created"], report.counts()["rejected"]) == (3, 0)
    found = LegalEntity.objects.order_by("pk").values_list("legal_form", "kpp", "ogrn", "address")
    assert list(found) == [
        ("llc", "770701001", "1027700132195", "Москва, Лесная, 5"),
        ("sole", "", "304500116000157", ""),
    ]
    assert set(LegalEntity.objects.values_list("is_default", flat=True)) == {True}


def test_what_does_not_fit_is_told_row_by_row(tmp_path: Path, head: User) -> None:
    rows = (
        "Хорошая;7707083893;770701001;;\n"
        "Без ИНН;;770701001;;\n"
        "Чужой ОГРН;7736050003;;304500116000157;\n"
        "Кривой КПП;7736050003;77;;\n"
    )
    report = brought(tmp_path, HEAD + rows, "organizations", head)
    assert (report.counts()["created"], report.counts()["rejected"]) == (1, 3)
    assert Organization.objects.get().name == "Хорошая"


def test_requisites_without_a_column_of_the_inn_are_told(tmp_path: Path, head: User) -> None:
    report = brought(tmp_path, "Название;КПП\nРомашка;770701001\nЛютик;\n", "organizations", head)
    assert (report.counts()["created"], report.counts()["rejected"]) == (1, 1)
