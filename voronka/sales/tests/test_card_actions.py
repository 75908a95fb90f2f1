"""One click in the head of a client's card: a task about it, a deal with it."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from voronka.accounts.models import Grant, User
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.records import actions

pytestmark = pytest.mark.req("G1")
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def head_of(client: Client, user: User, url: str) -> str:
    """The head of a card."""
    client.force_login(user)
    page = client.get(url).content.decode()
    return page[page.index("card-head__actions") : page.index("card-switch")]


def test_a_task_and_a_deal_begin_in_the_head(client: Client, seller: User) -> None:
    firm = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=seller, at=NOW)
    person = actions.create(kind=PERSON, values={"last_name": "Ким", "organization": firm.pk}, by=seller, at=NOW)
    head = head_of(client, seller, firm.get_absolute_url())
    assert f'href="/tasks/new/?subject=organization:{firm.pk}"' in head
    assert f'href="/deals/new/?organization={firm.pk}"' in head
    head = head_of(client, seller, person.get_absolute_url())
    assert f'href="/deals/new/?person={person.pk}&amp;organization={firm.pk}"' in head
    dialog = client.get(f"/deals/new/?person={person.pk}&organization={firm.pk}").content.decode()
    assert "Ромашка" in dialog


@pytest.mark.req("E1")
def test_whoever_may_not_make_them_is_not_offered_them(client: Client, seller: User) -> None:
    firm = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=seller, at=NOW)
    Grant.objects.filter(kind__in=("task", "deal"), action="create").delete()
    head = head_of(client, seller, firm.get_absolute_url())
    assert "/tasks/new/" not in head
    assert "/deals/new/" not in head
