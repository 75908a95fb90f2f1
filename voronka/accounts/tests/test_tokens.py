"""Tokens of the API."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from voronka.accounts.actions import tokens
from voronka.accounts.models import ApiToken, User
from voronka.core.errors import Forbidden, Refused


def test_plain_token_is_shown_once_and_kept_nowhere(worker: User, now: datetime) -> None:
    token, plain = tokens.issue(user=worker, name="Склад", at=now)
    assert plain.startswith(token.prefix)
    assert plain not in str(ApiToken.objects.values_list().get())
    assert tokens.authenticate(plain, at=now) == worker


@pytest.mark.parametrize("plain", ["", "vrk_", "vrk_wrong", "Bearer x", "vrk_" + "x" * 10_000, "vrk_\x00", "vrk_Ы"])
def test_strangers(worker: User, now: datetime, plain: str) -> None:
    assert tokens.authenticate(plain, at=now) is None


def test_use_is_noted_once_a_minute(worker: User, now: datetime, django_assert_num_queries) -> None:
    token, plain = tokens.issue(user=worker, name="Склад", at=now)
    for seconds, noted in ((0, 0), (59, 0), (60, 60), (61, 60)):
        tokens.authenticate(plain, at=now + timedelta(seconds=seconds))
        token.refresh_from_db()
        assert token.last_used_at == now + timedelta(seconds=noted)
    with django_assert_num_queries(1):
        tokens.authenticate(plain, at=now + timedelta(seconds=62))


def test_revoked(boss: User, worker: User, now: datetime) -> None:
    token, plain = tokens.issue(user=worker, name="Склад", at=now)
    tokens.revoke(token=token, by=worker, at=now)
    tokens.revoke(token=token, by=boss, at=now + timedelta(days=1))
    token.refresh_from_db()
    assert token.revoked_at == now
    assert tokens.authenticate(plain, at=now) is None


def test_not_somebody_elses(boss: User, worker: User, now: datetime) -> None:
    token, _plain = tokens.issue(user=boss, name="Склад", at=now)
    with pytest.raises(Forbidden):
        tokens.revoke(token=token, by=worker, at=now)


def test_not_without_end(worker: User, now: datetime) -> None:
    for n in range(50):
        tokens.issue(user=worker, name=str(n), at=now)
    with pytest.raises(Refused):
        tokens.issue(user=worker, name="51", at=now)


def test_command_prints_the_token_alone(worker: User) -> None:
    out = StringIO()
    call_command("token", worker.email, stdout=out)
    assert tokens.authenticate(out.getvalue().strip(), at=datetime.now().astimezone()) == worker
    with pytest.raises(CommandError):
        call_command("token", "nobody@firma.ru")
