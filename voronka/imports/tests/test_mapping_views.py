"""The mapping screen: values that lists lack, what holds for all rows, a field out of a column, what is recalled."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.new_field import guess_field
from voronka.people.models import Consent, Person
from voronka.records.models import ClassifierValue, CustomField, FieldType
from voronka.sales.models import Lead

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]
LEADS = "Фамилия;Источник;Ответственный\nИванов;Выставка 2025;Бывший\nПетров;Марс;\nЗуев;Выставка;\n"


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    ClassifierValue.objects.create(classifier="source", name="Выставка")


def dropped(client: Client, user: User, text: str = LEADS, target: str = "leads") -> ImportRun:
    client.force_login(user)
    file = SimpleUploadedFile("файл.csv", text.encode())
    assert client.post(reverse("imports:imports"), {"target": target, "file": file}).status_code == 303
    return ImportRun.objects.latest("pk")


def screen(run: ImportRun, **given: Any) -> dict[str, Any]:
    return {"heading": list(run.mapping), "column": list(run.mapping.values()), **given}


def sent(client: Client, run: ImportRun, name: str = "check", **given: Any) -> tuple[int, str]:
    answer = client.post(reverse(f"imports:{name}", args=[run.pk]), screen(run, **given))
    return answer.status_code, answer.content.decode()


def shown(client: Client, run: ImportRun) -> str:
    return client.get(reverse("imports:run", args=[run.pk])).content.decode()


def carried_out(client: Client, run: ImportRun, run_jobs: Callable[[], int], **given: Any) -> None:
    assert sent(client, run, **given)[0] == 303
    run_jobs()
    client.post(reverse("imports:go", args=[run.pk]))
    run_jobs()
    run.refresh_from_db()
    assert run.state == RunState.DONE


def test_values_that_the_list_lacks_are_shown_with_what_they_are_like(client: Client, admin: User, head: User) -> None:
    page = shown(client, dropped(client, admin))
    assert "Выставка 2025" in page
    assert 'value="use:Выставка" selected' in page
    assert 'value="create" selected' in page
    assert "Бывший" in page
    page = shown(client, dropped(client, head))
    assert 'value="create"' not in page
    assert 'value="reject" selected' in page


def test_a_column_of_many_values_is_shown_within_bounds(client: Client, admin: User) -> None:
    rows = "".join(f"Л{n};Источник {n % 150}\n" for n in range(400))
    page = shown(client, dropped(client, admin, f"Фамилия;Источник\n{rows}"))
    assert page.count('name="value:source:') == 100
    assert "Есть ещё 50 таких значений." in page


def test_what_is_chosen_is_done(
    client: Client, admin: User, seller: User, colleague: User, run_jobs: Callable[[], int]
) -> None:
    run = dropped(client, admin)
    carried_out(
        client, run, run_jobs,
        **{
            "value:source:Выставка 2025": "use:Выставка", "value:source:Марс": "empty",
            "value:owner:Бывший": f"use:{seller.email}",
        },
        owner="share", among=["", colleague.email], fixed_name=["note", "called"], fixed_text=["Стенд", ""],
        conflicts="fill",
    )  # fmt: skip
    leads = {one.last_name: one for one in Lead.objects.all()}
    assert {name: str(one.source or "") for name, one in leads.items()} == {
        "Иванов": "Выставка", "Петров": "", "Зуев": "Выставка"
    }  # fmt: skip
    assert [leads[name].owner for name in ("Иванов", "Петров")] == [seller, colleague]
    assert {one.note for one in leads.values()} == {"Стенд"}
    assert run.terms["conflicts"] == "fill"


def test_an_unknown_owner_is_replaced_by_several(
    client: Client, admin: User, seller: User, colleague: User, run_jobs: Callable[[], int]
) -> None:
    run = dropped(client, admin, "Фамилия;Ответственный\n" + "".join(f"Л{n};Бывший\n" for n in range(4)))
    assert "among:owner:Бывший" not in shown(client, run)
    part = sent(client, run, "terms", **{"value:owner:Бывший": "share"})[1]
    assert 'name="among:owner:Бывший"' in part
    status, page = sent(client, run, **{"value:owner:Бывший": "share", "among:owner:Бывший": [""]})
    assert (status, page.count("Выберите, между кем")) == (422, 1)
    among = ["", colleague.email, seller.email]
    carried_out(client, run, run_jobs, **{"value:owner:Бывший": "share", "among:owner:Бывший": among})
    leads = Lead.objects.order_by("last_name")
    assert [one.owner for one in leads] == [colleague, seller, colleague, seller]


@pytest.mark.req("E1")
def test_the_server_refuses_what_the_screen_does_not_offer(client: Client, head: User) -> None:
    run = dropped(client, head)
    given = {"value:source:Марс": "create"}
    assert sent(client, run, **given)[0] == 403
    address = reverse("imports:field", args=[run.pk])
    assert client.get(address, {"heading": "Фамилия"}).status_code == 403
    assert client.post(address, {"heading": "Фамилия", "label": "X", "type": "text"}).status_code == 403
    assert not CustomField.objects.exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"fixed_name": ["owner"], "fixed_text": ["Никто"]}, "Никто"),
        ({"owner": "share"}, "Выберите, между кем"),
        ({"owner": "cat"}, "cat"),
        ({"conflicts": "dog"}, "dog"),
        ({"value:source:Марс": "use:Луна"}, "Луна"),
        ({"ground": "x" * 30}, "xxx"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_typed_is_lost(
    client: Client, head: User, given: dict[str, Any], says: str
) -> None:
    run = dropped(client, head, LEADS.replace("Ответственный", "Прочее"))
    status, page = sent(
        client, run, **given, **({} if "fixed_name" in given else {"fixed_name": ["note"], "fixed_text": ["Стенд 5"]})
    )
    assert status == 422
    assert says in page
    if given.get("owner") == "share":
        assert "Стенд 5" in page
    run.refresh_from_db()
    assert run.state == RunState.UPLOADED


@pytest.mark.req("E1")
def test_nothing_of_it_is_there_for_others(client: Client, admin: User, colleague: User, outsider: User) -> None:
    run = dropped(client, admin)
    for user in (colleague, outsider):
        client.force_login(user)
        for name in ("terms", "guess", "conflicts"):
            assert client.post(reverse(f"imports:{name}", args=[run.pk])).status_code == 404
        assert client.get(reverse("imports:conflicts", args=[run.pk])).status_code == 404
        assert client.get(reverse("imports:field", args=[run.pk])).status_code in {403, 404}


def test_the_part_below_follows_the_columns(client: Client, head: User) -> None:
    run = dropped(client, head)
    address = reverse("imports:terms", args=[run.pk])
    headers = {"HX-Request": "true", "HX-Target": "terms"}
    page = client.post(address, {"heading": ["Источник"], "column": ["note"]}, headers=headers).content.decode()
    assert page.lstrip().startswith("<div")
    assert "Выставка 2025" not in page
    assert 'name="fixed_name" value="source"' in page
    page = client.post(address, screen(run, fixed_add="note"), headers=headers).content.decode()
    assert 'name="fixed_name" value="note"' in page
    assert 'name="fixed_name" value="source"' not in page
    lines = {"fixed_name": ["note", "company"], "fixed_text": ["a", "b"]}
    page = client.post(address, screen(run, fixed_drop="note", **lines), headers=headers).content.decode()
    assert 'value="company"' in page
    assert 'name="fixed_name" value="note"' not in page
    whole = client.post(address, screen(run, owner="share")).content.decode()
    assert "<html" in whole
    assert 'name="among"' in whole
    assert client.post(address, screen(run, owner="cat"), headers=headers).status_code == 200


def test_a_field_is_made_of_a_column(client: Client, admin: User) -> None:
    text = "Название;Класс\n" + "".join(f"Ф{n};{'AB'[n % 2]}\n" for n in range(8))
    run = dropped(client, admin, text, "organizations")
    assert "Новое поле" in shown(client, run)
    address = reverse("imports:field", args=[run.pk])
    page = client.get(address, {"heading": "Класс"}).content.decode()
    assert 'value="choice" selected' in page
    assert "A\nB" in page
    headers = {"HX-Request": "true"}
    given = {"heading": "Класс", "label": "Класс клиента", "type": "choice", "values": "A\nB\n"}
    answer = client.post(address, given, headers=headers)
    assert (answer.status_code, "c_klass_klienta" in answer.headers["HX-Trigger"]) == (204, True)
    assert CustomField.objects.get().type == FieldType.CHOICE
    assert 'value="c_klass_klienta"' in shown(client, run)
    bad = client.post(address, given, headers=headers)
    assert bad.status_code == 422
    assert client.post(address, given | {"label": "Ещё", "type": "cat"}, headers=headers).status_code == 422
    assert (
        client.post(address, given | {"label": "Число", "type": "number", "places": "²"}, headers=headers).status_code
        == 204
    )


@pytest.mark.parametrize(
    ("heading", "cells", "holds"),
    [
        ("Сотрудников", "5 12 300", FieldType.NUMBER),
        ("Сумма", "5 12 300", FieldType.MONEY),
        ("Договор", "01.02.2026 2026-03-04 5.5.2026", FieldType.DATE),
        ("ЭДО", "да нет да нет", FieldType.FLAG),
        ("Класс", "A B A B A B", FieldType.CHOICE),
        ("Код", "0012 0013 7707083893", FieldType.TEXT),
        ("Телефон", "89031234567 +79031234567", FieldType.TEXT),
        ("Слова", "раз два три", FieldType.TEXT),
        ("Пусто", "", FieldType.TEXT),
    ],
)
def test_what_a_column_holds_is_guessed(heading: str, cells: str, holds: str) -> None:
    counts: dict[str, int] = {}
    for cell in cells.split():
        counts[cell] = counts.get(cell, 0) + 1
    run = ImportRun(survey={"columns": {heading: {"values": [[*one] for one in counts.items()], "rest": 0}}})
    assert guess_field(run, heading).holds == holds
    assert guess_field(run, "нет такого").holds == FieldType.TEXT


def test_what_was_chosen_is_recalled_and_can_be_forgotten(
    client: Client, head: User, run_jobs: Callable[[], int]
) -> None:
    text = "Фамилия;Город\nИванов;Тула\n"
    first = dropped(client, head, text, "persons")
    carried_out(client, first, run_jobs, heading=["Фамилия", "Город"], column=["last_name", "note"])
    run = dropped(client, head, text.replace("Иванов", "Зуев"), "persons")
    page = shown(client, run)
    assert "вы выбрали тогда" in page
    assert run.mapping["Город"] == "note"
    assert client.post(reverse("imports:guess", args=[run.pk])).status_code == 303
    run.refresh_from_db()
    assert (run.like, run.mapping.get("Город")) == (None, "address" if "Город" in run.mapping else None)
    assert "вы выбрали тогда" not in shown(client, run)


@pytest.mark.req("H12")
def test_the_ground_is_asked_once(client: Client, head: User, run_jobs: Callable[[], int]) -> None:
    run = dropped(client, head, "Фамилия\nИванов\n", "persons")
    assert 'name="ground"' in shown(client, run)
    given = {
        "ground": "consent", "consent_purpose": ["email", "sms"], "consent_channel": "paper",
        "consent_at": "2026-02-12", "consent_proof": "Анкета",
    }  # fmt: skip
    status, page = sent(client, run, **{**given, "consent_at": "вчера-завтра"})
    assert status == 422
    assert "вчера-завтра" in page
    carried_out(client, run, run_jobs, **given)
    said = Consent.objects.filter(record_id=Person.objects.get().pk)
    assert {(one.purpose.code, one.channel, one.proof) for one in said} == {
        ("email", "paper", "Анкета"), ("sms", "paper", "Анкета")
    }  # fmt: skip
    asked = dropped(client, head, "Фамилия;Согласие на рассылку\nИванов;да\n", "persons")
    assert 'name="ground"' not in shown(client, asked)


@pytest.mark.req("H12")
def test_another_ground_is_kept_and_told(client: Client, head: User, run_jobs: Callable[[], int]) -> None:
    run = dropped(client, head, "Фамилия\nИванов\n", "persons")
    carried_out(client, run, run_jobs, ground="other", ground_note="Договор № 15")
    assert "Договор № 15" in shown(client, run)
    assert not Consent.objects.exists()
