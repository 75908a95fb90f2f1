"""The list of deals by the approval that they wait for: column, filter, file, API."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from voronka.accounts.models import User
from voronka.sales.actions import approvals
from voronka.sales.approval_field import told
from voronka.sales.models import Approval, Deal, Stage
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.method import agreed_by
from voronka.sales.tests.test_api import call

pytestmark = [pytest.mark.django_db, pytest.mark.req("H4")]


@pytest.fixture
def asked(seller: User, head: User, make_deal: MakeDeal, stages: dict[str, Stage]) -> Approval:
    """The seller's «Ждёт» waits for the head, his «Идёт» for nobody."""
    make_deal(seller, name="Идёт")
    waits = make_deal(seller, name="Ждёт")
    return approvals.ask(deal=waits, stage=agreed_by(stages["Договор"], head), by=seller, at=NOW)


def listed(client: Client, user: User, *values: str) -> str:
    client.force_login(user)
    tree = json.dumps({"field": "waiting_approval", "op": "in", "value": list(values)}) if values else ""
    asked = {"cols": "name,waiting_approval"} | ({"f": tree} if tree else {})
    return client.get(reverse("deal:list"), asked).content.decode()


def test_the_list_says_who_decides(client: Client, asked: Approval, seller: User, head: User) -> None:
    page = listed(client, seller)
    assert ("Ольга Ветрова" in page, "Ждёт согласования: «Договор»" in page) == (True, True)
    approvals.grant(approval=asked, by=head, at=NOW)
    assert "Ждёт согласования: «Договор»" not in listed(client, seller)


def test_it_is_filtered(client: Client, asked: Approval, seller: User, head: User) -> None:
    for user, value, found in ((seller, "waits", True), (seller, "of_me", False), (head, "of_me", True)):
        page = listed(client, user, value)
        assert (">Ждёт<" in page, ">Идёт<" in page) == (found, False), (user, value)
    for user in (seller, head):
        code, answer = call(user, f"/deals?filter={filtered('waits')}", method="GET")
        assert (code, [one["name"] for one in answer["items"]]) == (200, ["Ждёт"])
    assert call(seller, f"/deals?filter={filtered('joy')}", method="GET")[0] == 422
    assert asked.is_pending


def filtered(value: str) -> str:
    return json.dumps({"field": "waiting_approval", "op": "in", "value": [value]}).replace(" ", "")


def test_others_deals_stay_theirs(client: Client, asked: Approval, outsider: User) -> None:
    assert ">Ждёт<" not in listed(client, outsider, "waits")
    assert call(outsider, f"/deals?filter={filtered('waits')}", method="GET")[1]["items"] == []
    assert asked


def test_programs_read_it_and_do_not_write_it(asked: Approval, seller: User) -> None:
    code, deal = call(seller, f"/deals/{asked.deal_id}", method="GET")
    assert (code, deal["waiting_approval"]) == (200, "Ольга Ветрова")
    body = {"waiting_approval": "", "version": deal["version"]}
    assert call(seller, f"/deals/{asked.deal_id}", body, method="PATCH")[0] == 422


def test_the_file_has_it(client: Client, asked: Approval, seller: User) -> None:
    client.force_login(seller)
    answer: Any = client.get(reverse("deal:export"), {"format": "xlsx", "cols": "name,waiting_approval"})
    file = BytesIO(b"".join(answer.streaming_content))
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert sorted(row[:2] for row in rows[1:]) == [["Ждёт", "Ольга Ветрова"], ["Идёт", ""]]
    assert asked


def test_a_page_of_deals_asks_once(
    asked: Approval, seller: User, head: User, make_deal: MakeDeal, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        approvals.ask(deal=make_deal(seller, name=str(number)), stage=asked.to_stage, by=seller, at=NOW)
    known = list(Deal.objects.all())
    with django_assert_num_queries(1):
        found = told(known, seller, NOW)
    assert [one.text for one in found.values()] == [head.full_name] * 4
