"""Words in one spelling, the letters that a text was meant in, and how likely two values are one by kinship."""

import pytest

from voronka.records.duplicates.contacts import Emails, Phones
from voronka.records.duplicates.scripts import meant
from voronka.records.duplicates.texts import canonical, distance, glued, is_garbled
from voronka.records.duplicates.weights import Comparison, Frequencies

pytestmark = pytest.mark.req("X4")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (["Bdfyjd", "Bdfy", "Gtnhjdbx"], ["иванов", "иван", "петрович"]),
        (["Ljkuj;bk"], ["долгожил"]),
        (["Кщьфырлф"], ["romashka"]),
        (["Ивaнoв", "Cергей"], ["Иванов", "Сергей"]),
        (["К0валёв"], ["Ковалёв"]),
        (["Smirnсova"], ["Smirncova"]),
        (["Ivanov", "Ivan", "Petrovich"], ["Ivanov", "Ivan", "Petrovich"]),
        (["Johnson", "Kathryn"], ["Johnson", "Kathryn"]),
        (["Schmidt GmbH"], ["Schmidt GmbH"]),
        (["ООО Ромашка"], ["ООО Ромашка"]),
        (["ЖЭК № 4"], ["ЖЭК № 4"]),
        (["ООО COCA"], ["ООО COCA"]),
        (["Школа 306"], ["Школа 306"]),
        ([""], [""]),
    ],
)
def test_what_was_meant(written: list[str], text: list[str]) -> None:
    assert [one.lower() for one in meant(written)] == [one.lower() for one in text]


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Щукин", "Ŝukin"),
        ("Щукин", "Shhukin"),
        ("Щукин", "Shchukin"),
        ("Якушев", "Âkušev"),
        ("Михаил", "Mixail"),
        ("Максим", "Maxim"),
        ("Цыганов", "Tsyganov"),
        ("Юлия", "Uliya"),
    ],
)
def test_every_custom_of_transliteration_comes_to_one(cyrillic: str, latin: str) -> None:
    assert distance(canonical(cyrillic), canonical(latin)) < 2


def test_one_wrong_letter_is_one_error_whatever_it_is_spelt_with() -> None:
    assert distance(canonical("Омега"), canonical("Омеша")) == 1
    assert distance(canonical("Катюха"), canonical("Катщха")) == 1


def test_a_bad_spelling_keeps_half_of_the_letters() -> None:
    assert is_garbled(canonical("Ирина"), canonical("Иимна"))
    assert not is_garbled(canonical("Ольга"), canonical("Мария"))
    assert not is_garbled("an", "on")


def test_words_together_are_one_word_of_theirs() -> None:
    assert glued([canonical("Свет"), canonical("Строй")]) == canonical("СветСтрой")


class TestValues:
    KNOWN = Frequencies(5000)

    def weight(self, sign: Comparison, one: str, other: str) -> float:
        return sign.compare(sign.prepare([one]), sign.prepare([other]), self.KNOWN).weight

    def test_a_number_without_its_code_is_the_end_of_the_whole_one(self) -> None:
        sign = Phones(name="phones", reason="phone", same=0.65)
        assert self.weight(sign, "+74951234567", "123-45-67") > 0
        assert self.weight(sign, "+74951234567", "123-45-68") < 0

    def test_one_error_says_more_than_two(self) -> None:
        sign = Phones(name="phones", reason="phone", same=0.65)
        one, two, three = (
            self.weight(sign, "+74951234567", f"+7495{end}") for end in ("1234576", "1264577", "9876543")
        )
        assert one > two > three

    def test_a_box_made_of_the_name_at_another_company_says_nothing(self) -> None:
        sign = Emails()
        assert self.weight(sign, "n.zimin@rubin.ru", "n.zimin@vostok.ru") <= 0
        assert self.weight(sign, "n.zimin@mail.ru", "n.zimin@yandex.ru") > 0
        assert self.weight(sign, "n.zimin@rubin.ru", "n.zimin@rubni.ru") > 0
