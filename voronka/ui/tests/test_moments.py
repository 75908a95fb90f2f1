"""Moments as people say them, in both languages."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from markupsafe import Markup

from voronka.ui import filters, moments

NOW = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0, "сегодня 15:30"),
        (-24, "вчера 15:30"),
        (24, "завтра 15:30"),
        (-24 * 10, "11 ноября 15:30"),
        (-24 * 400, "17 октября 2025"),
    ],
)
def test_when(hours: int, said: str) -> None:
    with translation.override("ru"):
        assert moments.when(NOW + timedelta(hours=hours), NOW) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "только что"),
        (1, "1 минуту назад"),
        (5, "5 минут назад"),
        (61, "1 час назад"),
        (60 * 24, "вчера"),
        (60 * 24 * 3, "3 дня назад"),
        (60 * 24 * 70, "2 месяца назад"),
        (60 * 24 * 800, "2 года назад"),
    ],
)
def test_ago(minutes: int, said: str) -> None:
    with translation.override("ru"):
        assert moments.ago(NOW - timedelta(minutes=minutes), NOW) == said


def test_the_same_in_english() -> None:
    with translation.override("en"):
        assert moments.ago(NOW - timedelta(days=3), NOW) == "3 days ago"
        assert moments.day(date(2026, 3, 15), NOW.date()) == "15 March"


def test_spans() -> None:
    with translation.override("ru"):
        assert moments.span(timedelta(minutes=85)) == "1\u00a0ч\u00a025\u00a0мин"
        assert moments.span(timedelta(minutes=45)) == "45\u00a0мин"
        assert moments.span(timedelta(days=3, hours=2)) == "3\u00a0дн."
        assert moments.effort(26 * 60 + 5) == "26\u00a0ч\u00a05\u00a0мин"
        assert moments.effort(1240 * 60 + 5) == "1\u00a0240\u00a0ч"
        assert moments.effort(0) == "0\u00a0мин"


def test_values() -> None:
    assert filters.money(Decimal("1234567.00")) == "1\u00a0234\u00a0567\u00a0₽"
    assert filters.phone("+79031234567") == "+7 903 123-45-67"
    assert filters.initials("ООО «Ромашка»") == "Р"
    assert filters.initials("Иван Петров") == "ИП"
    assert filters.number(Decimal("12.5"), 1) == "12,5"
    assert filters.attributes({"data_x": '"', "hidden": True, "title": None}) == ' data-x="&#34;" hidden'
    assert filters.attributes({"x": Markup('{"due": "&lt;"}')}) == ' x="{&#34;due&#34;: &#34;&lt;&#34;}"'


def test_a_letter_box_breaks_at_its_joints_and_hides_nothing() -> None:
    assert filters.email("ivan@mail.romashka.ru") == "ivan@<wbr>mail<wbr>.romashka<wbr>.ru"
    assert filters.email("<b>@x") == "&lt;b&gt;@<wbr>x"
    assert filters.email("ivan") == "ivan"
