"""Names, positions and papers in the cases that contracts ask for."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from voronka.accounts.models import User
from voronka.people import case_forms
from voronka.people.case_forms import CaseName
from voronka.people.models import LegalEntity
from voronka.people.tests.test_legal_entities import entity
from voronka.records import actions
from voronka.records.tests.test_card import NOW, firm


@pytest.mark.req("B12")
@pytest.mark.parametrize(
    ("name", "genitive", "dative"),
    [
        ("Петров Иван Сергеевич", "Петрова Ивана Сергеевича", "Петрову Ивану Сергеевичу"),
        ("Иванова Анна Петровна", "Ивановой Анны Петровны", "Ивановой Анне Петровне"),
        ("Толстая Мария Львовна", "Толстой Марии Львовны", "Толстой Марии Львовне"),
        ("Шевченко Олег Игоревич", "Шевченко Олега Игоревича", "Шевченко Олегу Игоревичу"),
        ("Черных Павел Ильич", "Черных Павла Ильича", "Черных Павлу Ильичу"),
        ("Римский-Корсаков Лев Ильич", "Римского-Корсакова Льва Ильича", "Римскому-Корсакову Льву Ильичу"),
        ("Петров И. С.", "Петрова И. С.", "Петрову И. С."),
        ("И.С. Петров", "И.С. Петрова", "И.С. Петрову"),
        ("John Smith", "John Smith", "John Smith"),
        ("", "", ""),
    ],
)
def test_names(name: str, genitive: str, dative: str) -> None:
    assert case_forms.name_in(name, "genitive") == genitive
    assert case_forms.name_in(name, "dative") == dative


@pytest.mark.req("B12")
@pytest.mark.parametrize(
    ("position", "genitive", "dative"),
    [
        ("генеральный директор", "генерального директора", "генеральному директору"),
        ("Генеральный директор", "Генерального директора", "Генеральному директору"),
        ("директор по продажам", "директора по продажам", "директору по продажам"),
        (
            "заместитель генерального директора",
            "заместителя генерального директора",
            "заместителю генерального директора",
        ),
        ("председатель правления", "председателя правления", "председателю правления"),
        (
            "исполняющий обязанности директора",
            "исполняющего обязанности директора",
            "исполняющему обязанности директора",
        ),
        ("управляющий партнёр", "управляющего партнёра", "управляющему партнёру"),
        ("главный врач", "главного врача", "главному врачу"),
        ("директор-распорядитель", "директора-распорядителя", "директору-распорядителю"),
        ("начальник отдела закупок", "начальника отдела закупок", "начальнику отдела закупок"),
        ("CEO", "CEO", "CEO"),
    ],
)
def test_positions(position: str, genitive: str, dative: str) -> None:
    assert case_forms.position_in(position, "genitive") == genitive
    assert case_forms.position_in(position, "dative") == dative


# Name | genitive | dative, of what a program declines wrongly: foreign and Ukrainian surnames of both genders, -ых, -о,
# -ян, names like words (Гоголь, Мороз), double ones, оглы. Families decline Лев, Заяц and Муравей either way: not here.
@pytest.mark.req("B12")
@pytest.mark.parametrize(("listed", "work_out"), [("names", case_forms.name_in), ("positions", case_forms.position_in)])
def test_hard_ones(listed: str, work_out: Callable[[str, CaseName], str]) -> None:
    rows = Path(__file__).with_name(f"hard_{listed}.txt").read_text(encoding="utf-8").splitlines()
    assert len(rows) >= 26
    for row in rows:
        word, genitive, dative = row.split("|")
        assert (work_out(word, "genitive"), work_out(word, "dative")) == (genitive, dative)


def test_back_to_the_nominative() -> None:
    assert case_forms.nominative_position("генерального директора") == "генеральный директор"
    assert case_forms.nominative_name("Петрова Ивана Сергеевича") == "Петров Иван Сергеевич"
    assert case_forms.nominative_name("Ивановой Анны Петровны") == "Иванова Анна Петровна"


def test_papers() -> None:
    assert case_forms.paper_in_genitive("charter", "", None) == "Устава"
    assert case_forms.paper_in_genitive("attorney", "12/1", date(2026, 2, 1)) == "доверенности № 12/1 от 01.02.2026"


@pytest.mark.req("B12")
def test_forms_are_worked_out_and_never_overwrite_a_hand(seller: User) -> None:
    made = entity(
        seller,
        firm(seller),
        signatory_name="Петров Иван Сергеевич",
        signatory_position="генеральный директор",
        authority="charter",
    )
    said = "в лице генерального директора Петрова Ивана Сергеевича, действующего на основании Устава"
    assert made.in_person == said
    made = change(made, seller, signatory_name_genitive="Петрова Вани")
    made = change(made, seller, signatory_name="Сидорова Анна Ильинична")
    assert made.signatory_name_genitive == "Петрова Вани"
    assert made.signatory_name_dative == "Сидоровой Анне Ильиничне"
    made = change(made, seller, signatory_name_genitive="")
    assert made.signatory_name_genitive == "Сидоровой Анны Ильиничны"
    assert "действующей" in made.in_person
    made = change(made, seller, authority="attorney", authority_number="7", authority_on=date(2026, 1, 5))
    assert made.authority_genitive == "доверенности № 7 от 05.01.2026"


def change(made: LegalEntity, by: User, **changes: object) -> LegalEntity:
    saved: LegalEntity = actions.update(record=made, changes=changes, by=by, at=NOW)
    return saved
