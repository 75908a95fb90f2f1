"""Screens of settings: works, not for a teammate, not for a stranger, says what is wrong."""

import json
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from voronka.accounts import grid, holdings
from voronka.accounts.models import BusinessUnit, Department, Role, User

HTMX = {"HX-Request": "true"}
EVIL = '<script>alert("1")</script>'


@pytest.fixture
def page(client: Client, boss: User) -> Client:
    client.force_login(boss)
    return client


@pytest.fixture(autouse=True)
def _boats() -> Iterator[None]:
    grid.register_kind("boat", "Лодки")
    yield
    grid._kinds.pop("boat")


@pytest.fixture
def places(company: Department, worker: User) -> dict[str, int]:
    return {
        "people": worker.pk,
        "departments": company.pk,
        "units": BusinessUnit.objects.create(name="Станки").pk,
        "roles": Role.objects.create(name="Продавец").pk,
    }


COMPANY = [
    ("people", None), ("person_new", None), ("person", "people"), ("person_off", "people"),
    ("departments", None), ("department_new", None), ("department", "departments"),
    ("units", None), ("unit_new", None), ("unit", "units"),
    ("roles", None), ("role_new", None), ("role", "roles"), ("role_name", "roles"),
]  # fmt: skip
OWN = ["settings", "profile", "security", "tokens", "token_new"]


@pytest.mark.parametrize(("name", "of"), COMPANY)
@pytest.mark.parametrize("htmx", [False, True])
def test_company_pages_open_for_an_administrator(
    page: Client, places: dict[str, int], name: str, of: str | None, *, htmx: bool
) -> None:
    answer = page.get(reverse(f"accounts:{name}", args=[places[of]] if of else []), headers=HTMX if htmx else {})
    assert answer.status_code == 200
    assert ("<!doctype" in answer.content.decode()) is not htmx


@pytest.mark.parametrize(("name", "of"), COMPANY)
def test_company_pages_are_closed_to_others(
    client: Client, worker: User, places: dict[str, int], name: str, of: str | None
) -> None:
    address = reverse(f"accounts:{name}", args=[places[of]] if of else [])
    assert client.get(address).status_code == 302
    client.force_login(worker)
    for answer in (client.get(address), client.post(address, {"name": "Моё"})):
        assert answer.status_code in (403, 405)


@pytest.mark.parametrize("name", OWN)
def test_own_pages_open_for_everybody(client: Client, worker: User, name: str) -> None:
    assert client.get(reverse(f"accounts:{name}")).status_code == 302
    client.force_login(worker)
    assert client.get(reverse(f"accounts:{name}")).status_code == 200


def test_lists_ask_the_database_the_same_for_one_and_for_many(page: Client, company: Department) -> None:
    counts: list[list[int]] = []
    for many in (1, 30):
        for n in range(many):
            user = User.objects.create_user(f"{many}-{n}@firma.ru", None, first_name=f"{n}", department=company)
            user.roles.add(Role.objects.get_or_create(name=f"Роль {n}")[0])
            Department.objects.create(name=f"{many}-{n}", parent=company)
        counts.append([])
        for name in ("people", "departments", "units", "roles"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                page.get(reverse(f"accounts:{name}"))
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12


def test_settings_are_found_by_a_word(client: Client, worker: User) -> None:
    client.force_login(worker)
    text = client.get("/settings/?q=пароль", headers=HTMX).content.decode()
    assert "Безопасность" in text
    assert "Сотрудники" not in text
    assert "Ничего не найдено" in client.get("/settings/?q=%3Cb%3E", headers=HTMX).content.decode()


def test_invite_shows_the_way_in(page: Client, company: Department) -> None:
    role = Role.objects.create(name="Продавец")
    sent = {"first_name": "Мария", "email": "maria@firma.ru", "department": company.pk, "roles": [role.pk]}
    answer = page.post("/settings/users/new/", sent, headers=HTMX)
    assert "/accounts/password/reset/key/" in answer.content.decode()
    user = User.objects.get(email="maria@firma.ru")
    assert (user.department, list(user.roles.all()), user.is_superuser) == (company, [role], False)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "нет"}, "email"), ({"email": "mаria@firma.ru"}, "email"), ({"email": "ivan@firma.ru"}, "email"),
        ({"first_name": ""}, "first_name"), ({"first_name": "Ы" * 10_000}, "first_name"),
        ({"department": "999999"}, "department"), ({"roles": ["999999"]}, "roles"),
    ],
)  # fmt: skip
def test_bad_people_are_told_by_the_field(page: Client, worker: User, wrong: dict[str, str], field: str) -> None:
    before = User.objects.count()
    answer = page.post("/settings/users/new/", {"first_name": "Мария", "email": "maria@firma.ru"} | wrong, headers=HTMX)
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert User.objects.count() == before


