"""One line makes records: measured on labelled lines, and nothing typed is lost."""

import re

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from voronka.home.reading.line import read_line
from voronka.home.tests.labelled import NOW, Score, given, labelled, lines_of

# Lines of the first set were before our eyes while the rules were written. The two others were written before the rules
# met them: at first sight 52 of 55 and 24 of 26 were read wholly right, of their fields 0.970 and 0.944; what they
# taught is in the rules now. The two sets of sellers are written as badly as people write at work, the second one after
# the rules had learnt from the first: at first sight 74 of 118 (0.833 of the fields, 34 of them with a wrong value) and
# 41 of 60 (0.862, 16 wrong values).
SETS = {
    "tuned.txt": 0.98,
    "heldout.txt": 0.98,
    "blind.txt": 0.98,
    "sellers.txt": 0.97,
    "sellers_once.txt": 0.96,
}


@pytest.mark.req("X1")
@pytest.mark.parametrize("name", SETS)
def test_lines_are_read_right(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    score = Score()
    for one in lines_of(name):
        score.add(one, given(read_line(one.text, NOW)))
    with capsys.disabled():
        print(  # noqa: T201  # the measure is what one asks for
            f"\n{name}: {score.right} of {score.texts} lines wholly right, {score.parts:.3f} of the fields"
        )
    assert score.whole >= 0.95, "\n".join(score.faults)
    assert score.parts >= SETS[name], "\n".join(score.faults)


@pytest.mark.req("X1")
def test_the_lines_are_many() -> None:
    assert len({one.text for name in SETS for one in lines_of(name)}) >= 200


@pytest.mark.req("X1")
@pytest.mark.parametrize(
    "row",
    [
        "[f:Светлана] [t:написать] [d:завтра=2026-03-05]",
        "[x:скидка 15 000 шагов в 2 раза]",
        "[x:12345]",
        "[f:Иван] [l:Петров] [x:в 2 раза больше обычного]",
        "[D:сделка] [o:ООО Ромашка]",
        "[f:Иван] [l:Петров] [D:сделка] [n:дом] до конца месяца",
        "[f:Иван] [l:Петров] [D:сделка] [x:от 2 до 3 млн]",
        "[f:Юрий] [l:Сенкевич]",
        "[l:Лукашевич] [f:В.] [m:И.]",
        "[f:Иван] [m:Лукич]",
        "[l:Гусейнов] [f:Мушвиг] [m:Аббасович]",
        "[l:Строев] [f:Иван]",
        "[f:Мария] [x:салон красоты]",
        "[f:Иван] [l:Петров] [x:prefers e-mail]",
    ],
)
def test_single_rules(row: str) -> None:
    one = labelled(row)
    assert given(read_line(one.text, NOW)) == one.expected


@pytest.mark.req("X1")
@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("сделка труба 57 410 000 р", 410_000),
        ("сделка трубы 108 2 400 000 руб", 2_400_000),
        ("сделка труба ф219 1 410 000 р", 1_410_000),
        ("сделка труба 410 000 р", 410_000),
        ("сделка труба 57 000 р", 57_000),
        ("сделка труба 58 410 000 р", 58_410_000),  # no pipe is so wide
        ("сделка станок 57 410 000 р", 57_410_000),
        ("сделка трубочист 57 410 000 р", 57_410_000),
    ],
)
def test_the_diameter_of_a_pipe_is_no_money(line: str, amount: int) -> None:
    reading = read_line(line, NOW)
    assert reading.deal
    assert reading.deal.amount == amount


def test_a_deal_has_the_day_that_no_task_has() -> None:
    deal = read_line("Иван Петров сделка 150 000 до 25.12", NOW).deal
    assert deal is not None
    assert deal.close_on is not None
    assert f"{deal.close_on:%Y-%m-%d}" == "2026-12-25"


@pytest.mark.req("X1")
def test_the_domain_of_a_letter_box_only_hints_at_a_company() -> None:
    reading = read_line("Иван Петров ivan@romashka.ru", NOW)
    assert (reading.organization, reading.hint) == (None, "Romashka")
    assert read_line("Иван Петров ivan@mail.ru", NOW).hint == ""


WORDS = st.sampled_from(
    """
    Иван Петров Сергеевич ООО Ромашка «Вектор» сделка 150 000 2 млн руб $500 позвонить завтра в 15 до пятницы
    +79031234567 a@b.ru директор по логистике , ; . просил скидку John Smith Acme Ltd call tomorrow at 3pm
    deal 15k инн 7707083893 12.5 ( ) - / \x00 |
    """.split()  # noqa: SIM905  # a list of words reads best as text
)


@pytest.mark.req("X1")
@settings(max_examples=300)
@drawn(st.lists(WORDS, max_size=14))
def test_any_order_is_read_and_nothing_is_lost(words: list[str]) -> None:
    text = " ".join(words)
    reading = read_line(text, NOW)
    kept = re.sub(r"[^\w]", "", repr(reading).lower())
    for word in ("ромашка", "вектор", "скидку", "петров", "smith", "acme"):
        if word in text.lower():
            assert word in kept


@pytest.mark.req("X1")
@settings(max_examples=200)
@drawn(st.text(max_size=200))
def test_nothing_typed_breaks_it(text: str) -> None:
    read_line(text, NOW)


@pytest.mark.req("X1")
def test_hostile_lines_are_read_fast() -> None:
    for text in (
        "9" * 4000,
        "+7 " * 2000,
        "а@" * 2000,
        "«" * 4000,
        "директор по " * 400,
        "( 8 " * 1000,
        "сделка " * 600,
    ):
        read_line(text, NOW)


@pytest.mark.req("X1")
@pytest.mark.parametrize(
    "text",
    ["тема договора завтра в 15", "Тема: доставка", "дрон для съемки", "серый цемент", "поля шире", "тома 1 и 2"],
)
def test_a_word_that_is_also_short_for_a_name_is_nobody(text: str) -> None:
    """«Тёма» is Артём where names are compared; in a line of text nobody is called so."""
    assert read_line(text, NOW).person is None
