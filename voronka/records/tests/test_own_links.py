"""Own fields that point to a record or to an employee: as links of the code, within the rights of who looks."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from voronka.accounts.models import User
from voronka.core.errors import Conflict, Refused
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records import actions, kinds
from voronka.records.actions import bulk, custom_fields, erasures, merges
from voronka.records.actions.given import read
from voronka.records.edits import edits
from voronka.records.fields import FilterContext
from voronka.records.filters import compile_filter
from voronka.records.merging.own_links import OwnLink
from voronka.records.models import CustomField, Why
from voronka.records.schemas import described, shown_records
from voronka.records.tests.lists import HTMX, NOW, address, line, organization, person, seen, text
from voronka.records.values import values_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("B13")]

PAGE = "/settings/fields/"


@pytest.fixture
def partner(admin: User) -> CustomField:
    return custom_fields.add(kind="person", label="Партнёр", holds="link", given={"target": "organization"}, by=admin)


@pytest.fixture
def advised(admin: User) -> CustomField:
    given = {"target": "person", "is_in_form": True}
    return custom_fields.add(kind="person", label="Кто посоветовал", holds="link", given=given, by=admin)


@pytest.fixture
def curator(admin: User) -> CustomField:
    return custom_fields.add(kind="person", label="Куратор", holds="user", given={}, by=admin)


def asking(by: User) -> FilterContext:
    return FilterContext(by=by, at=NOW, zone=NOW.tzinfo)  # type: ignore[arg-type]  # NOW has one


def found(by: User, field: str, op: str, value: Any = None) -> list[str]:
    rows = Person.objects.filter(compile_filter(PERSON, line(field, op, value), asking(by)))
    return sorted(one.last_name for one in rows)


class TestSettings:
    def test_a_link_says_what_it_leads_to(self, client: Client, admin: User) -> None:
        client.force_login(admin)
        asked = text(client.get(f"{PAGE}person/new/", {"type": "link"}, headers=HTMX))
        assert 'name="target"' in asked
        assert 'value="organization"' in asked
        sent = {"label": "Партнёр", "type": "link", "target": "organization"}
        assert client.post(f"{PAGE}person/new/", sent, headers=HTMX).status_code == 204
        assert CustomField.objects.get().target == "organization"

    @pytest.mark.parametrize("target", ["", "nonsense", "interaction", "user"])
    def test_a_link_to_nothing_is_refused(self, client: Client, admin: User, target: str) -> None:
        client.force_login(admin)
        answer = client.post(f"{PAGE}person/new/", {"label": "Партнёр", "type": "link", "target": target})
        assert answer.status_code == 422
        assert "id_target-error" in text(answer)

    def test_programs_are_told_the_kind(self, partner: CustomField, curator: CustomField) -> None:
        told = {one["name"]: (one["type"], one["target"]) for one in described(PERSON)}
        assert told["c_partner"] == ("link", "organization")
        assert told["c_kurator"] == ("user", None)


class TestEverywhere:
    def test_card_list_form_and_file(
        self, client: Client, seller: User, partner: CustomField, curator: CustomField
    ) -> None:
        firm = organization(seller, "Ромашка")
        who = person(seller, "Ёлкин", c_partner=firm.pk, c_kurator=seller.pk)
        assert who.custom == {"partner": firm.pk, "kurator": seller.pk}
        for url in (f"/persons/{who.pk}/", "/persons/?cols=name,c_partner,c_kurator&sort=c_kurator"):
            html = text(seen(client, seller, url))
            assert f'href="/organizations/{firm.pk}/"' in html, url
            assert seller.full_name in html, url
        file = text(seen(client, seller, "/persons/export/?format=csv&cols=name,c_partner,c_kurator"))
        assert f"Ромашка;{seller.full_name}" in file
        form = text(client.get("/persons/new/"))
        assert 'data-url="/organizations/lookup/"' in form

    def test_it_is_made_by_the_form_and_edited_in_place(
        self, client: Client, seller: User, advised: CustomField, curator: CustomField
    ) -> None:
        friend = person(seller, "Иванова")
        client.force_login(seller)
        sent = {"last_name": "Ёлкин", "c_kto_posovetoval": str(friend.pk), "idempotency_key": "k1"}
        assert client.post("/persons/new/", sent).status_code == 303
        who = Person.objects.get(last_name="Ёлкин")
        assert who.custom == {"kto_posovetoval": friend.pk}
        url = f"/persons/{who.pk}/fields/c_kto_posovetoval/"
        assert "Иванова" in text(client.get(url))
        answer = client.post(url, {"c_kto_posovetoval": "", "version": "1"})
        assert answer.status_code == 200
        answer = client.post(f"/persons/{who.pk}/fields/c_kurator/", {"c_kurator": str(seller.pk), "version": "2"})
        assert seller.full_name in text(answer)
        who.refresh_from_db()
        assert who.custom == {"kurator": seller.pk}
        assert f'<option value="{seller.pk}" selected>' in text(client.get(f"/persons/{who.pk}/fields/c_kurator/"))

    def test_filters_orders_and_their_words(
        self, client: Client, seller: User, colleague: User, partner: CustomField, curator: CustomField
    ) -> None:
        firm, other = organization(seller, "Ромашка"), organization(seller, "Лютик")
        person(seller, "Первый", c_partner=firm.pk, c_kurator=seller.pk)
        person(seller, "Второй", c_partner=other.pk, c_kurator=colleague.pk)
        person(seller, "Третий")
        assert found(seller, "c_partner", "in", [firm.pk]) == ["Первый"]
        assert found(seller, "c_partner", "not_in", [firm.pk]) == ["Второй", "Третий"]
        assert found(seller, "c_partner", "empty") == ["Третий"]
        assert found(seller, "c_kurator", "in", ["me"]) == ["Первый"]
        html = text(seen(client, seller, address(tree=line("c_partner", "in", [firm.pk]))))
        assert "Ромашка" in html
        for sort in ("c_kurator", "-c_kurator"):
            assert seen(client, seller, address(sort=sort)).status_code == 200
        assert seen(client, seller, address(sort="c_partner")).status_code == 422
        builder = text(seen(client, seller, address("/persons/filter/", line("c_kurator", "in", ["me"]))))
        assert colleague.full_name in builder

    def test_bulk_history_and_api(self, seller: User, partner: CustomField, curator: CustomField) -> None:
        firm, who = organization(seller, "Ромашка"), person(seller, "Ёлкин")
        values = read(PERSON, {"c_partner": firm.pk, "c_kurator": "me"}, by=seller)
        done = bulk.change(kind=PERSON, ids=[who.pk], values=values, by=seller, at=NOW)
        assert done.changed == 1
        told = {change.label: change.after for one in edits(PERSON, who.pk, by=seller)[0] for change in one.changes}
        assert told == {"Партнёр": "Ромашка", "Куратор": seller.full_name}
        shown = shown_records(PERSON, [Person.objects.get(pk=who.pk)], by=seller, at=NOW)[0]
        assert shown["custom"]["partner"] == {"id": firm.pk, "name": "Ромашка"}
        assert done.change is not None
        assert bulk.undo(kind=PERSON, pk=done.change.pk, by=seller, at=NOW).changed == 1
        assert Person.objects.get(pk=who.pk).custom == {}

    def test_two_people_at_once_are_shown_names(self, seller: User, partner: CustomField) -> None:
        firm, other = organization(seller, "Ромашка"), organization(seller, "Лютик")
        who = person(seller, "Ёлкин")
        actions.update(record=who, changes={"c_partner": firm.pk}, by=seller, at=NOW, version=1)
        with pytest.raises(Conflict) as conflict:
            actions.update(record=who, changes={"c_partner": other.pk}, by=seller, at=NOW, version=1)
        assert (conflict.value.clashes[0].theirs, conflict.value.clashes[0].yours) == ("Ромашка", "Лютик")

    @pytest.mark.parametrize("raw", ["x", "9" * 30, "-1", "0", "1\x00", [1], "1.5"])
    @pytest.mark.parametrize("name", ["c_partner", "c_kurator"])
    def test_what_is_no_record_is_refused(
        self, seller: User, partner: CustomField, curator: CustomField, name: str, raw: Any
    ) -> None:
        with pytest.raises(Refused):
            read(PERSON, {name: raw}, by=seller)

    def test_many_links_of_a_page_are_one_question(
        self, seller: User, partner: CustomField, advised: CustomField, curator: CustomField
    ) -> None:
        firms = [organization(seller, f"Фирма {number}") for number in range(5)]
        people = [person(seller, f"Ёлкин {one.pk}", c_partner=one.pk, c_kurator=seller.pk) for one in firms]
        with CaptureQueriesContext(connection) as queries:
            values_of(people, PERSON.own, by=seller, at=NOW)
        assert len([one for one in queries if "people_organization" in one["sql"]]) == 1
        assert len([one for one in queries if 'FROM "accounts_user"' in one["sql"]]) == 1


@pytest.mark.req("E1")
class TestAccess:
    def test_a_foreign_record_is_as_if_absent(
        self, client: Client, seller: User, outsider: User, partner: CustomField
    ) -> None:
        firm = organization(outsider, "Чужая фирма")
        with pytest.raises(Refused):
            read(PERSON, {"c_partner": firm.pk}, by=seller)
        who = person(seller, "Ёлкин")
        Person.objects.filter(pk=who.pk).update(custom={"partner": firm.pk})
        for url in (
            f"/persons/{who.pk}/",
            f"/persons/{who.pk}/?tab=changes",
            f"/persons/{who.pk}/fields/c_partner/",
            "/persons/?cols=name,c_partner",
            "/persons/export/?format=csv&cols=name,c_partner",
        ):
            assert "Чужая фирма" not in text(seen(client, seller, url)), url

    def test_an_empty_input_does_not_cut_what_one_does_not_see(
        self, seller: User, outsider: User, partner: CustomField
    ) -> None:
        firm, who = organization(outsider, "Чужая фирма"), person(seller, "Ёлкин")
        Person.objects.filter(pk=who.pk).update(custom={"partner": firm.pk})
        who.refresh_from_db()
        actions.update(record=who, changes={"c_partner": None}, by=seller, at=NOW)
        who.refresh_from_db()
        assert who.custom == {"partner": firm.pk}


class TestWhatBecomesOfTheTarget:
    @pytest.mark.req("X4")
    def test_a_merge_is_followed_and_taken_back(self, admin: User, partner: CustomField) -> None:
        kept, gone = organization(admin, "Ромашка"), organization(admin, "ООО Ромашка")
        who = person(admin, "Ёлкин", c_partner=gone.pk)
        custom_fields.switch(field=partner, on=False, by=admin)
        done = merges.merge(kind=ORGANIZATION, ids=[kept.pk, gone.pk], into=kept.pk, values={}, by=admin, at=NOW)
        who.refresh_from_db()
        assert who.custom == {"partner": kept.pk}
        undone = merges.undo(merge=done.pk, by=admin, at=NOW + timedelta(days=1))
        assert undone.lost == ()
        who.refresh_from_db()
        assert who.custom == {"partner": gone.pk}

    @pytest.mark.req("X4")
    def test_merged_records_do_not_name_themselves(self, admin: User, advised: CustomField) -> None:
        gone = person(admin, "Ёлкин")
        kept = person(admin, "Ёлкин", c_kto_posovetoval=gone.pk)
        third = person(admin, "Иванова", c_kto_posovetoval=gone.pk)
        done = merges.merge(kind=PERSON, ids=[kept.pk, gone.pk], into=kept.pk, values={}, by=admin, at=NOW)
        kept.refresh_from_db()
        third.refresh_from_db()
        assert (kept.custom, third.custom) == ({}, {"kto_posovetoval": kept.pk})
        assert merges.undo(merge=done.pk, by=admin, at=NOW).lost == ()
        kept.refresh_from_db()
        third.refresh_from_db()
        assert kept.custom == third.custom == {"kto_posovetoval": gone.pk}

    @pytest.mark.req("X4")
    def test_the_values_of_merged_records_can_be_chosen(self, admin: User, partner: CustomField) -> None:
        firm = organization(admin, "Ромашка")
        kept, gone = person(admin, "Ёлкин"), person(admin, "Ёлкин", c_partner=firm.pk)
        values = {"c_partner": firm.pk}
        merges.merge(kind=PERSON, ids=[kept.pk, gone.pk], into=kept.pk, values=values, by=admin, at=NOW)
        kept.refresh_from_db()
        assert kept.custom == {"partner": firm.pk}

    def test_a_deleted_record_leaves_nothing_behind(self, admin: User, partner: CustomField) -> None:
        firm = organization(admin, "Ромашка")
        who = person(admin, "Ёлкин", c_partner=firm.pk)
        actions.delete(kind=ORGANIZATION, ids=[firm.pk], by=admin, at=NOW)
        who.refresh_from_db()
        assert (who.custom, who.version) == ({}, 2)
        assert not Organization.objects.exists()

    @pytest.mark.req("H12")
    def test_texts_of_records_that_name_an_erased_person_are_cleaned(self, admin: User, advised: CustomField) -> None:
        gone = person(admin, "Заборовский", first_name="Ефим")
        other = person(admin, "Иванова", c_kto_posovetoval=gone.pk, note="Советовал Заборовский")
        erasures.erase(kind=PERSON, pk=gone.pk, why=Why.REQUEST, said=str(gone), by=admin, at=NOW)
        other.refresh_from_db()
        assert "Заборовский" not in other.note
        assert other.custom == {"kto_posovetoval": gone.pk}


def plan_of(rows: Any) -> str:
    """How the database would answer without reading the whole table."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        statement, parameters = rows.query.sql_with_params()
        cursor.execute(f"EXPLAIN {statement}", parameters)
        return "\n".join(line for (line,) in cursor.fetchall())


class TestTheIndex:
    """Links are found by an index at merges and deletes, whatever their number, in every kind."""

    @pytest.mark.parametrize("kind", [one.name for one in kinds.all_kinds()])
    def test_every_kind_with_own_fields_has_it(self, kind: str) -> None:
        known = kinds.get(kind)
        link = OwnLink(model=known.model, column="custom", holder=known, key="partner")
        assert f"{kind}_own_values" in plan_of(link.rows(known, [1, 2, 3]))

    def test_a_merge_asks_as_often_for_many_as_for_one(self, admin: User, partner: CustomField) -> None:
        counts = []
        for number in (1, 20):
            firms = [organization(admin, f"Фирма {number} {place}") for place in range(2)]
            for place in range(number):
                person(admin, f"Петров{place}", c_partner=firms[1].pk)
            with CaptureQueriesContext(connection) as asked:
                ids, into = [one.pk for one in firms], firms[0].pk
                merges.merge(kind=ORGANIZATION, ids=ids, into=into, values={}, by=admin, at=NOW)
            counts.append(len(asked))
            assert Person.objects.filter(custom__partner=firms[0].pk).count() == number
        assert counts[0] == counts[1]
