"""Names that are one however they are typed: other layouts, alphabets, orders, short forms, abbreviations."""

import pytest

from voronka.people.duplicates.company_names import CompanyName
from voronka.people.duplicates.name_parts import FULL, divided, is_woman
from voronka.people.duplicates.organizations import ORGANIZATIONS
from voronka.people.duplicates.persons import PERSONS
from voronka.people.tests.test_duplicate_scores import score
from voronka.records.duplicates.weights import Frequencies

pytestmark = pytest.mark.req("X4")

PERSON = {"name": ("Щербаков", "Юрий", "Хасанович"), "phones": ["+79031234567"]}


@pytest.mark.parametrize(
    "name",
    [
        ("Oth,frjd", ".hbq", "{fcfyjdbx"),
        ("Щepбaкoв", "Юpий", "Хacaнoвич"),
        ("Щербак0в", "Юрий", ""),
        ("Ŝerbakov", "Ûrij", "Hasanovič"),
        ("Shherbakov", "Yurij", "Xasanovich"),
        ("Shcherbakov", "Iurii", "Khasanovich"),
        ("Scherbakov", "Uriy", "Hasanovich"),
        ("Shcherbakov", "Yu.", "Kh."),
        ("Ю. Х. Щербаков", "", ""),
        ("Щербаков Ю.Х.", "", ""),
        ("Юрий Хасанович Щербаков", "", ""),
        ("Юрий", "Щербаков", ""),
        ("Щербаков Юрий (директор)", "", ""),
        ("Щербаков Юрий бухгалтер", "", ""),
        ("Щербаков", "Юра", ""),
    ],
)
def test_one_person(name: tuple[str, str, str]) -> None:
    assert score(PERSONS, PERSON, {"name": name, "phones": PERSON["phones"]}).value > 0.9


@pytest.mark.parametrize(
    ("short", "fulls"),
    [("Саша", {"Александр", "Александра"}), ("Женя", {"Евгений", "Евгения"}), ("Гоша", {"Георгий"})],
)
def test_a_short_name_stands_for_each_of_its_full_ones(short: str, fulls: set[str]) -> None:
    phones = ["+79031234567"]
    for full in fulls:
        found = score(
            PERSONS, {"name": ("Щербак", short, ""), "phones": phones}, {"name": ("Щербак", full, ""), "phones": phones}
        )
        assert found.value > 0.9, full
        assert "short" in found.reasons


def test_two_names_that_differ_by_a_letter_are_two() -> None:
    one, other = ("Щербак", "Алина", ""), ("Щербак", "Арина", "")
    phones = ["+79031234567"]
    base = [PERSONS.prepare({"name": ("Иванова", name, "")}) for name in ("Алина", "Арина") for _ in range(200)]
    known = Frequencies(5000)
    for signs in base:
        known.add(PERSONS.counted(signs))
    ready = [PERSONS.prepare({"name": name, "phones": phones}) for name in (one, other)]
    assert PERSONS.score(*ready, known).value < 0.5


def test_who_is_a_woman() -> None:
    told = {("Щербак", "Никита", ""): False, ("Щербак", "Мария", ""): True, ("Щербак", "Саша", ""): None}
    told |= {("Щербак", "Саша", "Ильинична"): True, ("Щербак", "М.", ""): None}
    for name, woman in told.items():
        parts = divided(name)
        assert parts is not None
        assert is_woman(parts) is woman, name


def test_short_forms_lead_to_full_names_only() -> None:
    for short, fulls in FULL.items():
        for full in fulls:
            assert full not in FULL or full in FULL[full], (short, full)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ООО ТД Ромашка", "Торговый дом «Ромашка»"),
        ("Компания Ромашка", "ООО Ромашка"),
        ("ПАО «Ромашка»", "Публичное акционерное общество Ромашка"),
        ("ИП Ромашка", "Индивидуальный предприниматель Ромашка"),
        ("ООО Ромашка", "JJJ @Hjvfirf@"),
        ("ООО Ромашка", "ООО Hjvfirf"),
        ("ООО Ромашка", "OOO Poмaшкa"),
        ("ГК Дельта", "Gruppa kompaniy Del`ta"),
        ("Светстрой", "Свет-Строй"),
    ],
)
def test_one_company(one: str, other: str) -> None:
    name = CompanyName()
    ready = name.prepare(one), name.prepare(other)
    assert ready[0] is not None
    assert ready[1] is not None
    assert "".join(ready[0].words).replace("ts", "q") == "".join(ready[1].words).replace("ts", "q")


def test_a_latin_brand_stays_what_it_is() -> None:
    card = {"name": "ООО «COCA Systems»", "phones": ["+74951234567"]}
    assert score(ORGANIZATIONS, card, card | {"name": "Coca-Systems"}).value > 0.7
