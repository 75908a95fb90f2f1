"""A contact is written down from anywhere: with whom is picked in the form."""

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.activities.models import Interaction, InteractionType, Task
from voronka.activities.subjects import ref
from voronka.activities.tests.conftest import MakeOrganization

HTMX = {"HX-Request": "true"}
NEW = "interaction:new"


def call() -> InteractionType:
    return InteractionType.objects.get(code="call")


@pytest.mark.req("B4", "X7")
def test_a_contact_with_a_next_step_is_written_down_once(
    client: Client, seller: User, organization: MakeOrganization
) -> None:
    record = organization(seller)
    client.force_login(seller)
    form = client.get(f"{reverse(NEW)}?subject={ref(record)}", headers=HTMX).content.decode()
    assert f'value="{ref(record)}"' in form
    assert record.name in form.replace("&#34;", '"')
    given = {"subject": str(ref(record)), "type": call().pk, "text": "Просят КП", "minutes": "7", "key": "раз"}
    given |= {"step_title": "Выслать КП", "step_due": "завтра"}
    for _again in range(2):
        assert client.post(reverse(NEW), given, headers=HTMX).status_code == 204
    made, step = Interaction.objects.get(), Task.objects.get()
    assert (made.subject, made.text, made.minutes, made.owner) == (ref(record), "Просят КП", 7, seller)
    assert (step.title, step.subject) == ("Выслать КП", ref(record))


@pytest.mark.parametrize(
    "wrong",
    [{"subject": ""}, {"subject": "organization:999999"}, {"subject": "x:1"}, {"type": "0"}, {"happened": "завтра"}],
)
def test_a_wrong_contact_comes_back_with_what_was_typed(
    client: Client, seller: User, organization: MakeOrganization, wrong: dict[str, str]
) -> None:
    client.force_login(seller)
    given = {"subject": str(ref(organization(seller))), "type": call().pk, "text": "Поговорили"} | wrong
    answer = client.post(reverse(NEW), given, headers=HTMX)
    text = answer.content.decode()
    assert (answer.status_code, "field__error" in text, "Поговорили" in text) == (422, True, True)
    assert not Interaction.objects.exists()


def test_a_stranger_learns_nothing_of_a_client(
    client: Client, seller: User, outsider: User, organization: MakeOrganization
) -> None:
    record = organization(seller)
    client.force_login(outsider)
    assert record.name not in client.get(f"{reverse(NEW)}?subject={ref(record)}").content.decode()
    answer = client.post(reverse(NEW), {"subject": str(ref(record)), "type": call().pk, "text": "Да"}, headers=HTMX)
    assert (answer.status_code, Interaction.objects.count()) == (422, 0)


def test_somebody_signed_out_is_sent_to_the_door(client: Client) -> None:
    assert client.get(reverse(NEW)).status_code == 302
