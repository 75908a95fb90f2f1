"""Pages that only show refuse whatever would change something."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from voronka.accounts.models import User
from voronka.people.kinds import PERSON
from voronka.records import actions

pytestmark = [pytest.mark.django_db, pytest.mark.req("E1")]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("place", ["", "panels/consents/", "changes/"])
def test_a_card_and_its_parts_answer_405(client: Client, seller: User, place: str, method: str) -> None:
    at = datetime(2026, 3, 4, 12, tzinfo=UTC)
    person = actions.create(kind=PERSON, values={"last_name": "Петров"}, by=seller, at=at)
    client.force_login(seller)
    address = f"{PERSON.url(person.pk)}{place}"
    assert client.get(address).status_code in {200, 302}
    answer = getattr(client, method)(address)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
