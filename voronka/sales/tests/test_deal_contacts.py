"""The card of a deal calls and writes to its contact person."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from voronka.accounts.models import User
from voronka.people.kinds import PERSON
from voronka.records import actions
from voronka.sales.kinds import DEAL

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_one_calls_the_contact_person_from_the_deal(
    client: Client, seller: User, outsider: User, pipeline: Any
) -> None:
    made = {}
    for by in (seller, outsider):
        values = {"last_name": "Уварова", "phones": [f"+7903123450{by.pk % 10}"]}
        person = actions.create(kind=PERSON, values=values, by=by, at=NOW)
        made[by] = actions.create(kind=DEAL, values={"name": "Стеллажи", "person": person.pk}, by=seller, at=NOW)
    client.force_login(seller)
    assert 'href="tel:+7903123450' in client.get(made[seller].get_absolute_url()).content.decode()
    assert 'href="tel:+7903123450' not in client.get(made[outsider].get_absolute_url()).content.decode()
