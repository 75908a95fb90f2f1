"""People are found by the names of their organizations, the new ones as well."""

from collections.abc import Callable
from datetime import UTC, date
from typing import Any

import pytest

from voronka.accounts.models import Grant, Role, User
from voronka.people.actions import positions
from voronka.people.kinds import LEGAL_ENTITY, PERSON, POSITION
from voronka.records import actions, listing
from voronka.records.choosing import choices
from voronka.records.fields import FilterContext
from voronka.records.listing import Question, ask
from voronka.records.models import SearchEntry
from voronka.records.search.query import find
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


def works_at(who: Any, firm_: Any, by: User, **given: Any) -> Any:
    values = {"person": who.pk, "organization": firm_.pk, **given}
    return actions.create(kind=POSITION, values=values, by=by, at=NOW)


def listed(text: str, user: User) -> list[int]:
    question = Question(text=text)
    return sorted(row.pk for row in ask(PERSON, question, FilterContext(by=user, at=NOW, zone=UTC)).page.rows)


@pytest.mark.req("B11", "H10")
class TestByEveryOrganization:
    """A person is found by each organization that they work or worked in, and the result says so."""

    def test_the_command_line_finds_the_person_and_says_why(self, seller: User) -> None:
        who = person(seller, last_name="Петров", organization=firm(seller, name="Ромашка").pk)
        works_at(who, firm(seller, name="Василёк"), seller)
        hit = next(hit for hit in find("василек", seller) if hit.kind is PERSON)
        assert (hit.record_id, hit.title, hit.url) == (who.pk, "Петров", PERSON.url(who.pk))
        assert hit.why == "ещё место работы: Василёк"
        assert any(part.is_marked for part in hit.reason)
        assert {one.kind.name for one in find("Василёк", seller)} == {"organization", "person"}
        assert [one.record_id for one in find("петров василёк", seller, names=["person"])] == [who.pk]

    def test_a_former_place_is_told_as_such(self, seller: User) -> None:
        who = person(seller, last_name="Петров")
        works_at(who, firm(seller, name="Василёк"), seller, until_on=date(2025, 1, 1))
        assert find("Василёк", seller, names=["person"])[0].why == "прежнее место работы: Василёк"

    def test_each_person_is_found_once(self, seller: User) -> None:
        who = person(seller, last_name="Василёк", organization=firm(seller, name="Василёк Плюс").pk)
        works_at(who, firm(seller, name="Василёк Юг"), seller)
        works_at(who, firm(seller, name="Василёк Север"), seller)
        assert [one.record_id for one in find("Василёк", seller, names=["person"])] == [who.pk]

    def test_the_list_of_persons_finds_them(self, seller: User) -> None:
        who = person(seller, last_name="Петров", organization=firm(seller, name="Ромашка").pk)
        other = person(seller, last_name="Иванов", organization=firm(seller, name="Василёк").pk)
        works_at(who, other.organization, seller)
        assert listed("василек", seller) == sorted([who.pk, other.pk])
        assert listed("ромашка", seller) == [who.pk]
        assert listed("иванов василёк", seller) == [other.pk]

    @pytest.mark.parametrize("least", [0, 99], ids=["asked in turn", "looked up first"])
    def test_a_list_of_many_finds_them_too(self, seller: User, monkeypatch: pytest.MonkeyPatch, least: int) -> None:
        monkeypatch.setattr(listing, "CAP", 1)
        monkeypatch.setattr(listing, "LEAST", least)
        firm_ = firm(seller, name="Василёк")
        people = [person(seller, last_name=f"Петров{number}") for number in "АБВ"]
        for who in people:
            works_at(who, firm_, seller)
        assert listed("Василёк", seller) == sorted(who.pk for who in people)

    @pytest.mark.req("E1")
    def test_an_organization_that_one_may_not_see_finds_nobody(self, seller: User, outsider: User, head: User) -> None:
        who = person(seller, last_name="Петров")
        works_at(who, firm(outsider, name="Тайнополис"), head)
        for text in ("Тайнополис", "петров тайнополис"):
            assert find(text, seller) == []
            assert listed(text, seller) == []
        assert [one.why for one in find("Петров", seller)] == [""]
        assert [one.record_id for one in find("Тайнополис", head, names=["person"])] == [who.pk]
        assert listed("Тайнополис", head) == [who.pk]

    @pytest.mark.req("E1")
    def test_a_person_that_one_may_not_see_is_not_found(self, seller: User, outsider: User) -> None:
        works_at(person(outsider, last_name="Петров"), firm(outsider, name="Василёк"), outsider)
        assert find("Василёк", seller) == []

    @pytest.mark.req("E1")
    def test_whoever_sees_no_positions_finds_nobody_by_them(self, seller: User, own_role: Role) -> None:
        works_at(person(seller, last_name="Петров"), firm(seller, name="Василёк"), seller)
        Grant.objects.filter(role=own_role, kind="position").delete()
        anew = User.objects.get(pk=seller.pk)
        assert [one.kind.name for one in find("Василёк", anew)] == ["organization"]
        assert listed("Василёк", anew) == []

    def test_the_picker_offers_them_behind_the_others_and_says_where(self, seller: User) -> None:
        second = firm(seller, name="Василёк")
        who = person(seller, last_name="Петров", organization=firm(seller, name="Ромашка").pk)
        works_at(who, second, seller)
        gone = person(seller, last_name="Сидоров")
        works_at(gone, second, seller, until_on=date(2025, 1, 1))
        first = person(seller, last_name="Иванов", organization=second.pk)
        works_at(first, firm(seller, name="Василёк Юг"), seller)
        assert choices(PERSON, "василек", by=seller) == [
            {"value": first.pk, "text": "Иванов", "hint": "Василёк"},
            {"value": gone.pk, "text": "Сидоров", "hint": "прежнее место работы: Василёк"},
            {"value": who.pk, "text": "Петров", "hint": "ещё место работы: Василёк"},
        ]
        assert [one["value"] for one in choices(PERSON, "петров васил", by=seller)] == [who.pk]
        assert [one["value"] for one in choices(PERSON, "петров", by=seller)] == [who.pk]
        assert len(choices(PERSON, "", by=seller)) == 3

    def test_the_picker_is_not_longer_for_it(self, seller: User) -> None:
        second, main = firm(seller, name="Василёк"), firm(seller, name="Василёк Юг")
        for number in range(30):
            works_at(person(seller, last_name=f"Петров{number}"), second, seller)
        person(seller, last_name="Иванов", organization=main.pk)
        found = choices(PERSON, "василёк", by=seller)
        assert len(found) == 20
        assert (found[0]["text"], found[0]["hint"]) == ("Иванов", "Василёк Юг")
        assert len({one["value"] for one in found}) == 20

    @pytest.mark.req("E1")
    def test_the_picker_tells_nothing_that_is_not_for_the_reader(
        self, seller: User, outsider: User, head: User, own_role: Role
    ) -> None:
        works_at(person(seller, last_name="Петров"), firm(outsider, name="Тайнополис"), head)
        works_at(person(outsider, last_name="Чужой"), firm(seller, name="Василёк"), head)
        assert choices(PERSON, "Тайнополис", by=seller) == choices(PERSON, "Василёк", by=seller) == []
        assert [one["text"] for one in choices(PERSON, "Тайнополис", by=head)] == ["Петров"]
        works_at(person(seller, last_name="Свой"), firm(seller, name="Василёк Юг"), seller)
        assert len(choices(PERSON, "Василёк", by=seller)) == 1
        Grant.objects.filter(role=own_role, kind="position").delete()
        assert choices(PERSON, "Василёк", by=User.objects.get(pk=seller.pk)) == []

    def test_it_stays_true(self, seller: User, run_jobs: Callable[[], int]) -> None:
        who, second = person(seller, last_name="Петров"), firm(seller, name="Василёк")
        tie = works_at(who, second, seller)
        actions.update(record=second, changes={"name": "Лютик"}, by=seller, at=NOW)
        run_jobs()
        assert (find("Василёк", seller), len(find("Лютик", seller, names=["person"]))) == ([], 1)
        actions.update(record=who, changes={"last_name": "Сидоров"}, by=seller, at=NOW)
        run_jobs()
        assert [one.title for one in find("Лютик", seller, names=["person"])] == ["Сидоров"]
        actions.update(record=tie, changes={"organization": firm(seller, name="Мак").pk}, by=seller, at=NOW)
        assert (find("Лютик", seller, names=["person"]), len(find("Мак", seller, names=["person"]))) == ([], 1)
        actions.delete(kind=POSITION, ids=[tie.pk], by=seller, at=NOW)
        assert find("Мак", seller, names=["person"]) == []

    def test_a_main_place_that_is_left_finds_the_person_still(self, seller: User) -> None:
        who = person(seller, last_name="Петров", organization=firm(seller, name="Василёк").pk)
        positions.leave(person=who, on=date(2026, 1, 1), by=seller, at=NOW)
        assert len(find("Василёк", seller, names=["person"])) == 1

    @pytest.mark.req("H12")
    def test_nothing_of_an_erased_record_stays_in_the_index(self, head: User) -> None:
        who, second = person(head, last_name="Петров"), firm(head, name="Василёк")
        works_at(who, second, head)
        actions.delete(kind=PERSON, ids=[who.pk], by=head, at=NOW)
        assert not SearchEntry.objects.filter(words__contains="петров").exists()
