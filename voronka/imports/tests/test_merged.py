"""A file does not make again what was merged, though it names it by an outside id that was not kept."""

from pathlib import Path
from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.imports.tests.test_clients import NOW, brought
from voronka.people.kinds import ORGANIZATION
from voronka.people.models import Organization
from voronka.records import actions
from voronka.records.actions import merges

pytestmark = [pytest.mark.django_db, pytest.mark.req("X4")]


def kept(by: User, name: str, code: str) -> Any:
    return actions.create(kind=ORGANIZATION, values={"name": name, "external_id": code}, by=by, at=NOW)


@pytest.fixture
def whole(head: User) -> Organization:
    """C, which B and then A became part of: A went into B, B into C."""
    one, other, last = kept(head, "Астра", "A"), kept(head, "Астра плюс", "B"), kept(head, "Астра-Плюс", "C")
    merges.merge(kind=ORGANIZATION, ids=[one.pk, other.pk], into=other.pk, values={}, by=head, at=NOW)
    merges.merge(kind=ORGANIZATION, ids=[other.pk, last.pk], into=last.pk, values={}, by=head, at=NOW)
    return Organization.objects.get(pk=last.pk)


def test_old_outside_ids_name_the_kept_record(tmp_path: Path, head: User, whole: Organization) -> None:
    told = brought(tmp_path, "Название;Код;Адрес\nАстра;A;Тула\n", "organizations", head)
    assert (told.counts()["created"], told.counts()["updated"]) == (0, 1)
    whole.refresh_from_db()
    assert (whole.name, whole.external_id, whole.address) == ("Астра-Плюс", "C", "Тула")
    assert brought(tmp_path, "Название;Код\nАстра плюс;B\n", "organizations", head).counts()["created"] == 0
    assert Organization.objects.count() == 1


def test_all_ids_in_one_file_are_one_record(tmp_path: Path, head: User, whole: Organization) -> None:
    rows = "Название;Код;Адрес\nАстра;A;Тула\nАстра Ц;C;Тверь\nАстра плюс;B;Пермь\n"
    told = brought(tmp_path, rows, "organizations", head).counts()
    assert (told["created"], told["updated"], told["duplicates"]) == (0, 1, 2)
    whole.refresh_from_db()
    assert (whole.name, whole.address, Organization.objects.count()) == ("Астра Ц", "Тверь", 1)


def test_after_undoing_the_ids_are_their_own_again(tmp_path: Path, head: User) -> None:
    one, other = kept(head, "Астра", "A"), kept(head, "Борей", "B")
    done = merges.merge(kind=ORGANIZATION, ids=[one.pk, other.pk], into=other.pk, values={}, by=head, at=NOW)
    merges.undo(merge=done.pk, by=head, at=NOW)
    brought(tmp_path, "Название;Код;Адрес\nАстра;A;Тула\n", "organizations", head)
    assert list(Organization.objects.order_by("pk").values_list("name", "address")) == [
        ("Астра", "Тула"),
        ("Борей", ""),
    ]
