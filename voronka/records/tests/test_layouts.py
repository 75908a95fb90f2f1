"""Layout of a card: what the administrator has put in order holds for cards and forms, and never loses a field."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from voronka.accounts.models import Role, User
from voronka.core.errors import Conflict, Forbidden, Refused
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.records import arrangement, layouts
from voronka.records.actions import custom_fields, set_aside
from voronka.records.actions import layouts as actions
from voronka.records.field_rules import as_seen
from voronka.records.forms import inputs
from voronka.records.kinds import Group, Kind
from voronka.records.layouts import Layout, layout_of, start_of
from voronka.records.models import CardLayout, CustomField
from voronka.records.tests.lists import HTMX, NOW, organization, person, seen, text
from voronka.records.tests.rules import Demand, Rule, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.req("B13")]

PAGE = "/settings/fields/organization/layout/"


def saved(
    by: User,
    groups: Iterable[Group],
    *,
    kind: Kind = ORGANIZATION,
    form: Iterable[str] = ("name", "phones"),
    later: Iterable[str] = (),
    version: int = 0,
) -> CardLayout:
    groups = tuple(groups)
    placed = {name for one in groups for name in one.fields}
    now = layout_of(kind)
    known = (*now.aside, *(name for one in now.groups for name in one.fields))
    aside = tuple(name for name in known if name not in placed)
    layout = Layout(groups=groups, aside=aside, form=tuple(form))
    return actions.save(kind=kind, layout=layout, later=tuple(later), version=version, by=by, at=NOW)


FIRST = Group(label="Главное", fields=("note", "phones"))
FOLDED = Group(label="Прочее", fields=("emails", "website"), more=True)


def sent(groups: Iterable[Group], aside: Iterable[str] = (), **more: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"place": [], "now": ["name", "phones"], "version": "0"}
    for number, one in enumerate(groups):
        data["place"] += [f"group:{number}", *(f"field:{name}" for name in one.fields)]
        data[f"label-{number}"] = str(one.label)
        data |= {f"more-{number}": "on"} if one.more else {}
    data["place"] += ["aside", *(f"field:{name}" for name in aside)]
    return data | more


class TestCard:
    @pytest.mark.req("G1")
    def test_the_card_shows_groups_and_fields_in_their_order(self, client: Client, admin: User, seller: User) -> None:
        firm = organization(seller, "Ромашка", note="Помнить", website="https://romashka.ru")
        saved(admin, [FIRST, FOLDED])
        html = text(seen(client, seller, f"/organizations/{firm.pk}/"))
        left = html[html.index('class="card__left"') : html.index('class="card__middle"')]
        assert left.index("Главное") < left.index("Примечание") < left.index("Телефоны") < left.index("<details")
        assert left.index("<details") < left.index("Прочее") < left.index("romashka.ru")
        assert "Отрасль" not in left

    def test_each_folded_group_remembers_by_itself(self, client: Client, admin: User, seller: User) -> None:
        saved(admin, [FOLDED, Group(label="Редкое", fields=("note",), more=True)])
        html = text(seen(client, seller, f"/organizations/{organization(seller, 'Ромашка', note='да').pk}/"))
        kept = [line.split('"')[0] for line in html.split('data-remember="')[1:]]
        assert len(kept) == len(set(kept)) == 2

    def test_the_panel_over_a_list_shows_the_same(self, client: Client, admin: User, seller: User) -> None:
        firm = organization(seller, "Ромашка")
        saved(admin, [FIRST])
        html = text(seen(client, seller, f"/organizations/{firm.pk}/", **HTMX, HX_Target="panel"))
        assert "Главное" in html
        assert "Отрасль" not in html

    def test_a_hidden_field_just_is_not_there(self, admin: User, seller: User, rule: Rule) -> None:
        saved(admin, [FIRST])
        rule("phones", kind="organization")
        kind = as_seen(ORGANIZATION, fresh(seller))
        assert [one.fields for one in kind.groups] == [("note",)]
        assert "phones" not in kind.form

    @pytest.mark.req("H9")
    def test_the_form_asks_in_the_order_of_the_layout(self, admin: User, seller: User) -> None:
        saved(admin, [FIRST, FOLDED], form=("phones", "name", "website"))
        names = [one.field.name for one in inputs(ORGANIZATION, QueryDict(), {}, by=seller)]
        assert names[:3] == ["phones", "name", "website"]
        assert names.index("note") < names.index("emails") < names.index("industry")


class TestWhatComesLater:
    def test_a_new_own_field_stands_at_the_end_by_itself(self, admin: User) -> None:
        saved(admin, [FIRST, FOLDED])
        custom_fields.add(kind="organization", label="Округ", holds="text", given={"is_in_form": True}, by=admin)
        assert [one.fields for one in ORGANIZATION.groups] == [("note", "phones"), ("c_okrug",), ("emails", "website")]
        assert str(ORGANIZATION.groups[1].label) == "Свои поля"
        assert ORGANIZATION.form == ("name", "phones", "c_okrug")

    def test_a_field_that_is_switched_off_finds_its_place_again(self, admin: User) -> None:
        made = custom_fields.add(kind="organization", label="Округ", holds="text", given={}, by=admin)
        saved(admin, [Group(label="Главное", fields=("c_okrug", "note"))])
        custom_fields.switch(field=made, on=False, by=admin)
        assert ORGANIZATION.groups[0].fields == ("note",)
        custom_fields.switch(field=made, on=True, by=admin)
        assert ORGANIZATION.groups[0].fields == ("c_okrug", "note")

    def test_what_the_layout_kept_aside_stays_aside(self, admin: User) -> None:
        custom_fields.add(kind="organization", label="Округ", holds="text", given={}, by=admin)
        saved(admin, [FIRST])
        assert [one.fields for one in ORGANIZATION.groups] == [("note", "phones")]
        assert "c_okrug" in layout_of(ORGANIZATION).aside

    def test_the_form_of_the_layout_and_the_switch_of_the_field_say_the_same(self, admin: User) -> None:
        made = custom_fields.add(kind="organization", label="Округ", holds="text", given={}, by=admin)
        saved(admin, [FIRST], form=("c_okrug", "name"))
        made.refresh_from_db()
        assert made.is_in_form
        custom_fields.change(field=made, label="Округ", given={}, by=admin)
        assert ORGANIZATION.form == ("name",)
        saved(admin, [FIRST], form=("c_okrug", "name"), version=1)
        saved(admin, [FIRST], form=("name",), later=("c_okrug",), version=2)
        made.refresh_from_db()
        assert not made.is_in_form

    def test_what_must_be_filled_is_always_asked(self, admin: User) -> None:
        saved(admin, [FIRST], form=("phones",))
        assert set(ORGANIZATION.form) == {"name", "phones"}

    def test_headings_of_the_kind_stay_translated(self, admin: User) -> None:
        start = start_of(ORGANIZATION)
        turned = tuple(reversed([Group(label=str(one.label), fields=one.fields) for one in start.groups]))
        saved(admin, turned)
        row = CardLayout.objects.get()
        assert [one["label"] for one in row.groups] == ["More", "About", "Contacts"]
        assert [str(one.label) for one in ORGANIZATION.groups] == ["Ещё", "О клиенте", "Контакты"]

    def test_the_start_is_kept_as_no_layout(self, admin: User) -> None:
        saved(admin, [FIRST])
        start = start_of(ORGANIZATION)
        actions.save(kind=ORGANIZATION, layout=start, later=(), version=1, by=admin, at=NOW)
        row = CardLayout.objects.get()
        assert (row.groups, row.form, row.version) == ([], [], 2)
        assert "owner" in {name for one in ORGANIZATION.groups for name in one.fields}


class TestSaving:
    def test_only_administrators(self, seller: User) -> None:
        with pytest.raises(Forbidden):
            saved(seller, [FIRST])

    def test_the_second_of_two_administrators_is_told(self, admin: User) -> None:
        saved(admin, [FIRST])
        with pytest.raises(Conflict):
            saved(admin, [FOLDED])
        saved(admin, [FOLDED], version=1)

    @pytest.mark.parametrize(
        "groups",
        [
            [],
            [Group(label="Пусто", fields=())],
            [Group(label=" ", fields=("note",))],
            [Group(label="x" * 61, fields=("note",))],
            [Group(label="Раз", fields=("note",)), Group(label="Раз", fields=("phones",))],
            [Group(label="Раз", fields=("note", "note"))],
            [Group(label=f"Группа {number}", fields=("note",) if number else ("phones",)) for number in range(2)] * 11,
        ],
    )
    def test_what_is_no_layout_is_refused(self, admin: User, groups: list[Group]) -> None:
        with pytest.raises(Refused):
            saved(admin, groups)
        assert not CardLayout.objects.filter(version__gt=0).exists()

    def test_unknown_fields_and_worked_out_columns_are_passed_over(self, admin: User) -> None:
        odd = ("note", "nonsense", "owner", "name\x00", "next_step")
        saved(admin, [Group(label="Глав\x00ное", fields=odd)], form=("name", "created_at", "nonsense"))
        assert ORGANIZATION.groups == (Group(label="Главное", fields=("note",)),)
        assert ORGANIZATION.form == ("name",)

    def test_what_is_set_aside_is_not_there_and_comes_back(self, client: Client, admin: User) -> None:
        set_aside.do_without(names=["organization"], by=admin)
        saved(admin, [Group(label="Главное", fields=("note",))], kind=as_seen(PERSON, admin), form=("last_name",))
        assert "field:organization" not in text(seen(client, admin, "/settings/fields/person/layout/"))
        actions.save(kind=PERSON, layout=start_of(as_seen(PERSON, admin)), later=(), version=1, by=admin, at=NOW)
        assert CardLayout.objects.get().groups == []
        saved(admin, [Group(label="Главное", fields=("note",))], kind=as_seen(PERSON, admin), version=2)
        set_aside.do_without(names=[], by=admin)
        assert "organization" in {name for one in PERSON.groups for name in one.fields}

    def test_two_kinds_do_not_mix(self, admin: User) -> None:
        before = PERSON.groups
        saved(admin, [FIRST])
        assert PERSON.groups == before


class TestScreen:
    def test_it_shows_saves_and_looks(self, client: Client, admin: User, seller: User) -> None:
        html = text(seen(client, admin, PAGE))
        assert html.index('value="field:phones"') < html.index('value="aside"') < html.index('value="field:name"')
        look = text(client.post(f"{PAGE}look/", sent([FIRST, FOLDED]), headers=HTMX))
        assert look.index("Главное") < look.index("Прочее")
        assert not CardLayout.objects.exists()
        answer = client.post(PAGE, sent([FIRST, FOLDED], aside=["industry"]), follow=True)
        assert answer.status_code == 200
        assert "Главное" in text(answer)
        assert ORGANIZATION.groups[0].fields == ("note", "phones")
        assert 'value="group:0"' in text(client.get(f"{PAGE}?start=1"))
        firm = organization(seller, "Ромашка")
        assert "Главное" in text(seen(client, seller, f"/organizations/{firm.pk}/"))

    @pytest.mark.req("E4")
    def test_the_look_stars_what_is_demanded_and_says_of_whom(
        self, client: Client, admin: User, own_role: Role, demand: Demand
    ) -> None:
        demand("note", own_role, kind="organization")
        demand("website", kind="organization")
        client.force_login(admin)
        look = text(client.post(f"{PAGE}look/", sent([FIRST, FOLDED]), headers=HTMX))
        form = look[look.index("layout__part--form") :]
        at_once = form[: form.index("data-look")]
        for name in ("note", "website"):
            assert f'name="{name}"' in at_once
        assert "Обязательно для: Продавец" in at_once
        assert at_once.count("Обязательно для") == 1
        assert look.count("required") >= 2

    @pytest.mark.parametrize("name", ["seller", "head", "outsider"])
    def test_others_do_not_see_it(self, client: Client, request: pytest.FixtureRequest, name: str) -> None:
        client.force_login(request.getfixturevalue(name))
        for answer in (client.get(PAGE), client.post(PAGE, sent([FIRST])), client.post(f"{PAGE}look/", sent([FIRST]))):
            assert answer.status_code in {403, 404}

    def test_bad_input_loses_nothing(self, client: Client, admin: User) -> None:
        client.force_login(admin)
        again = [FIRST, Group(label="Главное", fields=("website",), more=True)]
        answer = client.post(PAGE, sent(again))
        assert answer.status_code == 422
        html = text(answer)
        assert html.count('value="Главное"') == 2
        assert 'id="group-1-error"' in html
        assert (
            client.post(PAGE, {"place": ["field:note", "aside", "group:\x00"], "version": "9" * 40}).status_code == 422
        )
        assert client.get("/settings/fields/nonsense/layout/").status_code == 404

    def test_the_second_administrator_keeps_what_he_did(self, client: Client, admin: User) -> None:
        client.force_login(admin)
        saved(admin, [FIRST])
        answer = client.post(PAGE, sent([FOLDED]))
        assert answer.status_code == 409
        html = text(answer)
        assert 'value="Прочее"' in html
        assert 'name="version" value="1"' in html
        assert client.post(PAGE, sent([FOLDED], version="1")).status_code == 303

    def test_a_card_asks_no_query_more(self, client: Client, admin: User, seller: User) -> None:
        who = person(seller, "Ёлкин")
        asked = []
        for groups in (layout_of(PERSON).groups[:2], [Group(label="Всё", fields=_everything(PERSON))]):
            saved(admin, groups, kind=PERSON, form=("last_name",), version=len(asked))
            seen(client, seller, f"/persons/{who.pk}/")
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/persons/{who.pk}/")
            asked.append(len(queries))
        assert asked[0] == asked[1] <= 12


def _everything(kind: Kind) -> tuple[str, ...]:
    return tuple(name for one in layout_of(kind).groups for name in one.fields)


def test_a_process_learns_of_it_by_the_mark(admin: User) -> None:
    saved(admin, [FIRST])
    layouts.arrange(ORGANIZATION, ())
    arrangement.forget()
    arrangement.refresh_now()
    assert ORGANIZATION.groups[0].label == "Главное"
    assert not CustomField.objects.exists()