def test_nothing_but_the_form_is_taken(page: Client, worker: User) -> None:
    sent = {"first_name": "Иван", "email": worker.email, "is_active": "", "password": "x", "language": "en", "id": "1"}
    page.post(reverse("accounts:person", args=[worker.pk]), sent, headers=HTMX)
    worker.refresh_from_db()
    assert worker.is_active
    assert worker.check_password("correct horse battery")
    assert worker.language == "ru"


def test_names_are_shown_as_text(page: Client, company: Department) -> None:
    User.objects.create_user("x@firma.ru", None, first_name=EVIL, job_title=EVIL)
    Department.objects.create(name=EVIL, parent=company)
    BusinessUnit.objects.create(name=EVIL)
    Role.objects.create(name=EVIL)
    for name in ("people", "departments", "units", "roles", "person_new"):
        assert EVIL not in page.get(reverse(f"accounts:{name}")).content.decode()


def test_people_are_found(page: Client, worker: User) -> None:
    assert "Серов" in page.get("/settings/users/?q=сер ив", headers=HTMX).content.decode()
    assert "Никто не найден" in page.get("/settings/users/?q=%25", headers=HTMX).content.decode()


def test_switching_off_and_on(page: Client, worker: User) -> None:
    holdings.register("boat", lambda user: [holdings.Holding("Лодки", 7, "/boats/")])
    try:
        shown = page.get(reverse("accounts:person_off", args=[worker.pk]), headers=HTMX).content.decode()
    finally:
        holdings._counters.pop("boat")
    assert "Лодки" in shown
    answer = page.post(reverse("accounts:person_off", args=[worker.pk]), headers=HTMX)
    assert answer.status_code == 204
    assert json.loads(answer["HX-Trigger"])["changed"] == {"kind": "user", "id": worker.pk}
    assert "Серов" not in page.get("/settings/users/", headers=HTMX).content.decode()
    assert "Серов" in page.get("/settings/users/?former=on", headers=HTMX).content.decode()
    page.post(reverse("accounts:person_on", args=[worker.pk]), headers=HTMX)
    worker.refresh_from_db()
    assert worker.is_active


def test_one_does_not_switch_oneself_off(page: Client, boss: User) -> None:
    assert page.post(reverse("accounts:person_off", args=[boss.pk]), headers=HTMX).status_code == 422


def test_second_factor_is_reset(page: Client, worker: User) -> None:
    TOTP.activate(worker, generate_totp_secret())
    page.post(reverse("accounts:person_second_factor", args=[worker.pk]), headers=HTMX)
    assert not worker.authenticator_set.exists()


def test_departments_by_dialogs(page: Client, company: Department) -> None:
    page.post("/settings/departments/new/", {"name": "Юг", "parent": company.pk}, headers=HTMX)
    south = Department.objects.get(name="Юг")
    assert south.parent == company
    wrong = page.post(
        reverse("accounts:department", args=[company.pk]), {"name": "К", "parent": south.pk}, headers=HTMX
    )
    assert wrong.status_code == 422
    company.refresh_from_db()
    assert (company.name, company.parent) == ("Компания", None)
    page.post(reverse("accounts:department_off", args=[south.pk]), headers=HTMX)
    south.refresh_from_db()
    assert not south.is_active
    assert page.post(reverse("accounts:department_off", args=[company.pk]), headers=HTMX).status_code == 422


