"""Saved views and the filter builder."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils.http import urlencode as encode

from voronka.accounts.models import User
from voronka.people.kinds import PERSON
from voronka.records import filter_form, filter_tree
from voronka.records.models import SavedView
from voronka.records.tests.lists import HTMX, address, line, person, seen, text

VIEWS, FILTER = "/persons/views/", "/persons/filter/"
TREE = {"all": [line("name", "has", "Ив")]}


def kept(client: Client, by: User, name: str = "Мои Ивановы", **words: str) -> SavedView:
    client.force_login(by)
    given = {"name": name, "f": filter_tree.write(TREE), "sort": "-name", "cols": "name,phones"} | words
    assert client.post(VIEWS, given, headers=HTMX).status_code == 204
    return SavedView.objects.get(name=name, owner=by)


def test_a_view_is_kept_and_shown_as_a_tab(client: Client, seller: User) -> None:
    person(seller, "Иванов")
    person(seller, "Петров")
    view = kept(client, seller)
    assert (view.filter, view.sort, view.columns, view.is_shared) == (TREE, "-name", ["name", "phones"], False)
    html = text(seen(client, seller, f"/persons/?view={view.pk}"))
    assert "Мои Ивановы" in html
    assert "Петров" not in html
    assert "Сохранить как…" not in html


def test_what_a_built_in_view_fixes_is_kept_too(client: Client, seller: User) -> None:
    view = kept(client, seller, view="mine")
    assert view.filter == {"all": [line("owner", "in", ["me"]), *TREE["all"]]}


def test_a_shared_view_is_seen_but_not_changed_by_colleagues(client: Client, seller: User, colleague: User) -> None:
    view, own = kept(client, seller, is_shared="on"), kept(client, seller, name="Только мой")
    html = text(seen(client, colleague, "/persons/"))
    assert "Мои Ивановы" in html
    assert "Только мой" not in html
    assert client.get(f"/persons/?view={own.pk}").status_code == 404
    assert client.post(f"{VIEWS}{view.pk}/", {"name": "Чужое"}).status_code == 403
    assert client.post(f"{VIEWS}{view.pk}/delete/").status_code == 403
    assert client.post(f"{VIEWS}{own.pk}/", {"name": "Чужое"}).status_code == 404
    assert client.delete(f"{VIEWS}{own.pk}/").status_code == 404
    assert client.get(f"/organizations/?view={view.pk}").status_code == 404


def test_rename_share_replace_delete(client: Client, seller: User) -> None:
    view = kept(client, seller)
    client.post(f"{VIEWS}{view.pk}/", {"name": "Иное", "is_shared": "on"})
    client.post(f"{VIEWS}{view.pk}/", {"keep": "1", "view": str(view.pk), "sort": "name"})
    view.refresh_from_db()
    assert (view.name, view.is_shared, view.sort, view.filter) == ("Иное", True, "name", TREE)
    assert client.delete(f"{VIEWS}{view.pk}/", headers=HTMX).status_code == 204
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"name": "Мои Ивановы"},
        {"name": "Z", "f": '{"field":"x"}'},
        {"name": "Z", "f": "["},
    ],
)
def test_bad_views_are_refused(client: Client, seller: User, words: dict[str, str]) -> None:
    kept(client, seller)
    assert client.post(VIEWS, words, headers=HTMX).status_code == 422
    assert SavedView.objects.count() == 1


def builder(**words: object) -> str:
    return f"{FILTER}?{encode(words, doseq=True)}"


def test_the_builder_shows_the_filter_and_counts(client: Client, seller: User) -> None:
    person(seller, "Иванов")
    html = text(seen(client, seller, address(FILTER, tree=TREE), headers=HTMX))
    assert 'value="Ив"' in html
    assert "Показать: 1" in html


def test_applying_goes_to_the_list_with_a_short_filter(client: Client, seller: User) -> None:
    words = {"group": "0", "match-0": "any", "line-0": "0-0", "field-0-0": "name", "op-0-0": "has", "value-0-0": "Ив"}
    response = seen(client, seller, builder(**words, do="apply"), headers=HTMX)
    expected = urlencode({"f": filter_tree.write({"any": [line("name", "has", "Ив")]})})
    assert (response.status_code, response["HX-Redirect"]) == (204, f"/persons/?{expected}")


def test_another_field_brings_its_own_conditions(client: Client, seller: User) -> None:
    words = {
        "group": "0",
        "line-0": "0-0",
        "field-0-0": "created_at",
        "was-0-0": "name",
        "op-0-0": "has",
        "value-0-0": "Ив",
    }
    html = text(seen(client, seller, builder(**words), headers=HTMX))
    assert "за период" in html
    assert "этот месяц" in html
    assert 'value="Ив"' not in html


def test_a_value_that_does_not_fit_is_told_in_the_builder(client: Client, seller: User) -> None:
    words = {"group": "0", "line-0": "0-0", "field-0-0": "created_at", "op-0-0": "from", "value-0-0": "когда-нибудь"}
    response = seen(client, seller, builder(**words, do="apply"), headers=HTMX)
    assert response.status_code == 422
    assert 'role="alert"' in text(response)


@pytest.mark.parametrize(
    "tree",
    [
        {},
        {"all": [line("name", "has", "x"), line("phones", "empty")]},
        {"any": [line("owner", "in", ["me", "3"]), {"all": [line("created_at", "period", "today")]}]},
        {"all": [{"not": line("name", "has", "x")}]},
        line("name", "has", "x"),
    ],
)
def test_trees_come_through_the_builder(tree: dict[str, object]) -> None:
    wanted = {"all": [tree]} if "field" in tree else tree
    assert filter_form.of_tree(PERSON, dict(tree)).tree == wanted


def test_lines_and_groups_are_added_and_dropped() -> None:
    form = filter_form.of_tree(PERSON, TREE)
    for command in ("line:0", "group", "line:1", "drop:0:0", "drop:1:0", "nonsense", "drop:9:9", "ungroup:0"):
        form = filter_form.carried_out(PERSON, form, command)
    assert (len(form.root.lines), [len(group.lines) for group in form.groups]) == (1, [1])
    assert filter_form.carried_out(PERSON, form, "ungroup:1").groups == ()
