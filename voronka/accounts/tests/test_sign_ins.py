"""Every request finds its session and its person, with their rights, in two questions."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from voronka.accounts import queries
from voronka.accounts.models import Role, User

pytestmark = pytest.mark.django_db
PAGE = "/settings/profile/"


@pytest.mark.req("E1")
def test_rights_come_with_the_person(client: Client, seller: User) -> None:
    client.force_login(seller)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(PAGE).status_code == 200
    asked = [one["sql"] for one in captured.captured_queries if "accounts_grant" in one["sql"]]
    assert len(asked) == 1
    assert 'SELECT "accounts_user"."id"' in asked[0]


@pytest.mark.req("E1")
def test_rights_are_those_of_the_roles_in_use(seller: User, colleague: User) -> None:
    own, wide = queries.grants_of(seller), queries.grants_of(colleague)
    assert set(own) == set(wide)
    assert own != wide
    Role.objects.filter(users=colleague).update(is_active=False)
    assert queries.grants_of(User.objects.get(pk=colleague.pk)) == {}
    assert queries.grants_of(User(pk=0)) == {}


@pytest.mark.req("E1")
def test_a_session_lives_as_long_as_it_may(client: Client, seller: User) -> None:
    client.force_login(seller)
    assert client.get(PAGE).status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get(PAGE).status_code == 302


@pytest.mark.req("E1")
def test_who_was_switched_off_is_nobody(client: Client, seller: User, outsider: User) -> None:
    client.force_login(seller)
    assert client.get(PAGE).status_code == 200
    User.objects.filter(pk=seller.pk).update(is_active=False)
    assert client.get(PAGE).status_code == 302
    client.force_login(outsider)
    assert outsider.email in client.get(PAGE).content.decode()
