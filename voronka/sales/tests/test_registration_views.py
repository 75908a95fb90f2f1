"""Registrations on the screen and in the API: panel, page, claim, decision; a colleague, an outsider, bad input."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import User
from voronka.people.kinds import ORGANIZATION
from voronka.people.models import Organization
from voronka.records import actions
from voronka.sales.actions import registrations
from voronka.sales.models import Deal, Registration
from voronka.sales.tests.conftest import MakeDeal
from voronka.sales.tests.test_api import call

pytestmark = [pytest.mark.django_db, pytest.mark.req("H11")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def firm(seller: User) -> Organization:
    """A client that the seller has made today."""
    made: Organization = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=seller, at=timezone.now())
    return made


def panel(client: Client, record: Any) -> str:
    name = record._meta.model_name
    return client.get(reverse(f"{name}:panel", args=[record.pk, "registration"]), headers=HTMX).content.decode()


def test_from_the_claim_to_the_decision(
    client: Client, seller: User, colleague: User, head: User, firm: Organization
) -> None:
    client.force_login(seller)
    assert "Иван Громов" in panel(client, firm)
    assert "/registrations/claim/" not in panel(client, firm)
    client.force_login(colleague)
    address = reverse("sales:claim", args=["organization", firm.pk])
    assert client.get(address, headers=HTMX).status_code == 200
    wrong = client.post(address, {"evidence": " "}, headers=HTMX)
    assert wrong.status_code == 422
    assert client.post(address, {"evidence": "Выставка в Твери"}, headers=HTMX).status_code == 204
    one = Registration.objects.get(registrar=colleague)
    assert ("Выставка в Твери" in panel(client, firm), "/withdraw/" in panel(client, firm)) == (True, True)
    client.force_login(head)
    deciding = reverse("sales:registration-decide", args=[one.pk])
    assert deciding in panel(client, firm)
    shown = client.get(deciding, headers=HTMX).content.decode()
    assert ("Мария Соколова" in shown, "Иван Громов" in shown, "Выставка в Твери" in shown) == (True, True, True)
    assert client.post(deciding, {"who": "claimant", "reason": ""}, headers=HTMX).status_code == 422
    assert client.post(deciding, {"who": "claimant", "reason": "Так вернее"}, headers=HTMX).status_code == 204
    one.refresh_from_db()
    assert one.stands
    assert "Так вернее" in panel(client, firm)
    assert client.get(deciding, headers=HTMX).status_code == 404


def test_prolonged_and_ended_on_the_card(client: Client, seller: User, head: User, firm: Organization) -> None:
    one = Registration.objects.get()
    assert one.until
    client.force_login(head)
    address = reverse("sales:registration-prolong", args=[one.pk])
    given = {"until": (one.until + timedelta(days=30)).isoformat(), "reason": "Тендер"}
    assert client.get(address).status_code == 200
    assert client.post(address, {**given, "until": one.until.isoformat()}).status_code == 422
    assert client.post(address, given).status_code == 303
    client.force_login(seller)
    assert client.post(address, given).status_code == 403
    ending = reverse("sales:registration-release", args=[one.pk])
    assert client.get(ending).status_code == 200
    assert client.post(ending, {}).status_code == 303
    assert not Registration.objects.filter(stands=True).exists()
    assert firm


def test_an_outsider_finds_nothing(client: Client, outsider: User, colleague: User, firm: Organization) -> None:
    one = registrations.claim(record=firm, evidence="Моё", by=colleague, at=timezone.now())
    client.force_login(outsider)
    for name in ("decide", "prolong", "release"):
        assert client.get(reverse(f"sales:registration-{name}", args=[one.pk])).status_code == 404
        assert client.post(reverse(f"sales:registration-{name}", args=[one.pk])).status_code == 404
    assert client.post(reverse("sales:registration-withdraw", args=[one.pk])).status_code == 404
    assert client.get(reverse("sales:claim", args=["organization", firm.pk])).status_code == 404
    assert client.get(reverse("sales:claim", args=["task", 1])).status_code == 404
    for view in ("mine", "waiting", "soon", "all", "nonsense"):
        assert "Ромашка" not in client.get(reverse("sales:registrations"), {"view": view}).content.decode()


def test_the_page_shows_what_is_mine_what_waits_and_what_ends(
    client: Client, seller: User, colleague: User, firm: Organization
) -> None:
    registrations.claim(record=firm, evidence="Моё", by=colleague, at=timezone.now())
    client.force_login(seller)
    pages = {view: client.get(reverse("sales:registrations"), {"view": view}).content.decode()
             for view in ("mine", "waiting", "soon", "all")}  # fmt: skip
    assert [pages[view].count("registrations__row") for view in pages] == [1, 1, 0, 1]
    Registration.objects.filter(registrar=seller).update(until=timezone.localdate() + timedelta(days=3))
    assert "Ромашка" in client.get(reverse("sales:registrations"), {"view": "soon"}).content.decode()


def test_the_page_asks_as_much_for_fifty_rows_as_for_one(
    client: Client, seller: User, make_deal: MakeDeal, django_assert_max_num_queries: Any
) -> None:
    client.force_login(seller)
    make_deal(seller)
    client.get(reverse("sales:registrations"))
    for _number in range(52):
        make_deal(seller)
    with django_assert_max_num_queries(8):
        page = client.get(reverse("sales:registrations"))
    assert page.content.decode().count("registrations__row") == 50
    assert "before=" in page.content.decode()


def test_a_deal_tells_of_its_clients_protection(
    client: Client, seller: User, head: User, firm: Organization, make_deal: MakeDeal
) -> None:
    deal: Deal = make_deal(head, organization=firm.pk)
    client.force_login(head)
    assert "Иван Громов" in panel(client, deal)
    assert seller.pk


def test_through_the_api(seller: User, colleague: User, outsider: User, head: User, firm: Organization) -> None:
    body = {"kind": "organization", "record": firm.pk, "evidence": "Выставка"}
    assert call(outsider, "/registrations", body)[0] == 404
    code, made = call(colleague, "/registrations", body)
    assert (code, made["state"], made["stands"], made["record"]) == (200, "waiting", False, firm.pk)
    path = f"/registrations/{made['id']}"
    assert call(seller, f"{path}/uphold", {"reason": "Нет"})[0] == 403
    assert call(outsider, f"{path}/uphold", {"reason": "Нет"})[0] == 404
    assert call(head, f"{path}/refuse", {})[0] == 422
    assert call(head, f"{path}/uphold", {"reason": "Так"})[1]["stands"] is True
    assert call(head, f"{path}/uphold", {"reason": "Так"})[0] == 409
    assert [one["id"] for one in call(colleague, "/registrations", method="GET")[1]] == [made["id"]]
    assert call(head, f"{path}/prolong", {"until": "2100-01-01", "reason": "Так"})[0] == 422
    assert call(colleague, f"{path}/release", {})[1]["state"] == "released"
    assert call(head, "/registrations", {**body, "kind": "task"})[0] == 422
    again = call(colleague, "/registrations", body)[1]
    assert call(colleague, f"/registrations/{again['id']}/withdraw")[0] == 409
