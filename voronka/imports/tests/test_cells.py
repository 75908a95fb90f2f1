"""Cells as people and other programs write them: days, sums, yes and no, several phones."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from voronka.core import dates, money, phones
from voronka.core.errors import Refused
from voronka.imports.cells import answer, day_of, phones_in

pytestmark = [pytest.mark.req("B8")]


@pytest.mark.parametrize(
    "raw",
    [
        "5 янв. 2026 г.", "05.01.2026", "05.01.26", "5/1/2026", "2026-01-05", "2026/01/05", "20260105", "46027",
        "46027.0", "5 января 2026 года", "«5» января 2026 г.", "пн, 5 янв. 2026 г.", "Понедельник, 5 января 2026",
        "5-янв-26",
        "05 Jan 26", "Mon, 05 Jan 2026 10:00:00 +0300", "Jan 5, 2026", "5.1.2026 15:30", "2026-01-05T10:00:00",
        "5-Jan-2026",
    ],
)  # fmt: skip
def test_days_of_all_usual_shapes(raw: str) -> None:
    assert dates.parse_day(day_of(raw)) == date(2026, 1, 5)


@pytest.mark.parametrize("raw", ["46027.645833333", "05.01.2026 15:30", "5 янв. 2026 г., 15:30", "Jan 5, 2026 3:30 PM"])
def test_moments(raw: str) -> None:
    assert dates.parse_moment(day_of(raw), UTC) == datetime(2026, 1, 5, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize("raw", ["12/31/2026", "1234", "99999", "завтра как-нибудь", "20261399", "5 мартобря 2026", ""])
def test_what_is_no_day_is_none(raw: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # whatever it says
        dates.parse_day(day_of(raw))


@pytest.mark.parametrize(
    ("raw", "amount", "currency"),
    [
        ("1 234,56 ₽", "1234.56", "RUB"), ("1\u202f234,56\u00a0₽", "1234.56", "RUB"), ("$1,234.56", "1234.56", "USD"),
        ("1.234,56 €", "1234.56", "EUR"), ("1234,56 руб.", "1234.56", "RUB"), ("1 234", "1234", ""),
        ("1'234.50", "1234.50", ""),
    ],
)  # fmt: skip
def test_sums(raw: str, amount: str, currency: str) -> None:
    assert money.parse(raw) == (Decimal(amount), currency)


@pytest.mark.parametrize(("words", "said"), [("Да YES истина + ✓ x Х 1 есть", "1"), ("Нет no ЛОЖЬ - — 0", "0")])
def test_yes_and_no_in_words(words: str, said: str) -> None:
    assert {answer(word) for word in words.split()} == {said}


def test_what_is_neither_yes_nor_no_is_told() -> None:
    with pytest.raises(Refused, match="может"):
        answer("может быть")


FIRST, SECOND = "+79031234567", "+74951112233"


@pytest.mark.parametrize(
    ("raw", "numbers"),
    [
        ("8 903 123-45-67, 8 (495) 111-22-33", [FIRST, SECOND]),
        ("8 903 123-45-67; +7 495 111 22 33", [FIRST, SECOND]),
        ("8 903 123-45-67\n8 495 111-22-33", [FIRST, SECOND]),
        ("8 903 123-45-67 / 8 495 111-22-33", [FIRST, SECOND]),
        ("89031234567 84951112233", [FIRST, SECOND]),
        ("моб. 89031234567, раб. 8(495)111-22-33", [FIRST, SECOND]),
        ("89031234567 (Анна)", [FIRST]),
        ("8 495 111-22-33, доб. 12", [f"{SECOND};ext=12"]),
        ("79031234567", [FIRST]),
        ("", []),
    ],
)
def test_several_phones_of_one_cell(raw: str, numbers: list[str]) -> None:
    assert [phones.parse(one, "RU") for one in phones_in(raw, "RU")] == numbers


@pytest.mark.parametrize("raw", ["нет", "123", "8 903 123-45-67 / 999"])
def test_what_is_no_phone_stays_to_be_told(raw: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # whatever it says
        [phones.parse(one, "RU") for one in phones_in(raw, "RU")]
