"""The card of a lead when it is no work any more."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.records import actions
from voronka.records.models import ClassifierValue
from voronka.sales import defaults
from voronka.sales.actions import leads
from voronka.sales.kinds import LEAD

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.req("B10")
@pytest.mark.parametrize("state", ["disqualified", "converted"])
def test_card_says_where_the_lead_has_come_to(client: Client, seller: User, state: str) -> None:
    defaults.ensure()
    lead = actions.create(kind=LEAD, values={"last_name": "Орлов"}, by=seller, at=NOW)
    if state == "disqualified":
        reason = ClassifierValue.objects.get(classifier="disqualify_reason", name="Спам")
        leads.disqualify(lead=lead, reason=reason, by=seller, at=NOW)
    if state == "converted":
        type(lead).objects.filter(pk=lead.pk).update(converted_at=NOW)
    client.force_login(seller)
    answer = client.get(reverse("lead:card", args=[lead.pk]))
    assert answer.status_code == 200
    lead.refresh_from_db()
    assert f">{lead.state_label}<" in answer.content.decode()
