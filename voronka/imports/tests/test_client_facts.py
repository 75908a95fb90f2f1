"""Addresses, segments and the chance of a client come out of files, and a second file adds to them."""

from pathlib import Path

import pytest

from voronka.accounts.models import User
from voronka.imports.tests.test_clients import brought
from voronka.people.models import Organization
from voronka.records.models import Classifier, ClassifierValue

HEAD = "Название;Код;Адрес;Адрес доставки;Сегменты;Вероятность покупки;Регион\n"
FIRST = HEAD + "Ромашка;1;Казань, Мира, 39;Доставка: Казань, Складская, 5 (въезд с торца);Дилер;40 %;Поволжье\n"
SECOND = HEAD + "Ромашка;1;Казань, Мира, 41;Склад: Уфа, Лесная, 1;Ключевой, Дилер;60;Поволжье\nЛотос;2;;;Нет такого;;\n"


@pytest.mark.req("E3", "B8")
def test_facts_of_a_client_come_out_of_files(tmp_path: Path, head: User) -> None:
    ClassifierValue.objects.create(classifier=Classifier.REGION, name="Поволжье")
    dealer, key = (
        ClassifierValue.objects.create(classifier=Classifier.SEGMENT, name=name) for name in ("Дилер", "Ключевой")
    )
    assert brought(tmp_path, FIRST, "organizations", head).counts()["created"] == 1
    firm = Organization.objects.get()
    assert (firm.address, firm.segments, firm.probability) == ("Казань, Мира, 39", [dealer.pk], 40)
    assert [one["comment"] for one in firm.addresses] == ["въезд с торца"]
    assert str(firm.region) == "Поволжье"
    counts = brought(tmp_path, SECOND, "organizations", head).counts()
    assert (counts["updated"], counts["rejected"]) == (1, 1)
    firm.refresh_from_db()
    assert (firm.address, firm.segments, firm.probability) == ("Казань, Мира, 41", [dealer.pk, key.pk], 60)
    assert [one["type"] for one in firm.addresses] == ["delivery", "warehouse"]
