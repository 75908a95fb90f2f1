"""Settings of the types of contacts."""

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.activities.models import InteractionType

GIVEN = {"name": "Выставка", "icon": "star", "default_minutes": "90", "is_active": "on"}


def test_an_administrator_arranges_the_types(client: Client, admin: User, call: InteractionType) -> None:
    client.force_login(admin)
    assert call.name in client.get(reverse("activities:types")).content.decode()
    assert client.get(reverse("activities:type_new")).status_code == 200
    assert client.post(reverse("activities:type_new"), GIVEN).status_code == 303
    made = InteractionType.objects.get(name="Выставка")
    assert (made.icon, made.default_minutes, made.is_active) == ("star", 90, True)
    assert client.post(reverse("activities:types_order"), {"ids": [made.pk, call.pk]}).status_code == 303
    assert InteractionType.objects.first() == made
    assert client.post(reverse("activities:type", args=[made.pk]), GIVEN | {"is_active": ""}).status_code == 303
    assert not InteractionType.objects.get(pk=made.pk).is_active
    assert client.get(reverse("activities:type", args=[999_999])).status_code == 404


@pytest.mark.parametrize("wrong", [{"name": ""}, {"icon": "skull"}, {"default_minutes": "-1"}, {"name": "x" * 81}])
def test_wrong_types_come_back(client: Client, admin: User, wrong: dict[str, str]) -> None:
    client.force_login(admin)
    answer = client.post(reverse("activities:type_new"), GIVEN | wrong)
    assert answer.status_code == 422
    assert not InteractionType.objects.filter(icon="star").exists()


def test_others_may_not(client: Client, head: User, call: InteractionType) -> None:
    client.force_login(head)
    for address in ("types", "type_new"):
        assert client.get(reverse(f"activities:{address}")).status_code == 403
    assert client.post(reverse("activities:type", args=[call.pk]), GIVEN).status_code == 403
    assert client.post(reverse("activities:types_order"), {"ids": [call.pk]}).status_code == 403
