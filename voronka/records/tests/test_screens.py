"""The addresses of a kind answer."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.people.kinds import PERSON
from voronka.records import actions

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize("name", ["organization", "person", "legal_entity"])
def test_every_kind_has_its_list(client: Client, seller: User, name: str) -> None:
    client.force_login(seller)
    assert client.get(reverse(f"{name}:list")).status_code == 200


def test_the_card_has_its_address(client: Client, seller: User) -> None:
    made = actions.create(kind=PERSON, values={"last_name": "Иванов"}, by=seller, at=NOW)
    client.force_login(seller)
    assert made.get_absolute_url() == f"/persons/{made.pk}/"
    assert "Иванов" in client.get(made.get_absolute_url()).content.decode()
