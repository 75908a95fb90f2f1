"""What is not one though much is in common: relatives, colleagues, branches, the firms of one director."""

from typing import Any

import pytest

from voronka.people.duplicates.organizations import ORGANIZATIONS
from voronka.people.duplicates.persons import PERSONS
from voronka.people.tests.test_duplicate_scores import score

pytestmark = pytest.mark.req("X4")

PHONES, HOME = ["+79031234567"], ["17"]
WIFE = {"name": ("Веретенникова", "Анна", "Львовна"), "phones": PHONES, "home": HOME}


@pytest.mark.parametrize(
    "other",
    [
        {"name": ("Веретенников", "Сергей", "Павлович"), "phones": PHONES},
        {"name": ("Веретенникова", "Мария", "Львовна"), "phones": PHONES},
        {"name": ("Веретенникова", "Анастасия", ""), "phones": PHONES, "home": HOME},
        {"name": ("Алина", "", ""), "phones": PHONES, "home": HOME},
    ],
    ids=["husband", "sister", "daughter", "colleague without a last name"],
)
def test_a_phone_and_a_rare_last_name_do_not_outweigh_another_first_name(other: dict[str, Any]) -> None:
    assert score(PERSONS, WIFE, other).value < 0.5


@pytest.mark.parametrize(
    "name",
    [
        ("Веретенникова", "Анна", "Львовна"),
        ("Веретенникова", "Анна", ""),
        ("Сурикова", "Анна", "Львовна"),
        ("Веретеникова", "Анан", "Львовна"),
        ("", "Анна", ""),
    ],
    ids=["the same", "no patronymic", "maiden name", "two errors", "no last name"],
)
def test_the_same_woman_with_her_phone(name: tuple[str, str, str]) -> None:
    assert score(PERSONS, WIFE, {"name": name, "phones": PHONES, "home": HOME}).value > 0.5


def test_a_man_does_not_change_his_last_name_as_a_woman_does() -> None:
    man, woman = ("Веретенников", "Олег", ""), ("Веретенникова", "Ольга", "")
    other_man, other_woman = ("Суриков", "Олег", ""), ("Сурикова", "Ольга", "")
    his = score(PERSONS, {"name": man, "phones": PHONES}, {"name": other_man, "phones": PHONES}).value
    hers = score(PERSONS, {"name": woman, "phones": PHONES}, {"name": other_woman, "phones": PHONES}).value
    assert his < hers


FIRM = {
    "name": "ООО «Ромашковый луг»",
    "codes": ["7707083893"],
    "phones": ["+74951234567"],
    "emails": ["info@lug.ru"],
    "site": ["lug.ru"],
    "address": "Тула, ул. Мира, 4",
}


@pytest.mark.parametrize(
    "changed",
    [
        {"codes": ["7728168971"], "phones": ["+73431234567"], "address": "Пермь, ул. Мира, 4"},
        {"name": "ООО «Ромашковый луг Сервис»", "codes": ["7728168971"], "phones": ["+74957654321"]},
        {"name": "ООО «Вектор»", "codes": ["7728168971"], "site": ["vektor.ru"]},
        {"name": "ООО «Ромашковый луг № 2»", "codes": []},
    ],
    ids=["branch in another city", "sister firm", "the director's other firm", "another shop of the chain"],
)
def test_firms_that_belong_together_are_not_one(changed: dict[str, Any]) -> None:
    assert score(ORGANIZATIONS, FIRM, FIRM | changed).value < 0.5


@pytest.mark.parametrize(
    "changed",
    [
        {"codes": []},
        {"name": "ЗАО «Ромашковый луг»"},
        {"name": "Ромашквый луг", "phones": []},
        {"address": "Тула, ул. Заводская, 11", "phones": ["+74957654321"]},
        {"codes": ["7707038893"]},
    ],
    ids=["no tax number", "another form of law", "an error", "moved", "digits of the tax number changed places"],
)
def test_one_firm_that_changed(changed: dict[str, Any]) -> None:
    assert score(ORGANIZATIONS, FIRM, FIRM | changed).value > 0.5


def test_another_city_says_more_than_another_street() -> None:
    one = {"name": "ООО «Вектор»", "address": "Тула, ул. Мира, 4"}
    street = score(ORGANIZATIONS, one, one | {"address": "г. Тула, ул. Лесная, 8"})
    city = score(ORGANIZATIONS, one, one | {"address": "г. Пермь, ул. Лесная, 8"})
    assert city.value < street.value
