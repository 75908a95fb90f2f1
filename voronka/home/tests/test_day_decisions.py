"""My day of a head: a deal with a stop-loss is decided about in its row, by who may change the deal."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import Grant, User
from voronka.home.tests.test_day_approvals import HTMX, deal, page
from voronka.sales import defaults
from voronka.sales.models import Deal, Pipeline, Signal

pytestmark = [pytest.mark.django_db, pytest.mark.req("H4", "H5")]


@pytest.fixture(autouse=True)
def pipeline(db: None) -> Pipeline:
    return defaults.ensure()


def stopped(by: User, name: str = "Поставка") -> tuple[Deal, str]:
    """A deal with a stop-loss, and the address of the decision."""
    made = deal(by, name)
    signal = Signal.objects.create(deal=made, kind="stop_loss", since=timezone.now())
    return made, reverse("sales:decide", args=[made.pk, signal.pk])


def test_the_head_decides_in_the_row(client: Client, seller: User, head: User) -> None:
    made, decide = stopped(seller)
    assert f'href="{decide}"' in page(client, head, "/?of=team")
    assert f'href="{decide}"' in page(client, seller)
    client.force_login(head)
    assert 'name="reason"' in client.get(decide, headers=HTMX).content.decode()
    until = timezone.localdate() + timedelta(days=7)
    given = {"what": "go_on", "until": f"{until:%d.%m.%Y}", "reason": "Ждём тендер"}
    assert client.post(decide, given, headers=HTMX).status_code == 204
    assert decide not in page(client, head, "/?of=team")
    assert made.decisions.get().reason == "Ждём тендер"


def test_who_may_only_look_is_not_asked(client: Client, seller: User, head: User) -> None:
    _made, decide = stopped(seller)
    Grant.objects.filter(role__users=head, kind="deal", action="edit").delete()
    shown = page(client, head, "/?of=team")
    assert (decide in shown, "нужно решение" in shown) == (False, True)


def test_one_more_question_where_something_stops(client: Client, seller: User, head: User) -> None:
    deal(seller, "Идёт")
    client.force_login(head)
    counts: list[int] = []
    for stops in (0, 1, 6):
        while Signal.objects.count() < stops:
            stopped(seller, f"Стоит {Signal.objects.count()}")
        client.get("/?of=team")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/?of=team").status_code == 200
        counts.append(len(queries))
    assert counts == [counts[0], counts[0] + 1, counts[0] + 1]
    assert max(counts) <= 12
