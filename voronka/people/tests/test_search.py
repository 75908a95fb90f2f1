"""People are found by the name of their organization, the new one as well."""

from collections.abc import Callable

from voronka.accounts.models import User
from voronka.people.kinds import LEGAL_ENTITY
from voronka.records import actions
from voronka.records.models import SearchEntry
from voronka.records.tests.test_card import NOW, firm, person


def test_a_renamed_organization_takes_its_people_along(seller: User, run_jobs: Callable[[], int]) -> None:
    made = firm(seller, name="Ромашка")
    person(seller, organization=made.pk)
    person(seller, last_name="Чужой")
    actions.create(kind=LEGAL_ENTITY, values={"name": "ООО", "organization": made.pk}, by=seller, at=NOW)
    actions.update(record=made, changes={"name": "Лютик"}, by=seller, at=NOW)
    assert run_jobs() > 0
    actions.update(record=made, changes={"address": "Москва"}, by=seller, at=NOW)
    assert run_jobs() == 0
    entries = SearchEntry.objects.exclude(kind="organization").order_by("kind", "title")
    assert [(entry.kind, entry.subtitle) for entry in entries] == [
        ("legal_entity", "Лютик"),
        ("person", "Лютик"),
        ("person", ""),
    ]
    assert SearchEntry.objects.filter(kind="person", words__contains="лютик").count() == 1
