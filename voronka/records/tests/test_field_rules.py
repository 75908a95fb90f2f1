"""Rights of roles to fields: what is hidden is nowhere, what is read only cannot be written, the widest role counts."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.actions import roles
from voronka.accounts.models import Action, Grant, Role, Scope, User
from voronka.core.errors import Forbidden, NotFound, Refused
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.records import actions
from voronka.records.actions import bulk, custom_fields, field_rules, merges, saved_views
from voronka.records.actions.given import read, read_new
from voronka.records.field_rules import as_seen, hides, veiled
from voronka.records.merging.values import chosen
from voronka.records.models import DuplicatePair, FieldRule
from voronka.records.tests.lists import HTMX, NOW, address, line, organization, person, seen, text
from voronka.records.tests.rules import Rule, fresh
from voronka.records.tests.test_api import Caller

pytestmark = [pytest.mark.django_db, pytest.mark.req("E1")]

PAGE = "/settings/fields/"


def test_without_rules_a_kind_is_itself(seller: User) -> None:
    assert as_seen(PERSON, seller) is PERSON


@pytest.mark.req("H9")
def test_a_hidden_field_is_not_on_the_screens(client: Client, seller: User, rule: Rule) -> None:
    who = person(seller, "Ёлкин", phones=["+79031234567"], note="секрет")
    rule("phones")
    rule("note")
    for url in (
        f"/persons/{who.pk}/",
        f"/persons/{who.pk}/?tab=changes",
        "/persons/",
        "/persons/?cols=name,phones,note",
        "/persons/new/",
        "/persons/filter/?add=1",
        "/persons/bulk/edit/?pk=1",
        "/persons/export/?format=csv&cols=name,phones,note",
        f"/organizations/new/?name={who.pk}",
    ):
        html = text(seen(client, seller, url))
        assert "123-45-67" not in html, url
        assert "секрет" not in html, url
        if "/persons/" in url:
            assert "Телефоны" not in html, url
    assert seen(client, seller, f"/persons/{who.pk}/fields/phones/").status_code == 404


@pytest.mark.own_sql
@pytest.mark.parametrize(
    "words",
    [
        {"tree": line("phones", "filled")},
        {"tree": {"any": [{"not": line("note", "has", "секр")}]}},
        {"sort": "note"},
        {"sort": "-phones"},
    ],
)
def test_a_hidden_field_is_unknown_to_filters_and_orders(
    client: Client, seller: User, rule: Rule, words: dict[str, Any]
) -> None:
    person(seller, "Ёлкин", phones=["+79031234567"], note="секрет")
    rule("phones")
    rule("note")
    answer = seen(client, seller, address(**words))
    assert answer.status_code == 422
    assert "Ёлкин" not in text(answer)


def test_a_view_of_somebody_else_does_not_open_a_hidden_field(
    client: Client, seller: User, admin: User, rule: Rule
) -> None:
    person(seller, "Ёлкин", note="секрет")
    view = saved_views.create(
        kind=PERSON, name="Все", filter=line("note", "has", "секр"), sort="note", columns=("name", "note"),
        is_shared=True, by=admin, at=NOW,
    )  # fmt: skip
    rule("note")
    html = text(seen(client, seller, f"/persons/?view={view.pk}"))
    assert "секрет" not in html
    assert "Ёлкин" not in html


class TestWriting:
    def test_hidden_and_unknown_are_refused_alike(self, seller: User, rule: Rule) -> None:
        who = person(seller, "Ёлкин")
        rule("note")
        told = set()
        for name in ("note", "nonsense"):
            with pytest.raises(Refused) as refusal:
                read(PERSON, {name: "x"}, by=fresh(seller))
            told.add(refusal.value.message.replace(name, "…"))
            with pytest.raises(Refused):
                actions.update(record=who, changes={name: "x"}, by=fresh(seller), at=NOW)
        assert len(told) == 1

    def test_read_only_is_shown_and_not_changed(self, client: Client, seller: User, rule: Rule) -> None:
        who = person(seller, "Ёлкин", note="видно")
        rule("note", "read")
        html = text(seen(client, seller, f"/persons/{who.pk}/"))
        assert "видно" in html
        assert f"/persons/{who.pk}/fields/note/" not in html
        assert client.post(f"/persons/{who.pk}/fields/note/", {"note": "x", "version": 1}).status_code == 404
        result = [
            lambda by: bulk.change(kind=PERSON, ids=[who.pk], values={"note": "x"}, by=by, at=NOW),
            lambda by: actions.update(record=who, changes={"note": "x"}, by=by, at=NOW),
        ]
        for act in result:
            with pytest.raises(Refused):
                act(fresh(seller))

    def test_what_is_required_can_be_given_at_creation(self, seller: User, rule: Rule) -> None:
        rule("name", "read", kind="organization")
        by = fresh(seller)
        values = read_new(ORGANIZATION, {"name": "Ромашка"}, by=by)
        made = actions.create(kind=ORGANIZATION, values=values, by=by, at=NOW)
        with pytest.raises(Refused):
            actions.update(record=made, changes={"name": "Лютик"}, by=fresh(seller), at=NOW)


class TestApi:
    def test_a_hidden_field_is_absent(self, seller: User, rule: Rule) -> None:
        who = person(seller, "Ёлкин", note="секрет")
        rule("note")
        api = Caller(seller)
        _status, one = api.send("GET", f"/api/v1/persons/{who.pk}")
        _status, listed = api.send("GET", "/api/v1/persons")
        _status, fields = api.send("GET", "/api/v1/persons/fields")
        assert "note" not in one
        assert all("note" not in item for item in listed["items"])
        assert "note" not in [field["name"] for field in fields]
        _status, changes = api.send("GET", f"/api/v1/persons/{who.pk}/changes")
        assert "секрет" not in str(changes)
        status, told = api.send("PATCH", f"/api/v1/persons/{who.pk}", {"note": "x"})
        assert status == 422
        assert "note" in str(told)
        status, _told = api.send("GET", '/api/v1/persons?filter={"field": "note", "op": "filled"}')
        assert status == 422

    def test_an_own_field_too(self, seller: User, admin: User, rule: Rule) -> None:
        made = custom_fields.add(kind="person", label="Паспорт", holds="text", given={"is_required": True}, by=admin)
        rule(f"c_{made.key}")
        api = Caller(seller)
        status, one = api.send("POST", "/api/v1/persons", {"last_name": "Ёлкин"})
        assert (status, one["custom"]) == (201, {})
        status, _told = api.send("PATCH", f"/api/v1/persons/{one['id']}", {"custom": {made.key: "4509"}})
        assert status == 422


class TestRoles:
    def test_the_widest_of_the_roles_that_open_the_kind(self, seller: User, rule: Rule) -> None:
        rule("note")
        wide, blind = Role.objects.create(name="Маркетинг"), Role.objects.create(name="Без людей")
        Grant.objects.create(role=wide, kind="person", action=Action.VIEW, scope=Scope.OWN)
        Grant.objects.create(role=blind, kind="deal", action=Action.VIEW, scope=Scope.OWN)
        seller.roles.add(blind)
        assert hides(fresh(seller), PERSON, "note")
        seller.roles.add(wide)
        field = as_seen(PERSON, fresh(seller)).field("note")
        assert not field.editable

    def test_an_administrator_sees_all(self, admin: User, own_role: Role, rule: Rule) -> None:
        admin.roles.add(own_role)
        rule("note")
        assert as_seen(PERSON, fresh(admin)) is PERSON

    def test_a_role_made_like_another_keeps_its_rules(self, admin: User, own_role: Role, rule: Rule) -> None:
        rule("note")
        made = roles.create(name="Новый продавец", by=admin, like=own_role)
        assert FieldRule.objects.filter(role=made, field="note", right="hidden").exists()

    def test_what_a_record_is_known_by_cannot_be_hidden(self, rule: Rule) -> None:
        for kind, field in (("person", "last_name"), ("deal", "stage"), ("organization", "owner"), ("task", "subject")):
            with pytest.raises(Refused):
                rule(field, kind=kind)
        with pytest.raises(Refused):
            rule("created_at", "read")
        with pytest.raises(NotFound):
            rule("nonsense")

    def test_only_an_administrator_gives_rights(self, seller: User, own_role: Role) -> None:
        with pytest.raises(Forbidden):
            field_rules.set_right(role=own_role, kind=PERSON, field="note", right="edit", by=seller)


def test_a_merge_keeps_what_one_does_not_see(client: Client, seller: User, rule: Rule) -> None:
    one, other = person(seller, "Ёлкин"), person(seller, "Елкин", note="секрет")
    pair = {"kind": "person", "low_id": one.pk, "high_id": other.pk, "score": 0.9, "found_at": NOW}
    DuplicatePair.objects.create(**pair, reasons=["phone", "name"])
    rule("note")
    rule("phones")
    html = text(seen(client, seller, "/duplicates/person/"))
    assert "тот же телефон" not in html
    assert "секрет" not in html
    by = fresh(seller)
    records = merges.load(PERSON, [one.pk, other.pk], by=by)
    with pytest.raises(Refused):
        chosen(PERSON, records, records[0], {"note": str(other.pk)}, by=by)
    values = chosen(PERSON, records, records[0], {}, by=by)
    merges.merge(kind=PERSON, ids=[one.pk, other.pk], into=one.pk, values=values, by=by, at=NOW)
    one.refresh_from_db()
    assert one.note == "секрет"


def test_a_veiled_record_is_the_record_without(seller: User, rule: Rule) -> None:
    who = person(seller, "Ёлкин", note="секрет", phones=["+79031234567"])
    assert veiled(who, seller) is who
    rule("note")
    rule("phones")
    shown = veiled(who, fresh(seller))
    assert (shown.note, shown.phones, str(shown), shown.pk) == ("", [], str(who), who.pk)
    assert veiled(None, seller) is None


def test_what_a_record_is_linked_to_is_veiled_too(seller: User, rule: Rule) -> None:
    firm = organization(seller, "Ромашка", note="секрет")
    who = person(seller, "Ёлкин", organization=firm.pk)
    rule("note", kind="organization")
    shown = veiled(who, fresh(seller))
    assert (shown.organization.note, shown.organization == firm, shown == who) == ("", True, True)


class TestSettings:
    def test_a_cell_is_set_in_place(self, client: Client, admin: User, own_role: Role) -> None:
        html = text(seen(client, admin, f"{PAGE}person/roles/"))
        assert "Телефоны" in html
        assert "Фамилия" in html  # may be closed, though not hidden
        given = {"role": own_role.pk, "field": "phones", "right": "hidden"}
        answer = client.post(f"{PAGE}person/roles/cell/", given, headers=HTMX)
        assert 'value="hidden" selected' in text(answer)
        assert client.post(f"{PAGE}person/roles/cell/", given | {"right": "read"}).status_code == 303
        assert FieldRule.objects.get().right == "read"
        client.post(f"{PAGE}person/roles/cell/", given | {"right": "edit"})
        assert not FieldRule.objects.exists()

    @pytest.mark.parametrize("who", ["seller", "head", "outsider"])
    def test_only_for_administrators(self, client: Client, who: str, request: pytest.FixtureRequest) -> None:
        user = request.getfixturevalue(who)
        assert seen(client, user, f"{PAGE}person/roles/").status_code == 403
        assert client.post(f"{PAGE}person/roles/cell/", {}).status_code == 403

    @pytest.mark.parametrize(
        ("given", "status"),
        [
            ({"field": "phones", "right": "nonsense"}, 422),
            ({"field": "nonsense", "right": "hidden"}, 404),
            ({"field": "last_name", "right": "hidden"}, 422),
            ({"field": "phones", "right": "hidden", "role": "9" * 30}, 404),
            ({"field": "phones", "right": "hidden", "role": "\x00"}, 404),
        ],
    )
    def test_bad_input(self, client: Client, admin: User, own_role: Role, given: dict[str, str], status: int) -> None:
        client.force_login(admin)
        url = reverse("records:field-rule", args=["person"])
        assert client.post(url, {"role": own_role.pk} | given, headers=HTMX).status_code == status
        assert not FieldRule.objects.exists()
