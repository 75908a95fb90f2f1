"""Pieces of the frame are drawn once, and never for somebody else, another place or another language."""

from collections.abc import Iterator
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from voronka.accounts.models import User
from voronka.ui import drawn


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    drawn.forget()
    yield
    drawn.forget()


def test_drawn_anew_for_another_key_or_language_only() -> None:
    numbers = count()
    with translation.override("ru"):
        first = [drawn.drawn("piece", key, caller=lambda: next(numbers)) for key in ("a", "a", "b")]
    with translation.override("en"):
        assert [*first, drawn.drawn("piece", "a", caller=lambda: next(numbers))] == ["0", "0", "1", "2"]


def test_it_forgets_before_it_grows_without_end() -> None:
    for key in range(drawn.MOST + 1):
        drawn.drawn("piece", key, caller=lambda: "")
    assert len(drawn._pieces) == 1


@pytest.mark.req("E1")
def test_each_person_sees_their_own_frame(client: Client, admin: User, seller: User) -> None:
    pages = []
    for user in (admin, seller, admin):
        client.force_login(user)
        pages.append(client.get("/persons/").content.decode())
    for page, user in zip(pages, (admin, seller, admin), strict=True):
        assert f">{user.full_name}</span></button>" in page
        assert page.count(user.email) >= 2
    assert seller.email not in pages[2]
    assert [f'href="{reverse("accounts:roles")}"' in page for page in pages] == [True, False, True]


def test_the_frame_marks_where_one_stands_and_who_signs_out(client: Client, seller: User) -> None:
    client.force_login(seller)
    pages = [client.get(path).content.decode() for path in ("/persons/", "/deals/", "/persons/")]
    assert [page.count('href="/persons/" title="Люди" aria-current="page"') for page in pages] == [1, 0, 1]
    tokens = {token for page in pages for token in page.split('name="csrfmiddlewaretoken" value="')[1:]}
    assert len({token[:64] for token in tokens}) >= 3
