"""What the company demands of a field: of whom, from which moment on, and that it is asked everywhere alike."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.actions import roles
from voronka.accounts.models import Role, User
from voronka.core.errors import Forbidden, NotFound, Refused
from voronka.people.kinds import LEGAL_ENTITY, PERSON
from voronka.people.models import LegalEntity, Person
from voronka.records import actions, arrangement, kinds
from voronka.records.actions import bulk, custom_fields, obligations
from voronka.records.actions.given import read, read_new
from voronka.records.field_rules import as_seen, demanded
from voronka.records.models import Obligation
from voronka.records.obligations import demands_on
from voronka.records.tests.lists import HTMX, NOW, organization, person, seen, text
from voronka.records.tests.rules import Demand, Rule, fresh
from voronka.records.tests.test_api import Caller

pytestmark = [pytest.mark.django_db, pytest.mark.req("E4", "H9")]

PAGE = "/settings/fields/"


def names(user: User) -> list[str]:
    return [one.name for one in demanded(PERSON, fresh(user))]


class TestOfWhom:
    def test_nothing_is_demanded_at_first(self, seller: User) -> None:
        assert demanded(PERSON, seller) == []
        assert as_seen(PERSON, seller) is PERSON

    def test_of_everybody_the_administrator_too(self, seller: User, admin: User, demand: Demand) -> None:
        demand("position")
        assert names(seller) == names(admin) == ["position"]

    def test_of_those_who_have_the_role(self, seller: User, head: User, own_role: Role, demand: Demand) -> None:
        demand("position", own_role)
        assert (names(seller), names(head)) == (["position"], [])
        own_role.is_active = False
        own_role.save()
        assert names(seller) == []

    @pytest.mark.parametrize("right", ["hidden", "read"])
    def test_never_of_whom_it_is_kept_from(self, seller: User, rule: Rule, demand: Demand, right: str) -> None:
        demand("phones")
        rule("phones", right)
        assert names(seller) == []
        assert read_new(PERSON, {"last_name": "Ёлкин"}, by=fresh(seller)) == {"last_name": "Ёлкин"}

    def test_a_role_made_like_another_takes_the_demands_along(
        self, admin: User, own_role: Role, demand: Demand
    ) -> None:
        demand("position", own_role)
        made = roles.create(name="Новый продавец", by=admin, like=own_role)
        arrangement.refresh_now()
        assert set(demands_on(PERSON)["position"]["create"] or ()) == {own_role.pk, made.pk}

    def test_an_own_field_that_is_switched_off_is_demanded_of_nobody(self, seller: User, admin: User) -> None:
        field = custom_fields.add(kind="person", label="Округ", holds="text", given={"is_required": True}, by=admin)
        assert names(seller) == [f"c_{field.key}"]
        custom_fields.switch(field=field, on=False, by=admin)
        assert names(seller) == []
        custom_fields.switch(field=field, on=True, by=admin)
        assert names(seller) == [f"c_{field.key}"]

    def test_a_field_that_is_gone_dies_quietly(self, seller: User, demand: Demand) -> None:
        demand("position")
        Obligation.objects.update(field="no_such_field")
        arrangement.forget()
        arrangement.refresh_now()
        assert names(seller) == []


class TestWhereItIsAsked:
    def test_the_form_marks_it_and_tells_all_that_is_missing(
        self, client: Client, seller: User, demand: Demand
    ) -> None:
        demand("position")
        demand("phones")
        html = text(seen(client, seller, "/persons/new/"))
        assert html.index('name="position"') < html.index("Другие поля")  # it left the folded part
        sent = {"last_name": "Ёлкин", "note": "не потерять", "idempotency_key": "k"}
        answer = client.post("/persons/new/", sent, headers=HTMX)
        assert answer.status_code == 422
        shown = text(answer)
        assert 'id="id_position-error"' in shown
        assert 'id="id_phones-error"' in shown
        assert "не потерять" in shown
        assert not Person.objects.exists()
        done = client.post("/persons/new/", sent | {"position": "Директор", "phones": "89031234567"})
        assert (done.status_code, Person.objects.count()) == (303, 1)

    def test_the_api_names_every_field(self, seller: User, demand: Demand) -> None:
        demand("position")
        demand("source")
        api = Caller(seller)
        status, told = api.send("POST", "/api/v1/persons", {"last_name": "Ёлкин", "position": ""})
        assert (status, sorted(told["fields"])) == (422, ["position", "source"])
        _status, fields = api.send("GET", "/api/v1/persons/fields")
        required = {one["name"] for one in fields if one["is_required"]}
        assert {"position", "source"} <= required

    def test_emptying_it_is_refused_in_place_and_elsewhere(self, client: Client, seller: User, demand: Demand) -> None:
        who = person(seller, "Ёлкин", position="Директор")
        bare = person(seller, "Пустой")
        demand("position")
        client.force_login(seller)
        answer = client.post(f"/persons/{who.pk}/fields/position/", {"position": "", "version": 1}, headers=HTMX)
        assert (answer.status_code, "Заполните" in text(answer)) == (422, True)
        status, told = Caller(seller).send("PATCH", f"/api/v1/persons/{who.pk}", {"position": ""})
        assert (status, list(told["fields"])) == (422, ["position"])
        with pytest.raises(Refused):
            actions.update(record=who, changes={"position": ""}, by=fresh(seller), at=NOW)
        result = bulk.change(kind=PERSON, ids=[who.pk], values={"position": ""}, by=fresh(seller), at=NOW)
        assert (result.changed, sum(result.refused.values())) == (0, 1)
        # What is not touched is not asked: an old card goes on without it.
        assert actions.update(record=bare, changes={"note": "x"}, by=fresh(seller), at=NOW).note == "x"

    def test_a_bulk_edit_made_before_can_be_taken_back(self, seller: User, demand: Demand) -> None:
        who = person(seller, "Ёлкин")
        done = bulk.change(kind=PERSON, ids=[who.pk], values={"position": "Директор"}, by=seller, at=NOW)
        demand("position")
        assert done.change
        assert bulk.undo(kind=PERSON, pk=done.change.pk, by=fresh(seller), at=NOW).changed == 1

    def test_whose_role_does_not_demand_it_may_empty_it(
        self, head: User, seller: User, own_role: Role, demand: Demand
    ) -> None:
        who = person(seller, "Ёлкин", position="Директор")
        demand("position", own_role)
        assert actions.update(record=who, changes={"position": ""}, by=fresh(head), at=NOW).position == ""

    def test_requisites_ask_for_it_when_made_and_when_changed(
        self, client: Client, seller: User, demand: Demand
    ) -> None:
        firm = organization(seller, "Ромашка")
        values = read(LEGAL_ENTITY, {"name": "ООО «Ромашка»", "organization": firm.pk}, by=seller)
        entity = actions.create(kind=LEGAL_ENTITY, values=values, by=seller, at=NOW)
        demand("kpp", kind="legal_entity")
        client.force_login(seller)
        sent = {"name": "ООО «Лютик»", "organization": firm.pk, "idempotency_key": "k"}
        answer = client.post("/legal-entities/new/", sent, headers=HTMX)
        assert (answer.status_code, 'id="id_kpp-error"' in text(answer)) == (422, True)
        assert LegalEntity.objects.count() == 1
        answer = client.post(f"/legal-entities/{entity.pk}/requisites/", sent | {"version": 1}, headers=HTMX)
        assert (answer.status_code, 'id="id_kpp-error"' in text(answer)) == (422, True)


class TestSettings:
    URL = f"{PAGE}person/roles/position/"

    def test_it_is_said_in_a_dialog_and_stands_in_the_table(self, client: Client, admin: User, own_role: Role) -> None:
        assert "При создании" in text(seen(client, admin, self.URL))
        given = {"who-create": "roles", "roles-create": [own_role.pk]}
        answer = client.post(self.URL, given, headers=HTMX)
        assert answer.status_code == 204
        assert demands_on(PERSON) == {"position": {"create": frozenset({own_role.pk})}}
        html = text(seen(client, admin, f"{PAGE}person/roles/"))
        assert "При создании" in html
        assert client.post(self.URL, {"who-create": "all"}).status_code == 303
        assert demands_on(PERSON) == {"position": {"create": None}}
        client.post(self.URL, {"who-create": ""})
        assert not Obligation.objects.exists()

    def test_the_switch_of_an_own_field_is_the_same_rule(self, client: Client, admin: User) -> None:
        field = custom_fields.add(kind="person", label="Округ", holds="text", given={}, by=admin)
        name, sent = f"c_{field.key}", {"label": "Округ", "is_required": "on"}
        client.force_login(admin)
        client.post(reverse("records:custom-field", args=[field.pk]), sent)
        assert demands_on(PERSON) == {name: {"create": None}}
        client.post(f"{PAGE}person/roles/{name}/", {"who-create": ""})
        assert 'name="is_required" value="on" checked' not in text(
            seen(client, admin, reverse("records:custom-field", args=[field.pk]))
        )

    def test_the_switch_leaves_a_finer_rule_alone(self, admin: User, own_role: Role, demand: Demand) -> None:
        field = custom_fields.add(kind="person", label="Округ", holds="text", given={}, by=admin)
        name = f"c_{field.key}"
        demand(name, own_role)
        custom_fields.change(field=field, label="Округ", given={"is_required": True}, by=admin)
        assert demands_on(PERSON) == {name: {"create": frozenset({own_role.pk})}}
        custom_fields.change(field=field, label="Округ", given={}, by=admin)
        assert demands_on(PERSON) == {}

    @pytest.mark.parametrize("who", ["seller", "head", "outsider"])
    def test_only_for_administrators(self, client: Client, who: str, request: pytest.FixtureRequest) -> None:
        user = request.getfixturevalue(who)
        assert seen(client, user, self.URL).status_code == 403
        assert client.post(self.URL, {"who-create": "all"}).status_code == 403
        with pytest.raises(Forbidden):
            obligations.prescribe(kind=PERSON, field="position", demands={}, by=user)

    @pytest.mark.parametrize(
        ("field", "given", "status"),
        [
            ("position", {"who-create": "roles"}, 422),
            ("position", {"who-create": "roles", "roles-create": ["\x00"]}, 422),
            ("position", {"who-create": "roles", "roles-create": ["9" * 18]}, 404),
            ("position", {"who-create": "nonsense"}, 303),
            ("nonsense", {"who-create": "all"}, 404),
            ("last_name", {"who-create": "all"}, 303),
            ("owner", {"who-create": "all"}, 404),
            ("created_at", {"who-create": "all"}, 404),
        ],
    )
    def test_bad_input(self, client: Client, admin: User, field: str, given: dict[str, Any], status: int) -> None:
        client.force_login(admin)
        assert client.post(f"{PAGE}person/roles/{field}/", given).status_code == status
        assert Obligation.objects.count() == (field == "last_name")

    @pytest.mark.parametrize(
        ("field", "demands", "error"),
        [
            ("position", {"full_moon": None}, Refused),
            ("position", {"create": []}, Refused),
            ("position", {"create": [10**12]}, NotFound),
            ("owner", {"create": None}, Refused),
            ("nonsense", {"create": None}, NotFound),
        ],
    )
    def test_what_cannot_be_demanded(
        self, admin: User, field: str, demands: dict[str, Any], error: type[Exception]
    ) -> None:
        with pytest.raises(error):
            obligations.prescribe(kind=PERSON, field=field, demands=demands, by=admin)

    @pytest.mark.parametrize("kind", ["task", "interaction"])
    def test_what_is_written_down_in_a_line_demands_as_all_kinds_do(
        self, client: Client, admin: User, kind: str
    ) -> None:
        assert 'name="is_required"' in text(seen(client, admin, reverse("records:custom-field-add", args=[kind])))
        with pytest.raises(Refused):
            obligations.prescribe(kind=kinds.get(kind), field="owner", demands={"create": None}, by=admin)
        made = custom_fields.add(kind=kind, label="Округ", holds="text", given={"is_required": True}, by=admin)
        assert demands_on(kinds.get(made.kind)) == {"c_okrug": {"create": None}}

    def test_a_yes_or_no_is_never_demanded(self, client: Client, admin: User) -> None:
        url = reverse("records:custom-field-add", args=["person"])
        assert 'name="is_required"' not in text(seen(client, admin, f"{url}?type=flag"))
