"""The first start: one link, one administrator."""

from datetime import datetime, timedelta
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from voronka.accounts import grid
from voronka.accounts.actions import setup, users
from voronka.accounts.models import Grant, Role, SetupLink, User
from voronka.accounts.tests.at_once import at_once
from voronka.core.errors import NotFound, Refused

pytestmark = pytest.mark.django_db
FOUNDER = {
    "company": "ООО «Ромашка»",
    "first_name": "Анна",
    "last_name": "Громова",
    "email": "anna@romashka.ru",
    "password": "длинная фраза из слов",
}


def secret_of(link: str) -> str:
    return urlsplit(link).path.rstrip("/").rpartition("/")[2]


def test_link_makes_the_administrator_and_lets_in(client: Client) -> None:
    grid.register_kind("boat", "Boats")
    grid.register_right("bounty", "Bounties", "view", "edit")
    path = urlsplit(setup.issue_link(at=timezone.now())).path
    assert client.get(path).status_code == 200
    answer = client.post(path, FOUNDER)
    for name in ("boat", "bounty"):
        grid._kinds.pop(name)
    assert (answer.status_code, answer["Location"]) == (303, "/")
    user = User.objects.get()
    assert (user.is_superuser, str(user.department), user.email) == (True, "ООО «Ромашка»", "anna@romashka.ru")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Role.objects.count() == 4
    assert Grant.objects.filter(kind="boat", action="view").count() == 4
    reserved = Grant.objects.filter(kind="bounty").values_list("role__name", "action").order_by("action")
    assert list(reserved) == [("Руководитель", "edit"), ("Руководитель", "view")]
    assert client.get(path).status_code == 404


def test_only_a_digest_is_kept(now: datetime) -> None:
    secret = secret_of(setup.issue_link(at=now))
    assert secret not in str(SetupLink.objects.values_list().get())


def test_link_lives_a_day(now: datetime) -> None:
    secret = secret_of(setup.issue_link(at=now))
    assert setup.is_open(secret, at=now + timedelta(hours=23, minutes=59))
    assert not setup.is_open(secret, at=now + timedelta(hours=24))
    with pytest.raises(NotFound):
        setup.consume(secret=secret, founder=setup.Founder(**FOUNDER), at=now + timedelta(hours=24))


def test_no_link_opens_once_there_is_an_administrator(boss: User, now: datetime, client: Client) -> None:
    secret = secret_of(setup.issue_link(at=now))
    assert not setup.is_open(secret, at=now)
    with pytest.raises(CommandError):
        call_command("setup_link")


@pytest.mark.parametrize(
    ("field", "value"),
    [("password", "1234567890"), ("password", "short"), ("email", "нет"), ("company", "x" * 200), ("first_name", " ")],
)
def test_bad_input_makes_nothing(client: Client, field: str, value: str) -> None:
    path = urlsplit(setup.issue_link(at=timezone.now())).path
    answer = client.post(path, FOUNDER | {field: value})
    assert answer.status_code == 422
    assert not User.objects.exists()
    assert not Role.objects.exists()


def test_strange_link(client: Client) -> None:
    answer = client.get("/accounts/setup/" + "x" * 500 + "/")
    assert answer.status_code == 404
    assert "voronka manage setup_link" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins(now: datetime) -> None:
    links = [secret_of(setup.issue_link(at=now)) for _ in range(3)]
    people = [setup.Founder(**(FOUNDER | {"email": f"{n}@romashka.ru"})) for n in range(3)]
    results = at_once(
        *(
            lambda s=secret, f=founder: setup.consume(secret=s, founder=f, at=now)  # type: ignore[misc]  # defaults bind
            for secret, founder in zip(links, people, strict=True)
        )
    )
    assert sum(isinstance(one, NotFound) for one in results) == 2
    assert User.objects.filter(is_superuser=True).count() == 1


def test_usual_roles_do_not_overwrite(db: None) -> None:
    setup.make_usual_roles()
    setup.make_usual_roles()
    assert Role.objects.count() == 4


def test_command_prints_a_link_that_opens(client: Client) -> None:
    out = StringIO()
    call_command("setup_link", stdout=out)
    assert client.get(urlsplit(out.getvalue().strip()).path).status_code == 200


def test_taken_email(worker: User, now: datetime) -> None:
    secret = secret_of(setup.issue_link(at=now))
    with pytest.raises(Refused):
        setup.consume(secret=secret, founder=setup.Founder(**(FOUNDER | {"email": worker.email})), at=now)


def test_secrets_of_addresses_are_not_written_to_the_log(
    client: Client, boss: User, caplog: pytest.LogCaptureFixture
) -> None:
    link = users.password_link(user=boss, by=boss)
    secret = secret_of(setup.issue_link(at=timezone.now()))
    with caplog.at_level("INFO", logger="voronka.request"):
        client.get(f"/accounts/setup/{secret}/")
        client.get(link)
        client.get("/settings/")
    assert secret not in caplog.text
    assert link.rstrip("/").rpartition("-")[2] not in caplog.text
    assert "/settings/" in caplog.text
