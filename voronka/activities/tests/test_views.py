"""Screens of activities: the history, the composer, tasks done in place."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import User
from voronka.activities.actions import tasks
from voronka.activities.models import Interaction, InteractionType, Task
from voronka.activities.subjects import ref
from voronka.activities.tests.conftest import Log, MakeOrganization

HTMX = {"HX-Request": "true"}


def post(client: Client, name: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(f"activities:{name}", args=args), data, headers=HTMX)


@pytest.fixture
def task(seller: User, organization: MakeOrganization) -> Task:
    subject = ref(organization(seller))
    return tasks.create(values={"title": "Позвонить", "subject": subject}, by=seller, at=timezone.now())


@pytest.mark.req("E11")
def test_the_composer_makes_entry_and_step(
    client: Client, seller: User, organization: MakeOrganization, call: InteractionType
) -> None:
    record = organization(seller)
    client.force_login(seller)
    answer = post(
        client, "log", "organization", record.pk, type=call.pk, text="Обсудили цену", minutes="12", direction="in",
        step_title="Выслать предложение", step_due="завтра в 15",
    )  # fmt: skip
    assert answer.status_code == 200
    assert "Обсудили цену" in answer.content.decode()
    entry = Interaction.objects.get()
    assert (entry.text, entry.minutes, entry.direction) == ("Обсудили цену", 12, "in")
    planned = Task.objects.get()
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert (planned.title, planned.has_time) == ("Выслать предложение", True)
    assert f"{timezone.localtime(planned.due_at):%Y-%m-%d %H:%M}" == f"{tomorrow:%Y-%m-%d} 15:00"


def test_a_date_alone_is_a_step(
    client: Client, seller: User, organization: MakeOrganization, call: InteractionType
) -> None:
    client.force_login(seller)
    post(client, "log", "organization", organization(seller).pk, type=call.pk, step_due="завтра")
    assert Task.objects.get().title
    assert not Task.objects.get().has_time


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": ""},
        {"type": "999999"},
        {"step_due": "когда-нибудь потом"},
        {"minutes": "99999"},
        {"happened": "завтра"},
        {"happened": "вчера-позавчера"},
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(
    client: Client, seller: User, organization: MakeOrganization, call: InteractionType, wrong: dict[str, str]
) -> None:
    client.force_login(seller)
    given = {"type": call.pk, "text": "Обсудили цену", "step_title": "Выслать"} | wrong
    answer = post(client, "log", "organization", organization(seller).pk, **given)
    assert answer.status_code == 422
    assert "Обсудили цену" in answer.content.decode()
    assert "field__error" in answer.content.decode()
    assert not Interaction.objects.exists()
    assert not Task.objects.exists()


@pytest.mark.parametrize("name", ["history", "log"])
def test_a_foreign_record_is_as_absent(
    client: Client, seller: User, outsider: User, organization: MakeOrganization, name: str
) -> None:
    record = organization(seller)
    client.force_login(outsider)
    address = reverse(f"activities:{name}", args=["organization", record.pk])
    assert (client.get(address) if name == "history" else client.post(address)).status_code == 404
    assert client.get(reverse("activities:history", args=["user", 1])).status_code == 404


def test_a_colleague_of_the_department_reads_and_logs(
    client: Client, seller: User, colleague: User, organization: MakeOrganization, log: Log
) -> None:
    record, call = organization(seller), InteractionType.objects.get(code="call")
    log(record, seller, "О доставке")
    client.force_login(colleague)
    answer = client.get(reverse("activities:history", args=["organization", record.pk]), headers=HTMX)
    assert "О доставке" in answer.content.decode()
    assert post(client, "log", "organization", record.pk, type=call.pk, text="И я").status_code == 200


def test_the_history_is_narrowed_and_goes_on(
    client: Client, seller: User, organization: MakeOrganization, log: Log, call: InteractionType
) -> None:
    record = organization(seller)
    for number in range(35):
        log(record, seller, f"Разговор {number}")
    client.force_login(seller)
    address = reverse("activities:history", args=["organization", record.pk])
    first = client.get(address, headers=HTMX).content.decode()
    assert first.count("entry--contact") == 30
    assert "after=" in first
    assert "entry--contact" not in client.get(f"{address}?topic=changes", headers=HTMX).content.decode()
    found = client.get(f"{address}?q=Разговор+7&type={call.pk}", headers=HTMX).content.decode()
    assert found.count("entry--contact") == 3
    assert client.get(f"{address}?after=xx", headers=HTMX).status_code == 422


@pytest.mark.req("E9")
def test_a_task_is_done_in_its_row(client: Client, seller: User, task: Task, call: InteractionType) -> None:
    client.force_login(seller)
    form = client.get(reverse("activities:complete", args=[task.pk]), headers=HTMX).content.decode()
    assert f'value="{call.pk}"' in form
    answer = post(client, "complete", task.pk, result="Согласен", type=call.pk, step_due="через неделю")
    assert answer.status_code == 200
    assert reverse("activities:reopen", args=[task.pk]) in answer.headers["HX-Trigger"]
    task.refresh_from_db()
    assert (task.done_by, task.result) == (seller, "Согласен")
    assert Interaction.objects.get().text == "Согласен"
    assert Task.objects.filter(done_at=None).count() == 1
    assert post(client, "complete", task.pk).status_code == 422
    assert post(client, "reopen", task.pk).status_code == 204
    task.refresh_from_db()
    assert task.done_at is None


def test_a_task_is_put_off_handed_on_and_erased(client: Client, seller: User, outsider: User, task: Task) -> None:
    client.force_login(seller)
    assert post(client, "postpone", task.pk, due="послезавтра").status_code == 204
    assert post(client, "postpone", task.pk, due="ой").status_code == 422
    assert client.get(reverse("activities:postpone", args=[task.pk]), headers=HTMX).status_code == 200
    assert post(client, "reassign", task.pk, owner=outsider.pk).status_code == 204
    assert post(client, "reassign", task.pk, owner="0").status_code == 422
    task.refresh_from_db()
    assert task.owner == outsider
    assert post(client, "erase_task", task.pk).status_code == 204
    assert not Task.objects.exists()


@pytest.mark.parametrize("name", ["complete", "reopen", "postpone", "reassign", "erase_task"])
def test_a_foreign_task_is_as_absent(client: Client, outsider: User, task: Task, name: str) -> None:
    client.force_login(outsider)
    assert post(client, name, task.pk).status_code == 404


def test_an_entry_is_corrected_and_erased(
    client: Client, seller: User, outsider: User, organization: MakeOrganization, log: Log
) -> None:
    call = InteractionType.objects.get(code="call")
    entry = log(organization(seller), seller).interaction
    address = reverse("activities:edit", args=[entry.pk])
    client.force_login(outsider)
    assert client.get(address).status_code == 404
    client.force_login(seller)
    assert "Договорились" in client.get(address, headers=HTMX).content.decode()
    given = {"type": call.pk, "text": "Иначе", "minutes": 5, "happened": "вчера в 10", "version": 1}
    assert client.post(address, given, headers=HTMX).status_code == 204
    entry.refresh_from_db()
    assert (entry.text, entry.minutes) == ("Иначе", 5)
    assert client.post(address, given | {"text": "Ещё иначе"}, headers=HTMX).status_code == 422
    assert client.get(reverse("activities:erase", args=[entry.pk]), headers=HTMX).status_code == 200
    assert post(client, "erase", entry.pk).status_code == 204
    assert not Interaction.objects.exists()


def test_dates_in_words_are_understood(client: Client, seller: User) -> None:
    client.force_login(seller)
    address = reverse("activities:understood")
    assert client.get(address, {"text": "завтра в 15"}).json()["text"].endswith("15:00")
    assert client.get(address, {"text": "ой"}).json() == {"text": ""}
