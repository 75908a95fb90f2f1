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


@pytest.mark.req("B12")
@pytest.mark.parametrize(
    ("name", "genitive"),
    [
        ("Петров Иван Сергеевич", "Петрова Ивана Сергеевича"),
        ("Сидоренко Анна Павловна", "Сидоренко Анны Павловны"),
        ("Черных Пётр Ильич", "Черных Петра Ильича"),
        ("Ли Виктория Сергеевна", "Ли Виктории Сергеевны"),
        ("Ким Юрий Сергеевич", "Кима Юрия Сергеевича"),
        ("Ким Юлия Сергеевна", "Ким Юлии Сергеевны"),
        ("Гусейнов Мушвиг Аббас оглы", "Гусейнова Мушвига Аббас оглы"),
        ("Мирошниченко Дарья Викторовна", "Мирошниченко Дарьи Викторовны"),
        ("Тер-Оганесян Карина Ашотовна", "Тер-Оганесян Карины Ашотовны"),
        ("Тер-Оганесян Карен Ашотович", "Тер-Оганесяна Карена Ашотовича"),
        ("Шевченко Ирина Тарасовна", "Шевченко Ирины Тарасовны"),
        ("Лукашевич Вадим Иванович", "Лукашевича Вадима Ивановича"),
        ("Лукашевич Анна Ивановна", "Лукашевич Анны Ивановны"),
        ("Чхартишвили Нино Георгиевна", "Чхартишвили Нино Георгиевны"),
        ("Бондарчук Фёдор Сергеевич", "Бондарчука Фёдора Сергеевича"),
        ("Бондарчук Наталья Сергеевна", "Бондарчук Натальи Сергеевны"),
        ("Дюма Александр Петрович", "Дюма Александра Петровича"),
        ("Живаго Юрий Андреевич", "Живаго Юрия Андреевича"),
        ("Мюллер Ханс Петрович", "Мюллера Ханса Петровича"),
        ("Мюллер Эльза Карловна", "Мюллер Эльзы Карловны"),
        ("Скляр Игорь Борисович", "Скляра Игоря Борисовича"),
        ("Коваль Ольга Львовна", "Коваль Ольги Львовны"),
        ("Хачатрян Армине Гагиковна", "Хачатрян Армине Гагиковны"),
        ("Сейткали Ерлан Болатович", "Сейткали Ерлана Болатовича"),
        ("Кравец Игорь Львович", "Кравца Игоря Львовича"),
        ("Римский-Корсаков Андрей Николаевич", "Римского-Корсакова Андрея Николаевича"),
        ("Толстая Татьяна Никитична", "Толстой Татьяны Никитичны"),
        ("Белый Андрей Иванович", "Белого Андрея Ивановича"),
        ("Гончар Олесь Терентьевич", "Гончара Олеся Терентьевича"),
    ],
)
def test_names_of_signatories_there_and_back(name: str, genitive: str) -> None:
    assert case_forms.name_in(name, "genitive") == genitive
    assert case_forms.nominative_name(genitive) == name


@pytest.mark.req("B12")
@pytest.mark.parametrize(
    ("position", "genitive"),
    [
        ("генеральный директор", "генерального директора"),
        ("исполняющий обязанности директора", "исполняющего обязанности директора"),
        ("директор филиала", "директора филиала"),
        ("управляющий директор", "управляющего директора"),
        ("главный врач", "главного врача"),
        ("заместитель генерального директора по экономике", "заместителя генерального директора по экономике"),
        ("председатель правления", "председателя правления"),
        ("временно исполняющий обязанности ректора", "временно исполняющего обязанности ректора"),
        ("и.о. директора", "и.о. директора"),
        ("управляющий", "управляющего"),
        ("заведующая", "заведующей"),
        ("начальник отдела закупок", "начальника отдела закупок"),
        ("коммерческий директор", "коммерческого директора"),
        ("президент", "президента"),
        ("конкурсный управляющий", "конкурсного управляющего"),
        ("глава КФХ", "главы КФХ"),
    ],
)
def test_positions_of_signatories_there_and_back(position: str, genitive: str) -> None:
    assert case_forms.position_in(position, "genitive") == genitive
    assert case_forms.nominative_position(genitive) == position


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
