"""Whatever is kept of a human being is in what they get when they ask for it; each table says so, or why not."""

import json
from collections.abc import Iterable
from typing import Any

import pytest
from django.apps import apps
from django.db.models import BinaryField, FileField, Model
from django.test import Client

from tests.architecture.test_erase_rules import SECRET, person
from tests.architecture.walk.canaries import NOW
from voronka.accounts.models import User
from voronka.people.kinds import PERSON
from voronka.people.models import Person
from voronka.records import kinds
from voronka.records.actions import subjects
from voronka.records.erasing import rules
from voronka.records.models import ReadEntry
from voronka.records.subject import parts
from voronka.records.subject.gathering import gather

__all__ = ["person"]  # the fixture: somebody with a secret word in every place

pytestmark = [pytest.mark.django_db, pytest.mark.req("H12")]

# Kinds with personal fields that the person of the fixture has none of: kind -> why.
ELSEWHERE: dict[str, str] = {
    "organization": "of a company: told where it names the person, see test_what_names_the_person_is_told",
    "legal_entity": "the same",
}


def untold(sections: set[str]) -> list[str]:
    """Kinds with personal fields that a full export does not speak of."""
    told = {name.removesuffix("_of_others") for name in sections}
    return [one.name for one in kinds.all_kinds() if one.personal and one.name not in told | set(ELSEWHERE)]


def silent() -> list[str]:
    """Tables that an erasure empties and of which an export says nothing."""
    spoken = parts.spoken_of()
    return sorted({model.__name__ for one in rules.erasers() for model in one.models if model not in spoken})


def test_every_table_that_is_erased_is_told_or_says_why() -> None:
    assert silent() == [], "declare a Part or Silent of voronka.records.subject.parts in AppConfig.ready"
    assert [model.__name__ for model, why in parts.spoken_of().items() if not why and not _is_told(model)] == []


def _is_told(model: type[Any]) -> bool:
    return any(model in part.models for part in parts.parts())


def test_every_kind_with_personal_fields_is_told(person: Person, admin: User) -> None:
    found = gather(PERSON, person, by=admin, at=NOW)
    assert untold({one.name for one in found.sections}) == []
    assert untold({"person"}) != []  # the guard bites


def files(models: Iterable[type[Model]]) -> list[str]:
    """Tables that keep files, of which an erasure or an export says nothing."""
    erased = {model for one in rules.erasers() for model in one.models}
    known = erased & set(parts.spoken_of())
    keep = (FileField, BinaryField)
    return sorted(
        model.__name__
        for model in models
        if model not in known and any(isinstance(field, keep) for field in model._meta.concrete_fields)
    )


def test_every_table_of_files_is_erased_and_told() -> None:
    """So far only imports keep files, and tell of the rows in them; whoever adds files to cards is stopped here."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("voronka.")]
    assert files(ours) == [], "declare an Eraser that deletes the files, and a Part that gives them out"
    assert any(isinstance(field, FileField) for model in ours for field in model._meta.concrete_fields)


def test_the_guard_of_files_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_parts", [])
    assert files(apps.get_models()) == ["ImportRun"]


def test_the_guard_of_tables_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_parts", [])
    assert "Consent" in silent()


def test_every_secret_of_the_person_is_in_both_forms(person: Person, admin: User, client: Client) -> None:
    client.force_login(admin)
    html = client.get(f"/persons/{person.pk}/everything/").content.decode()
    answer = client.get(f"/persons/{person.pk}/everything/file/")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    document = json.loads(answer.content)
    for section in ("person", "lead", "deal", "task", "interaction", "consents", "history", "imports", "merges"):
        told = next(one for one in document["sections"] if one["name"] == section)
        assert SECRET in json.dumps(told, ensure_ascii=False), section
        assert f'id="part-{section}"' in html
    assert html.count(SECRET) > 10
    assert "903 555-00-11" in html
    assert "+79035550011" in answer.content.decode()
    whole = next(one for one in document["sections"] if one["name"] == "person")
    assert whole["records"][0]["changes"], "how it became so"
    assert {one.way for one in ReadEntry.objects.filter(kind="person")} >= {"export"}
    assert ReadEntry.objects.filter(kind="interaction", way="export").exists()


def test_who_looked_is_told(person: Person, admin: User, client: Client) -> None:
    client.force_login(admin)
    client.get(f"/persons/{person.pk}/")
    document = json.loads(client.get(f"/persons/{person.pk}/everything/file/").content)
    reads = next(one for one in document["sections"] if one["name"] == "reads")
    assert {"who": admin.full_name, "way": "card"}.items() <= reads["entries"][0].items()


def test_what_names_the_person_is_told(admin: User) -> None:
    from voronka.people.kinds import ORGANIZATION  # noqa: PLC0415  # only here
    from voronka.records import actions  # noqa: PLC0415  # only here

    firm = actions.create(kind=ORGANIZATION, values={"name": "Ромашка", "website": "x.ru"}, by=admin, at=NOW)
    firm = actions.update(record=firm, changes={"note": "Петрову Ивану звонить после обеда"}, by=admin, at=NOW)
    values = {"last_name": "Петров", "first_name": "Иван", "organization": firm.pk}
    made = actions.create(kind=PERSON, values=values, by=admin, at=NOW)
    found = subjects.export(kind=PERSON, pk=made.pk, by=admin, at=NOW)
    told = next(one for one in found.sections if one.name == "organization_of_others")
    assert told.is_shared
    assert [text for _label, text in told.records[0].lines] == ["Петрову Ивану звонить после обеда"]


def test_only_the_administrator_and_only_of_human_beings(
    person: Person, head: User, seller: User, admin: User, client: Client
) -> None:
    for user in (head, seller):
        client.force_login(user)
        assert client.get(f"/persons/{person.pk}/everything/").status_code == 403
        assert client.get(f"/persons/{person.pk}/everything/file/").status_code == 403
        assert "/everything/" not in client.get(f"/persons/{person.pk}/").content.decode()
    client.force_login(admin)
    assert f"/persons/{person.pk}/everything/" in client.get(f"/persons/{person.pk}/").content.decode()
    assert client.get("/persons/999999999/everything/").status_code == 404
    assert client.get("/organizations/1/everything/").status_code == 404
