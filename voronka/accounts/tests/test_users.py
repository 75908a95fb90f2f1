"""People: invited, edited, switched off."""

from datetime import datetime

import pytest
from django.test import Client

from voronka.accounts import holdings
from voronka.accounts.actions import tokens, users
from voronka.accounts.models import Department, Role, User
from voronka.accounts.names import clean_email, tidy
from voronka.accounts.tests.at_once import at_once
from voronka.core.errors import Forbidden, Refused


def test_invite_makes_a_person_without_password(boss: User, company: Department) -> None:
    role = Role.objects.create(name="Продавец")
    user = users.invite(
        email="Maria@Firma.RU ", first_name="Мария", last_name="Юрьева", department=company, roles=[role], by=boss
    )
    user.refresh_from_db()
    assert (user.email, user.has_usable_password(), list(user.roles.all())) == ("maria@firma.ru", False, [role])


def test_link_to_set_a_password(boss: User, worker: User) -> None:
    link = users.password_link(user=worker, by=boss)
    assert link.startswith("/accounts/password/reset/key/")


@pytest.mark.parametrize(
    "email",
    [
        "",
        "нет",
        "a@b",
        "mаria@firma.ru",
        "a b@firma.ru",
        "x" * 300 + "@firma.ru",
        "a@f.ru\n.evil.ru,b@c.ru",
        "<a>@b.ru",
    ],
)
def test_bad_email_is_refused(boss: User, email: str) -> None:
    with pytest.raises(Refused) as caught:
        users.invite(email=email, first_name="Мария", by=boss)
    assert caught.value.field == "email"


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u202e", "x" * 81, "Ы" * 10_000])
def test_bad_name_is_refused(boss: User, name: str) -> None:
    with pytest.raises(Refused) as caught:
        users.invite(email="a@firma.ru", first_name=name, by=boss)
    assert caught.value.field == "first_name"


def test_tidy_keeps_what_is_seen() -> None:
    assert tidy(" Анна\u202e\x00\n  Мари\u0438\u0306 ") == "Анна Марий"
    assert clean_email(" A@B.RU ") == "a@b.ru"


def test_same_email_twice(boss: User, worker: User) -> None:
    with pytest.raises(Refused) as caught:
        users.invite(email=worker.email.upper(), first_name="Двойник", by=boss)
    assert caught.value.field == "email"


def test_only_an_administrator(worker: User, boss: User, now: datetime) -> None:
    with pytest.raises(Forbidden):
        users.invite(email="a@firma.ru", first_name="Аня", by=worker)
    with pytest.raises(Forbidden):
        users.edit(user=worker, is_superuser=True, by=worker)
    with pytest.raises(Forbidden):
        users.deactivate(user=boss, by=worker, at=now)
    with pytest.raises(Forbidden):
        users.password_link(user=boss, by=worker)
    with pytest.raises(Forbidden):
        users.reset_second_factor(user=boss, by=worker)
    with pytest.raises(Forbidden):
        users.prefer(user=boss, theme="dark", by=worker)


def test_last_administrator_stays(boss: User, worker: User, now: datetime) -> None:
    with pytest.raises(Refused):
        users.edit(user=boss, is_superuser=False, by=boss)
    with pytest.raises(Refused):
        users.deactivate(user=boss, by=boss, at=now)
    users.edit(user=worker, is_superuser=True, by=boss)
    users.edit(user=boss, is_superuser=False, by=boss)
    boss.refresh_from_db()
    assert not boss.is_superuser


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_switch_each_other_off(boss: User, worker: User, now: datetime) -> None:
    users.edit(user=worker, is_superuser=True, by=boss)
    worker.refresh_from_db()
    results = at_once(
        lambda: users.deactivate(user=worker, by=boss, at=now), lambda: users.deactivate(user=boss, by=worker, at=now)
    )
    assert sum(isinstance(one, Refused) for one in results) == 1
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1


def test_switching_off_ends_sessions_and_tokens(boss: User, worker: User, client: Client, now: datetime) -> None:
    client.force_login(worker)
    _token, plain = tokens.issue(user=worker, name="1С", at=now)
    users.deactivate(user=worker, by=boss, at=now)
    assert tokens.authenticate(plain, at=now) is None
    users.reactivate(user=worker, by=boss)
    assert tokens.authenticate(plain, at=now) is None


def test_what_one_holds_is_told(worker: User) -> None:
    holdings.register("test", lambda user: [holdings.Holding("Deals", 3 if user == worker else 0, "/deals/")])
    try:
        assert [one.count for one in holdings.of(worker)] == [3]
    finally:
        holdings._counters.pop("test")


def test_own_preferences(worker: User) -> None:
    users.prefer(user=worker, by=worker, language="en", theme="dark", is_compact=True, first_name="Ваня")
    worker.refresh_from_db()
    assert (worker.language, worker.theme, worker.is_compact, worker.full_name) == ("en", "dark", True, "Ваня Серов")
    for wrong in ({"language": "xx"}, {"theme": "neon"}):
        with pytest.raises(Refused):
            users.prefer(user=worker, by=worker, **wrong)


def test_new_email_closes_the_old_door(boss: User, worker: User) -> None:
    worker.emailaddress_set.create(email=worker.email, primary=True, verified=True)
    users.edit(user=worker, email="serov@firma.ru", by=boss)
    assert not worker.emailaddress_set.exists()
