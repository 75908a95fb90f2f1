"""What speaks against one person or one firm though the name is the same: own numbers and boxes, units of a firm."""

from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.people.duplicates import reading
from voronka.people.duplicates.organizations import ORGANIZATIONS
from voronka.people.duplicates.persons import PERSONS
from voronka.people.kinds import ORGANIZATION
from voronka.people.tests.test_duplicate_scores import score
from voronka.people.tests.test_legal_entities import entity
from voronka.records import actions
from voronka.records.actions import duplicates
from voronka.records.duplicates.contacts import Emails
from voronka.records.duplicates.weights import Frequencies
from voronka.records.models import DuplicatePair
from voronka.records.tests.test_card import NOW

pytestmark = pytest.mark.req("X4")

GIRL = ("Лаптева", "Ксения", "Николаевна")
CARD = {"name": GIRL, "phones": ["+79031234567"], "emails": ["k.lapteva@lotos.ru"], "home": ["17"]}


def _base() -> Frequencies:
    """A base where one in fifty is called Ксения and one in fifty Оксана."""
    known = Frequencies(5000)
    for number in range(200):
        known.add(PERSONS.counted(PERSONS.prepare({"name": ("", "Оксана" if number % 2 else "Ксения", "")})))
    return known


def test_two_names_of_the_passport_are_not_a_short_form() -> None:
    """«Оксана» may be what a Ксения is called, yet most of the time it is another person."""
    called = CARD | {"name": ("Лаптева", "Оксана", "Николаевна")}
    other = called | {"phones": ["+79057654321"], "emails": ["o.lapteva@lotos.ru"]}
    known = _base()
    mine = PERSONS.prepare(CARD)
    assert PERSONS.score(mine, PERSONS.prepare(other), known).value < 0.5
    assert PERSONS.score(mine, PERSONS.prepare(CARD | {"name": ("Лаптева", "Ксюша", "")}), known).value > 0.9
    found = PERSONS.score(mine, PERSONS.prepare(called), known)
    assert found.value > 0.5
    assert "short" in found.reasons


def test_another_mobile_number_speaks_against_more_than_another_line() -> None:
    alone = {"name": GIRL}
    mobile = score(PERSONS, alone | {"phones": ["+79031234567"]}, alone | {"phones": ["+79057654321"]})
    line = score(PERSONS, alone | {"phones": ["+74951234567"]}, alone | {"phones": ["+74957654321"]})
    both = score(PERSONS, alone | {"phones": ["+79031234567"]}, alone | {"phones": ["+74957654321"]})
    assert mobile.value < line.value < both.value


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("o.lapteva@lotos.ru", "k.lapteva@lotos.ru"),
        ("lapteva.o@mail.ru", "lapteva.k@mail.ru"),
        ("olapteva@lotos.ru", "klapteva@lotos.ru"),
        ("a.yudina@lotos.ru", "a.yudina2@lotos.ru"),
        ("yudina_84@mail.ru", "yudina_85@mail.ru"),
    ],
)
def test_an_initial_and_a_year_in_a_letter_box_are_no_errors(mine: str, theirs: str) -> None:
    boxes = Emails()
    assert boxes.compare((mine,), (theirs,), Frequencies(5000)).weight < 0
    assert boxes.compare(("k.lapteva@lotos.ru",), ("k.laptva@lotos.ru",), Frequencies(5000)).weight > 0


def test_a_company_gives_a_person_one_letter_box() -> None:
    one = {"name": GIRL, "emails": ["k.lapteva@lotos.ru"]}
    there, elsewhere = one | {"emails": ["xenia@lotos.ru"]}, one | {"emails": ["xenia@list.ru"]}
    assert score(PERSONS, one, there).value < score(PERSONS, one, elsewhere).value


def test_a_box_and_a_phone_of_many_say_little_of_one() -> None:
    one = {"name": ("Лаптева", "Ксения", ""), "emails": ["anna@lotos.ru"], "phones": ["+74951234567"]}
    mine, theirs = PERSONS.prepare(one), PERSONS.prepare(one | {"name": ("", "Ксения", "")})
    known = _base()
    of_two = PERSONS.score(mine, theirs, known).value
    for number in range(22):
        colleague = one | {"name": (f"Петров{number}", "Глеб", "")}
        known.add(PERSONS.counted(PERSONS.prepare(colleague)))
    assert of_two > 0.5 > PERSONS.score(mine, theirs, known).value


FIRM: dict[str, Any] = {
    "name": "ООО «Ромашковый луг»",
    "codes": ["7707083893"],
    "units": ["7707083893/770701001"],
    "address": "Тула, ул. Мира, 4",
    "site": ["lug.ru"],
}


def test_a_branch_has_the_same_inn_and_another_kpp() -> None:
    branch = FIRM | {"units": ["7707083893/590243001"], "address": "Пермь, ул. Мира, 4"}
    assert score(ORGANIZATIONS, FIRM, FIRM).value > 0.9
    assert "kpp" in score(ORGANIZATIONS, FIRM, FIRM).reasons
    assert score(ORGANIZATIONS, FIRM, branch).value < 0.5
    unsaid = score(ORGANIZATIONS, FIRM, FIRM | {"units": []})
    there = score(ORGANIZATIONS, FIRM, FIRM | {"units": ["7707083893/590243001"]})
    assert there.value < unsaid.value <= score(ORGANIZATIONS, FIRM, FIRM).value


def test_kpp_without_the_inn_says_nothing() -> None:
    """Thousands of firms of one tax office have the same."""
    other = FIRM | {"codes": ["7728168971"], "units": ["7728168971/770701001"]}
    bare = {key: value for key, value in other.items() if key != "units"}
    assert score(ORGANIZATIONS, FIRM, other).value == score(ORGANIZATIONS, FIRM, bare).value


@pytest.mark.django_db
def test_the_search_compares_the_kpp_of_legal_entities(head: User, django_assert_num_queries: Any) -> None:
    """Two branches of one firm are not offered, two cards of one branch are; with one query, as before."""
    places = [("Тула", "710701001"), ("Пермь", "590243001"), ("Пермь", "590243001")]
    firms = []
    for city, kpp in places:
        values = {"name": "Ромашковый луг", "website": "https://lug.ru", "address": f"{city}, ул. Мира, 4"}
        firms.append(actions.create(kind=ORGANIZATION, values=values, by=head, at=NOW))
        entity(head, firms[-1], name="ООО «Ромашковый луг»", inn="7707083893", kpp=kpp)
    with django_assert_num_queries(1):
        read = dict(reading.organizations([one.pk for one in firms]))
    assert read[firms[0].pk]["units"] == ["7707083893/710701001"]
    duplicates.search(kind=ORGANIZATION, at=NOW)
    (pair,) = DuplicatePair.objects.all()
    assert {pair.low_id, pair.high_id} == {firms[1].pk, firms[2].pk}
    assert "kpp" in pair.reasons
