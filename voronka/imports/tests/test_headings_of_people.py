"""Headings that people give their own lists of clients."""

import pytest

from voronka.imports.guessing import guess_mapping
from voronka.imports.targets.registry import TARGETS

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]
HEADINGS = {
    "ФИО": "full_name",
    "Фирма": "organization",
    "Тел.": "phones",
    "Почта": "emails",
    "Откуда узнал": "source",
    "Менеджер": "owner",
    "Прим.": "note",
}


def test_a_list_of_clients_is_understood() -> None:
    assert guess_mapping(TARGETS["persons"], ["№", *HEADINGS], []) == HEADINGS


def test_a_list_of_firms_is_understood() -> None:
    guessed = guess_mapping(TARGETS["organizations"], ["Фирма", "Телефон", "Комментарии"], [])
    assert guessed == {"Фирма": "name", "Телефон": "phones", "Комментарии": "note"}
