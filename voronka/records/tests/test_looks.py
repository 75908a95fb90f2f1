"""The look of a layout as a role has it: what its people would see and must fill, before anything is saved."""

from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from voronka.accounts.models import Grant, Role, Scope, User
from voronka.accounts.queries import stand_in
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.records import access, kinds
from voronka.records.field_rules import as_seen
from voronka.records.forms import inputs
from voronka.records.kinds import Kind
from voronka.records.layouts import layout_of
from voronka.records.looks import look_of
from voronka.records.obligations import may_demand
from voronka.records.tests.lists import HTMX, text
from voronka.records.tests.rules import Demand, Rule, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.req("E4", "H9")]

PAGE = "/settings/fields/organization/layout/"
SENT = {"place": ["group:0", "field:phones", "field:note", "aside"], "label-0": "Главное", "now": ["name", "phones"]}


def looked(client: Client, by: User, role: object, **more: Any) -> str:
    client.force_login(by)
    return text(client.post(f"{PAGE}look/", SENT | {"role": str(role)} | more, headers=HTMX))


def parts(html: str) -> tuple[str, str, str]:
    """The card, what the form asks at once, and what it has under “More fields”."""
    card, form = html.split("layout__part--form")
    at_once, _mark, rest = form.partition("data-look")
    return card, at_once, rest


class TestScreen:
    def test_it_shows_what_the_role_sees_and_must_fill(
        self, client: Client, admin: User, own_role: Role, rule: Rule, demand: Demand
    ) -> None:
        rule("phones", kind="organization")
        rule("note", "read", kind="organization")
        demand("website", own_role, kind="organization")
        card, at_once, rest = parts(looked(client, admin, own_role.pk))
        assert "Главное" in card
        assert "Примечание" in card
        assert "Телефоны" not in card
        assert card.count("layout__closed") == 1
        assert 'name="website"' in at_once
        assert at_once.count("field__required") == 2, "the name and the web address"
        assert "Обязательно для" not in at_once
        assert "phones" not in at_once + rest
        assert 'name="note"' not in at_once + rest
        everybody = looked(client, admin, "")
        assert "Телефоны" in everybody
        assert "Обязательно для: Продавец" in everybody

    def test_a_role_without_rights_sees_and_makes_nothing(self, client: Client, admin: User, own_role: Role) -> None:
        Grant.objects.filter(role=own_role, kind="organization").exclude(action="view").delete()
        card, form, _rest = parts(looked(client, admin, own_role.pk))
        assert "Телефоны" in card
        assert card.count("layout__closed") == 2, "all of the card is only looked at"
        assert "«Продавец» не создаёт таких записей" in form
        Grant.objects.filter(role=own_role).delete()
        card, form, _rest = parts(looked(client, admin, own_role.pk))
        assert "«Продавец» не видит этих записей" in card
        assert "Телефоны" not in card + form

    def test_the_choice_outlives_a_refused_save(self, client: Client, admin: User, own_role: Role) -> None:
        client.force_login(admin)
        assert f'<option value="{own_role.pk}">Продавец' in text(client.get(PAGE))
        answer = client.post(PAGE, SENT | {"label-0": " ", "role": own_role.pk})
        assert answer.status_code == 422
        assert f'<option value="{own_role.pk}" selected>' in text(answer)

    @pytest.mark.parametrize("name", ["seller", "colleague", "head", "outsider"])
    def test_others_do_not_see_it(
        self, client: Client, request: pytest.FixtureRequest, name: str, own_role: Role
    ) -> None:
        client.force_login(request.getfixturevalue(name))
        assert client.post(f"{PAGE}look/", SENT | {"role": own_role.pk}).status_code in {403, 404}

    @pytest.mark.parametrize("role", ["999999", "9" * 40, "-1", "x\x00", "٣"])
    def test_a_role_that_is_not_there_is_said_to_be_gone(self, client: Client, admin: User, role: str) -> None:
        html = looked(client, admin, role)
        assert "Такой роли больше нет" in html
        assert "Телефоны" in html

    def test_roles_out_of_use_are_not_offered(self, client: Client, admin: User, own_role: Role) -> None:
        Role.objects.filter(pk=own_role.pk).update(is_active=False)
        client.force_login(admin)
        assert f'<option value="{own_role.pk}"' not in text(client.get(PAGE))

    def test_it_asks_few_queries(self, client: Client, admin: User, own_role: Role) -> None:
        looked(client, admin, own_role.pk)
        with CaptureQueriesContext(connection) as queries:
            looked(client, admin, own_role.pk)
        assert len(queries) <= 12 + 6, "signing in of the test is counted too"


@pytest.mark.parametrize("kind", [ORGANIZATION, PERSON, LEGAL_ENTITY])
def test_it_is_what_the_people_of_the_role_really_get(
    kind: Kind, seller: User, own_role: Role, rule: Rule, demand: Demand
) -> None:
    for name in ("note", "phones", "position"):
        if name in kind.by_name and kind.may_hide(kind.field(name)):
            rule(name, "hidden" if name == "phones" else "read", kind=kind.name)
    asked = next(one.name for one in reversed(kind.fields) if may_demand(kind, one) and one.name not in kind.form)
    demand(asked, own_role, kind=kind.name)
    look, by = look_of(kind, layout_of(kind), own_role), fresh(seller)
    form = as_seen(kind, by, making=True)
    really = [(one.field.name, one.field.required) for one in inputs(form, QueryDict(), {}, by=by)]
    told = [(one.field.name, one.field.required) for one in (*look.first, *look.rest)]
    owner = ("owner", False)  # stands in the head of a card, so a layout gives it no place
    assert [one for one in told if one != owner] == [one for one in really if one != owner]
    assert (asked, True) in told
    assert {one.field.name for one in look.first} <= set(form.form)
    shown = {one.name for _group, fields in look.groups for one in fields}
    assert shown == {name for one in as_seen(kind, by).groups for name in one.fields} - {"owner"}


def test_whoever_stands_in_has_the_rights_of_the_role_and_is_nobody(seller: User, own_role: Role) -> None:
    user = stand_in(own_role)
    for kind in kinds.all_kinds():
        for action in ("view", "create", "edit", "delete", "export"):
            assert access.may(user, action, kind) == access.may(seller, action, kind)
    assert access.scope(PERSON, user, "view") == Scope.OWN
    assert user.pk is None