def test_grid_is_set_in_place(page: Client) -> None:
    role = Role.objects.create(name="Продавец")
    address = reverse("accounts:role_grant", args=[role.pk])
    answer = page.post(address, {"kind": "boat", "action": "view", "scope": "department"}, headers=HTMX)
    assert answer.status_code == 200
    assert "grid__select--department" in answer.content.decode()
    assert role.grants.get().scope == "department"
    page.post(address, {"kind": "boat", "action": "view", "scope": ""})
    assert not role.grants.exists()
    for wrong in ({"kind": "ufo", "action": "view"}, {"kind": "boat", "action": "fly"}, {}):
        assert page.post(address, wrong | {"scope": "all"}, headers=HTMX).status_code == 404
    assert page.post(address, {"kind": "boat", "action": "view", "scope": "x"}, headers=HTMX).status_code == 422


def test_profile_answers_in_the_chosen_language(client: Client, worker: User) -> None:
    client.force_login(worker)
    sent = {"first_name": "Иван", "last_name": "Серов", "language": "en", "theme": "dark", "is_compact": "on"}
    text = client.post("/settings/profile/", sent, follow=True).content.decode()
    assert "Saved." in text
    assert 'data-theme="dark"' in text
    assert 'data-density="compact"' in text
    answer = client.post("/settings/profile/", sent | {"language": "xx", "first_name": ""})
    assert answer.status_code == 422


def test_look_is_switched_from_the_frame(client: Client, worker: User) -> None:
    client.force_login(worker)
    assert client.post("/settings/profile/look/", {"theme": "dark"}).status_code == 204
    assert client.post("/settings/profile/look/", {"is_compact": "on"}).status_code == 204
    worker.refresh_from_db()
    assert (worker.theme, worker.is_compact) == ("dark", True)
    assert client.post("/settings/profile/look/", {"theme": "neon"}, headers=HTMX).status_code == 422


def test_token_is_shown_once(client: Client, worker: User) -> None:
    client.force_login(worker)
    text = client.post("/settings/tokens/new/", {"name": "Склад"}, headers=HTMX).content.decode()
    token = worker.api_tokens.get()
    assert text.count("vrk_") >= 1
    listed = client.get("/settings/tokens/").content.decode()
    assert "Склад" in listed
    assert f'value="{token.prefix}' in text
    assert f'value="{token.prefix}' not in listed
    client.post(reverse("accounts:token_revoke", args=[token.pk]))
    assert "Склад" not in client.get("/settings/tokens/").content.decode()


def test_tokens_of_others_are_absent(page: Client, worker: User, boss: User, client: Client) -> None:
    page.post("/settings/tokens/new/", {"name": "1С"}, headers=HTMX)
    client.force_login(worker)
    assert client.post(reverse("accounts:token_revoke", args=[boss.api_tokens.get().pk])).status_code == 404


def test_other_places_are_signed_out(client: Client, worker: User, boss: User) -> None:
    elsewhere, stranger = Client(), Client()
    for browser, user in ((client, worker), (elsewhere, worker), (stranger, boss)):
        browser.post("/accounts/login/", {"login": user.email, "password": "correct horse battery"})
    foreign = boss.usersession_set.get()
    assert client.post(reverse("accounts:session_end", args=[foreign.pk])).status_code == 404
    other = worker.usersession_set.get(session_key=elsewhere.session.session_key)
    client.post(reverse("accounts:session_end", args=[other.pk]))
    assert elsewhere.get("/settings/").status_code == 302
    assert client.get("/settings/").status_code == 200
    elsewhere.post("/accounts/login/", {"login": worker.email, "password": "correct horse battery"})
    client.post("/settings/security/sessions/end/")
    assert elsewhere.get("/settings/").status_code == 302
    assert (client.get("/settings/").status_code, stranger.get("/settings/").status_code) == (200, 200)
