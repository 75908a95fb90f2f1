"""What the company demands of contacts and tasks is asked in all their forms, in words; nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.security.hostile import Guest
from voronka.accounts.models import Role, User
from voronka.activities.kinds import INTERACTION, TASK
from voronka.activities.models import Interaction, InteractionType, Task
from voronka.activities.subjects import ref
from voronka.activities.tests.conftest import NOW, MakeOrganization
from voronka.core.errors import Refused
from voronka.records.actions import custom_fields, obligations
from voronka.records.kinds import Kind
from voronka.records.models import FieldType

pytestmark = [pytest.mark.django_db, pytest.mark.req("E4")]

HTMX = {"HX-Request": "true"}
type Demanded = Callable[..., None]


@pytest.fixture
def demanded(admin: User) -> Demanded:
    """Demand fields of a kind at creation, of everybody or of some roles."""

    def say(kind: Kind, *fields: str, roles: tuple[Role, ...] = ()) -> None:
        for field in fields:
            demands = {"create": [role.pk for role in roles] or None}
            obligations.prescribe(kind=kind, field=field, demands=demands, by=admin)

    return say


@pytest.fixture
def topic(admin: User) -> str:
    """An own field of contacts."""
    custom_fields.add(kind="interaction", label="Тема", holds="text", given={}, by=admin)
    return "c_tema"


def call() -> InteractionType:
    return InteractionType.objects.get(code="call")


def said(client: Client, user: User, path: str, **given: Any) -> tuple[int, str]:
    client.force_login(user)
    answer = client.post(path, given, headers=HTMX)
    return answer.status_code, answer.content.decode()


class TestTheComposer:
    """A contact on a card, with its next step."""

    def test_it_asks_for_what_is_missing_and_keeps_what_was_typed(
        self, client: Client, seller: User, organization: MakeOrganization, demanded: Demanded, topic: str
    ) -> None:
        demanded(INTERACTION, "text", topic)
        record = organization(seller)
        path = reverse("activities:log", args=["organization", record.pk])
        client.force_login(seller)
        assert "interaction-c_tema" in client.get(record.get_absolute_url()).content.decode()
        status, page = said(client, seller, path, type=call().pk, minutes="7", step_title="Выслать КП")
        assert (status, Interaction.objects.count()) == (422, 0)
        assert "Заполните поле «Результат»" in page
        assert "Заполните поле «Тема»" in page
        assert 'value="Выслать КП"' in page
        given = {"type": call().pk, "text": "Просят КП", "interaction-c_tema": "Цена", "step_title": "Выслать КП"}
        assert said(client, seller, path, **given)[0] == 200
        assert Interaction.objects.get().custom == {"tema": "Цена"}

    def test_a_step_is_asked_only_where_there_is_one(
        self, client: Client, seller: User, organization: MakeOrganization, demanded: Demanded
    ) -> None:
        demanded(TASK, "due_at", "note")
        path = reverse("activities:log", args=["organization", organization(seller).pk])
        given = {"type": call().pk, "text": "Просят КП"}
        assert said(client, seller, path, **given)[0] == 200
        status, page = said(client, seller, path, **given, step_title="Выслать КП")
        assert (status, Interaction.objects.count(), Task.objects.count()) == (422, 1, 0)
        assert "Заполните поле «Срок»" in page
        assert "Заполните поле «Подробности»" in page
        full = {**given, "step_title": "Выслать КП", "step_due": "завтра", "task-note": "с НДС"}
        assert said(client, seller, path, **full)[0] == 200
        assert Task.objects.get().note == "с НДС"

    def test_who_is_not_meant_is_not_asked(
        self, client: Client, seller: User, organization: MakeOrganization, demanded: Demanded, topic: str
    ) -> None:
        demanded(INTERACTION, topic, roles=(Role.objects.create(name="Другая"),))
        record = organization(seller)
        path = reverse("activities:log", args=["organization", record.pk])
        assert said(client, seller, path, type=call().pk, text="Просят КП")[0] == 200
        assert "interaction-c_tema" not in client.get(record.get_absolute_url()).content.decode()


def test_the_dialog_of_a_contact_asks(
    client: Client, seller: User, organization: MakeOrganization, demanded: Demanded, topic: str
) -> None:
    demanded(INTERACTION, topic)
    about = str(ref(organization(seller)))
    given = {"subject": about, "type": call().pk, "text": "Просят КП", "key": "раз"}
    status, page = said(client, seller, reverse("interaction:new"), **given)
    assert (status, "Заполните поле «Тема»" in page, "Просят КП" in page) == (422, True, True)
    assert said(client, seller, reverse("interaction:new"), **given, **{"interaction-c_tema": "Цена"})[0] == 204
    assert Interaction.objects.get().custom == {"tema": "Цена"}


def test_a_done_task_that_counts_as_a_contact_asks(
    client: Client, seller: User, organization: MakeOrganization, demanded: Demanded, topic: str
) -> None:
    demanded(INTERACTION, "text", topic)
    task = TASK.create(values={"title": "Звонок", "subject": ref(organization(seller))}, by=seller, at=NOW)  # type: ignore[misc]  # it has one
    path = reverse("activities:complete", args=[task.pk])
    status, page = said(client, seller, path, type=call().pk, step_title="Дальше")
    assert (status, Interaction.objects.count()) == (422, 0)
    assert "Заполните поле «Результат»" in page
    assert "Заполните поле «Тема»" in page
    assert 'value="Дальше"' in page
    assert said(client, seller, path, result="Ждёт", type=call().pk, **{"interaction-c_tema": "Цена"})[0] == 200
    assert Interaction.objects.get().custom == {"tema": "Цена"}


def test_a_task_that_is_only_done_asks_nothing_of_a_contact(
    client: Client, seller: User, organization: MakeOrganization, demanded: Demanded, topic: str
) -> None:
    demanded(INTERACTION, "text", topic)
    task = TASK.create(values={"title": "Звонок", "subject": ref(organization(seller))}, by=seller, at=NOW)  # type: ignore[misc]  # it has one
    assert said(client, seller, reverse("activities:complete", args=[task.pk]))[0] == 200


def test_the_short_form_of_a_step_asks(
    client: Client, seller: User, organization: MakeOrganization, demanded: Demanded
) -> None:
    demanded(TASK, "due_at", "note")
    path = reverse("activities:plan", args=["organization", organization(seller).pk])
    client.force_login(seller)
    assert "task-note" in client.get(path, headers=HTMX).content.decode()
    status, page = said(client, seller, path, step_title="Звонок", **{"task-note": "про цену"})
    assert (status, "Заполните поле «Срок»" in page, "про цену" in page) == (422, True, True)
    assert said(client, seller, path, step_title="Звонок", step_due="завтра", **{"task-note": "про цену"})[0] == 200
    assert Task.objects.get().note == "про цену"


def test_the_form_of_a_task_asks(client: Client, seller: User, admin: User, demanded: Demanded) -> None:
    custom_fields.add(kind="task", label="Проект", holds="text", given={}, by=admin)
    demanded(TASK, "note", "c_proekt")
    path = reverse("task:new")
    status, page = said(client, seller, path, title="Звонок")
    assert (status, Task.objects.count(), 'value="Звонок"' in page) == (422, 0, True)
    assert page.count("Заполните поле «") == 2
    assert 'name="task-c_proekt"' in page


def test_what_settles_itself_cannot_be_demanded(demanded: Demanded) -> None:
    for kind, field in ((INTERACTION, "minutes"), (INTERACTION, "direction"), (TASK, "priority"), (TASK, "title")):
        with pytest.raises(Refused):
            demanded(kind, field)


class TestTheApi:
    """The same of programs, which name further fields."""

    def test_a_contact(self, seller: User, organization: MakeOrganization, demanded: Demanded, topic: str) -> None:
        demanded(INTERACTION, topic)
        demanded(TASK, "note")
        path, guest = f"organizations/{organization(seller).pk}/interactions", Guest(seller)
        body: dict[str, Any] = {"type": "call", "text": "Просят КП", "next_step": {"title": "Выслать КП"}}
        answer = guest.api("POST", path, body)
        assert (answer.status_code, set(answer.json()["fields"])) == (422, {topic, "next_step-note"})
        body["fields"] = {topic: "Цена"}
        assert guest.api("POST", path, body).status_code == 422
        body["next_step"]["fields"] = {"note": "с НДС"}
        assert guest.api("POST", path, body).status_code == 201
        assert (Interaction.objects.get().custom, Task.objects.get().note) == ({"tema": "Цена"}, "с НДС")

    @pytest.mark.parametrize("fields", [{"text": "x"}, {"nonsense": 1}, {"created_at": "2020-01-01"}])
    def test_nothing_else_comes_in_by_fields(
        self, seller: User, organization: MakeOrganization, fields: dict[str, Any]
    ) -> None:
        path = f"organizations/{organization(seller).pk}/interactions"
        body = {"type": "call", "text": "Просят КП", "fields": fields}
        assert Guest(seller).api("POST", path, body).status_code == 422

    @pytest.mark.parametrize("holds", [one for one in FieldType.values if one not in {"choice", "choices", "link"}])
    def test_values_of_any_sort_are_read_or_refused(
        self, admin: User, seller: User, organization: MakeOrganization, holds: str
    ) -> None:
        custom_fields.add(kind="interaction", label="Тема", holds=holds, given={}, by=admin)
        path = f"organizations/{organization(seller).pk}/interactions"
        for value in ("", "x\x00", "9" * 400, "0001-01-01", -1, 10**30, 1.5, True, None, [], [1], ["x"], {"a": 1}, {}):
            body = {"type": "call", "text": "Просят КП", "fields": {"c_tema": value}}
            assert Guest(seller).api("POST", path, body).status_code in {201, 422}, value

    def test_a_task(self, seller: User, demanded: Demanded) -> None:
        demanded(TASK, "note")
        guest = Guest(seller)
        assert guest.api("POST", "tasks", {"title": "Звонок"}).status_code == 422
        assert guest.api("POST", "tasks", {"title": "Звонок", "note": "про цену"}).status_code == 201
