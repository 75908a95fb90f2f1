"""Registrations are reached from Deals, bonuses from Reports, both from the command line, neither from the sidebar."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import Role, User
from voronka.sales import defaults

pytestmark = [pytest.mark.django_db, pytest.mark.req("H11")]
REGISTRATIONS, BONUSES = "sales:registrations", "sales:bonuses"


def page(client: Client, user: User, name: str) -> str:
    client.force_login(user)
    return client.get(reverse(name)).content.decode()


def part(html: str, start: str, end: str) -> str:
    """What stands between two pieces of the page."""
    return html.partition(start)[2].partition(end)[0]


def places(html: str) -> tuple[set[str], set[str]]:
    """Where the sidebar leads, and where it says that one is."""
    side = part(html, 'class="sidebar__nav"', 'class="sidebar__foot')
    links = re.findall(r'<a class="nav__item" href="([^"]*)"([^>]*)>', side)
    return {href for href, _rest in links}, {href for href, rest in links if "aria-current" in rest}


@pytest.mark.parametrize(
    ("name", "sections", "section"),
    [(REGISTRATIONS, ("sales:board", "deal:list"), "sales:board"), (BONUSES, ("reports:index",), "reports:index")],
)
def test_a_place_is_reached_from_its_section(
    client: Client, seller: User, name: str, sections: tuple[str, ...], section: str
) -> None:
    defaults.ensure()
    address = reverse(name)
    for one in sections:
        html = page(client, seller, one)
        assert f'href="{address}"' in part(html, "<main", "</main>") + part(html, 'class="toolbar', "</main>"), one
        assert address not in places(html)[0]
        assert f'href="{address}"' in part(html, 'id="command"', "</dialog>")
    here = places(page(client, seller, name))
    assert here[1] == {reverse(section)}


def test_who_sees_no_deals_is_led_to_neither(client: Client, seller: User, own_role: Role) -> None:
    own_role.grants.filter(kind="deal").delete()
    html = page(client, seller, "task:list")
    assert (reverse(REGISTRATIONS) in html, reverse(BONUSES) in html) == (False, False)
