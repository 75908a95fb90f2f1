"""While a record is typed, new or edited, what looks like it is said; of what is foreign only that it is."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.people.models import Person
from voronka.records import actions
from voronka.records.actions import look_alikes
from voronka.records.models import ReadEntry, UnseenMatches
from voronka.records.similar import Signs
from voronka.records.similar.cities import city_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("X4")]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
NEW = "/persons/new/similar/"


def person(by: User, last: str, first: str = "", **values: Any) -> Person:
    given = {"last_name": last, "first_name": first, **values}
    made: Person = actions.create(kind=PERSON, values=given, by=by, at=NOW)
    return made


@pytest.fixture
def mine(client: Client, seller: User) -> Client:
    client.force_login(seller)
    return client


def said(client: Client, path: str, **typed: Any) -> str:
    answer = client.get(path, typed, headers={"HX-Request": "true"})
    assert answer.status_code == 200, answer.content
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("address", "city"),
    [
        ("Казань, ул. Мира, 39", "казань"),
        ("420021, Республика Татарстан, г. Казань, ул. Мира, 39", "казань"),
        ("Россия, Московская обл., г.Химки, Ленинский пр-т 5", "химки"),
        ("620014 Екатеринбург, Малышева 51", "екатеринбург"),
        ("Санкт-Петербург", "санкт-петербург"),
        ("ул. Мира, 39", ""),
        ("Мира 39", ""),
        ("", ""),
    ],
)
def test_the_city_of_an_address(address: str, city: str) -> None:
    assert city_of(address) == city


class TestNames:
    def test_a_similar_name_in_the_same_city(self, mine: Client, seller: User) -> None:
        person(seller, "Веретенников", "Сергей", address="г. Казань, ул. Мира, 39")
        typed = {"last_name": "Веретеников", "first_name": "Сергей"}
        html = said(mine, NEW, **typed, address="Казань, Баумана 1")
        assert "Веретенников Сергей" in html
        assert "похожее название или имя, тот же город" in html
        assert "Веретенников" not in said(mine, NEW, **typed, address="Уфа, Ленина 1")
        assert "Веретенников" not in said(mine, NEW, **typed)

    @pytest.mark.parametrize("typed", ["Dthtntyybrjd", "Bepeтeнникoв", "Веретенник0в"])
    def test_a_name_is_read_as_it_was_meant(
        self, mine: Client, seller: User, typed: str, django_assert_max_num_queries: Any
    ) -> None:
        person(seller, "Веретенников", "Сергей")
        with django_assert_max_num_queries(12):
            html = said(mine, NEW, last_name=typed)
        assert "Веретенников Сергей" in html

    def test_a_city_may_stand_among_other_addresses(self, mine: Client, seller: User) -> None:
        firm = {"name": "ООО «Гранитный мастер»", "addresses": [{"type": "legal", "city": "Уфа", "text": "Мира 1"}]}
        actions.create(kind=ORGANIZATION, values=firm, by=seller, at=NOW)
        given = {"addresses.type": "other", "addresses.city": "уфа", "addresses.text": "", "addresses.comment": ""}
        html = said(mine, "/organizations/new/similar/", name="Гранитный масттер", addresses="", **given)
        assert "Гранитный мастер" in html

    def test_a_similar_name_in_the_same_organization(self, mine: Client, seller: User, outsider: User) -> None:
        firm = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=seller, at=NOW)
        person(seller, "Кузнецова", "Наталья", organization=firm.pk)
        html = said(mine, NEW, last_name="Кузнецова", first_name="Наталия", organization=firm.pk)
        assert "та же организация" in html
        theirs = actions.create(kind=ORGANIZATION, values={"name": "Тайна"}, by=outsider, at=NOW)
        assert "организация" not in said(mine, NEW, last_name="Кузнецова", organization=theirs.pk)

    def test_a_hidden_organization_finds_nobody_by_its_name(self, mine: Client, seller: User, head: User) -> None:
        firm = actions.create(kind=ORGANIZATION, values={"name": "Секретмаш"}, by=head, at=NOW)
        made = person(head, "Белов", organization=firm.pk)
        Person.objects.filter(pk=made.pk).update(owner=seller)
        actions.update(record=Person.objects.get(pk=made.pk), changes={"position": "инженер"}, by=seller, at=NOW)
        assert "Белов" not in said(mine, NEW, last_name="Секретмаш")
        assert "Секретмаш" not in said(mine, NEW, last_name="Белов")


class TestEditing:
    def test_the_editor_of_a_field_asks(self, mine: Client, seller: User) -> None:
        made = person(seller, "Белов", phones=["+79031234567"])
        address = f"/persons/{made.pk}/similar/"
        assert address in mine.get(f"/persons/{made.pk}/fields/phones/").content.decode()
        assert address in mine.get(f"/persons/{made.pk}/fields/last_name/?cell=1").content.decode()
        assert address not in mine.get(f"/persons/{made.pk}/fields/position/").content.decode()

    def test_the_record_itself_is_left_out(self, mine: Client, seller: User) -> None:
        made = person(seller, "Белов", phones=["+79031234567"])
        path = f"/persons/{made.pk}/similar/"
        assert "Белов" not in said(mine, path, phones="8 903 123-45-67")
        person(seller, "Белова", phones=["+79031234567"])
        html = said(mine, path, phones="8 903 123-45-67")
        assert "Белова" in html
        assert "тот же телефон" in html

    def test_a_new_city_asks_for_the_name_that_stands(self, mine: Client, seller: User) -> None:
        person(seller, "Веретенников", "Сергей", address="Казань, Мира 39")
        made = person(seller, "Веретеников", "Сергей")
        path = f"/persons/{made.pk}/similar/"
        assert "Веретенников" in said(mine, path, address="Казань, Баумана 1")
        assert "Веретенников" not in said(mine, path, phones="+79990001122")

    def test_requisites_ask_too(self, mine: Client, seller: User) -> None:
        firm = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=seller, at=NOW)
        given = {"organization": firm.pk, "legal_form": "llc"}
        one = actions.create(kind=LEGAL_ENTITY, values={**given, "name": "А", "inn": "7707083893"}, by=seller, at=NOW)
        other = actions.create(kind=LEGAL_ENTITY, values={**given, "name": "Б"}, by=seller, at=NOW)
        path = f"/legal-entities/{other.pk}/similar/"
        assert path in mine.get(f"/legal-entities/{other.pk}/requisites/").content.decode()
        assert one.name in said(mine, path, inn="7707083893")

    def test_a_foreign_record_is_not_there(self, mine: Client, outsider: User, colleague: User) -> None:
        theirs = person(outsider, "Тайнов")
        assert mine.get(f"/persons/{theirs.pk}/similar/?phones=1").status_code == 404
        assert mine.get("/persons/999999/similar/?phones=1").status_code == 404

    def test_a_colleague_sees_what_his_rights_show(self, client: Client, seller: User, colleague: User) -> None:
        made = person(seller, "Белов", phones=["+79031234567"])
        person(seller, "Белова", phones=["+79031234567"])
        client.force_login(colleague)
        assert "Белова" in said(client, f"/persons/{made.pk}/similar/", phones="+79031234567")

    @pytest.mark.parametrize("value", ["\x00", "9" * 400, "%", "'", "١٢٣٤٥٦٧٨", "@@", "г.,"])
    def test_bad_input_finds_nothing(self, mine: Client, seller: User, value: str) -> None:
        made = person(seller, "Белов")
        names = ("last_name", "phones", "emails", "address", "addresses", "organization")
        for path in (NEW, f"/persons/{made.pk}/similar/"):
            assert mine.get(path, dict.fromkeys(names, value)).status_code in {200, 400}


class TestUnseen:
    """docs/adr/0021: a whole value, nothing about the card, a few times a day, written down."""

    @pytest.fixture
    def secret(self, outsider: User) -> Person:
        return person(outsider, "Тайнов", phones=["+79031234567"], emails=["tayna@example.com"])

    def test_that_it_is_and_nothing_more(self, mine: Client, secret: Person, seller: User) -> None:
        html = said(mine, NEW, phones="8 (903) 123-45-67", last_name="Тайнов")
        assert "в карточке другого сотрудника" in html.casefold()
        assert "тот же телефон" in html
        for word in ("Тайнов", str(secret.pk), "Пётр", "Зимин", "tayna"):
            assert word not in html
        assert secret.pk in ReadEntry.objects.get(user=seller).ids

    @pytest.mark.parametrize("typed", [{"phones": "903 123-45"}, {"emails": "tayna@example"}, {"last_name": "Тайнов"}])
    def test_a_piece_or_a_name_says_nothing(self, mine: Client, secret: Person, typed: dict[str, str]) -> None:
        assert said(mine, NEW, **typed).strip() == said(mine, NEW, last_name="Ъъъ").strip() == ""

    def test_who_sees_all_is_shown_the_card(self, client: Client, secret: Person, head: User) -> None:
        client.force_login(head)
        html = said(client, NEW, phones="+79031234567")
        assert "Тайнов" in html
        assert "другого сотрудника" not in html

    def test_only_so_many_a_day(self, secret: Person, seller: User, outsider: User) -> None:
        signs = Signs(kind=PERSON, values={"phones": ("+79031234567",)})
        for _again in range(2):
            assert look_alikes.look(signs=signs, by=seller, at=NOW).unseen.codes == ("phone",)
        assert UnseenMatches.objects.get().ids == [secret.pk]
        UnseenMatches.objects.update(ids=list(range(10**6, 10**6 + look_alikes.MOST_A_DAY)))
        assert look_alikes.look(signs=signs, by=seller, at=NOW).unseen.codes == ()
        tomorrow = NOW.replace(day=5)
        assert look_alikes.look(signs=signs, by=seller, at=tomorrow).unseen.codes == ("phone",)
        assert UnseenMatches.objects.count() == 1


class TestApi:
    def test_the_same_warning(self, client: Client, seller: User, outsider: User) -> None:
        made = person(seller, "Белов", emails=["b@example.com"])
        person(outsider, "Тайнов", phones=["+79031234567"])
        key = {"Authorization": f"Bearer {tokens.issue(user=seller, name='x', at=NOW)[1]}"}
        path = "/api/v1/duplicates/person/similar"
        found = client.get(path, {"emails": "b@example.com", "phones": ["+79031234567"]}, headers=key).json()
        assert [(one["id"], one["name"]) for one in found["items"]] == [(made.pk, "Белов")]
        assert len(found["unseen"]) == 1
        itself = client.get(path, {"emails": "b@example.com", "id": made.pk}, headers=key).json()
        assert itself == {"items": [], "unseen": []}
        assert client.get(path, {"name": "белов"}, headers=key).json()["items"]

    def test_no_right_no_answer(self, client: Client, seller: User, own_role: Any) -> None:
        own_role.grants.filter(action="create").delete()
        key = {"Authorization": f"Bearer {tokens.issue(user=seller, name='x', at=NOW)[1]}"}
        assert client.get("/api/v1/duplicates/person/similar", {"name": "белов"}, headers=key).status_code == 403
        for path in ("interaction", "nothing"):
            assert client.get(f"/api/v1/duplicates/{path}/similar", headers=key).status_code == 404
        assert client.get("/api/v1/duplicates/person/similar", {"id": 99999}, headers=key).status_code == 404
