"""What speaks for two persons, or two organizations, being one."""

from typing import Any

import pytest

from voronka.people.duplicates.organizations import ORGANIZATIONS
from voronka.people.duplicates.persons import PERSONS
from voronka.records.duplicates.weights import Frequencies, Scheme, Score

pytestmark = pytest.mark.req("X4")

IVANOV = ("Веретенников", "Сергей", "Павлович")


def score(scheme: Scheme, one: dict[str, Any], other: dict[str, Any], *, base: int = 5000) -> Score:
    known = Frequencies(base)
    ready = scheme.prepare(one), scheme.prepare(other)
    for signs in ready:
        known.add(scheme.counted(signs))
    assert scheme.blocks(ready[0]) & scheme.blocks(ready[1]), "never compared"
    return scheme.score(*ready, known)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (("Веретенников", "Сергей", "Павлович"), "name"),
        (("Веретеников", "Сергей", ""), "typo"),
        (("Веретенников", "С.", "П."), "initials"),
        (("Веретенников", "Серёжа", ""), "short"),
        (("Veretennikov", "Sergey", ""), "latin"),
        (("Сергей", "Веретенников", ""), "order"),
        (("Веретенников Сергей Павлович", "", ""), "name"),
        (("Веретенников С.П.", "", ""), "initials"),
        (("ВЕРЕТЕННИКОВ", "СЕРГЕЙ", "ПАВЛОВИЧ"), "name"),
    ],
)
def test_one_person_in_other_words(name: tuple[str, str, str], reason: str) -> None:
    phones = ["+79031234567"]
    found = score(PERSONS, {"name": IVANOV, "phones": phones}, {"name": name, "phones": phones})
    assert found.value > 0.9
    assert "phone" in found.reasons
    assert reason in found.reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Иванов", "Пётр", ""), ("Сидоренко", "Анна", "")),
        (("Иванов", "Александр", ""), ("Иванова", "Мария", "")),
        (("Кузнецов", "Олег", "Ильич"), ("Кузнецова", "Ольга", "Ильинична")),
    ],
)
def test_two_people_of_one_office_phone(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    phones = ["+74951234567"]
    assert score(PERSONS, {"name": one, "phones": phones}, {"name": other, "phones": phones}).value < 0.5


def test_a_shared_letter_box_weighs_little() -> None:
    one, other = ("Иванов", "Пётр", ""), ("Петренко", "Пётр", "")
    own = score(PERSONS, {"name": one, "emails": ["p.ivanov@r.ru"]}, {"name": other, "emails": ["p.ivanov@r.ru"]})
    shared = score(PERSONS, {"name": one, "emails": ["info@r.ru"]}, {"name": other, "emails": ["info@r.ru"]})
    assert shared.value < 0.5 < own.value


def test_yo_is_e_and_a_common_name_alone_is_no_proof() -> None:
    rare = score(PERSONS, {"name": ("Семёрочкин", "Пётр", "Львович")}, {"name": ("Семерочкин", "Петр", "Львович")})
    assert rare.value > 0.9
    known, signs = Frequencies(5000), PERSONS.prepare({"name": ("Иванов", "Иван", "")})
    for _ in range(60):
        known.add(PERSONS.counted(signs))
    assert PERSONS.score(signs, signs, known).value < 0.5


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("«Ромашковый луг», ООО", "name"),
        ("Ромашковый луг", "name"),
        ("Общество с ограниченной ответственностью Ромашковый Луг", "name"),
        ("ООО Romashkovyj Lug", "latin"),
        ("ООО Луг ромашковый", "order"),
        ("ООО Ромшаковый луг", "typo"),
    ],
)
def test_one_organization_in_other_words(name: str, reason: str) -> None:
    found = score(
        ORGANIZATIONS,
        {"name": "ООО «Ромашковый луг»", "address": "Тула, Мира 4"},
        {"name": name, "address": "г. Тула"},
    )
    assert found.value > 0.5
    assert reason in found.reasons


def test_another_tax_number_and_another_number_of_a_school_are_others() -> None:
    same, other = {"name": "ООО Восход", "codes": ["7707083893"]}, {"name": "ООО Восход", "codes": ["7728168971"]}
    assert score(ORGANIZATIONS, same, same).value > 0.99
    assert "inn" in score(ORGANIZATIONS, same, same).reasons
    assert score(ORGANIZATIONS, same, other).value < 0.6
    assert score(ORGANIZATIONS, {"name": "Школа № 5"}, {"name": "Школа № 7"}).value < 0.1


def test_nothing_typed_breaks_nothing() -> None:
    for name in ("", "\x00", "—", "И", "«»", "1", "Ё" * 500, "\U0001f600 \U0001f600"):
        person = PERSONS.prepare({"name": (name, "", ""), "phones": [name], "emails": [name]})
        company = ORGANIZATIONS.prepare({"name": name, "phones": [name], "emails": [f"{name}@"], "address": name})
        PERSONS.score(person, person, Frequencies(3))
        ORGANIZATIONS.score(company, company, Frequencies(3))
        assert PERSONS.blocks(person) is not None
        assert ORGANIZATIONS.blocks(company) is not None
