"""Signing in and out, the forgotten password, the second factor, the session that ended."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import translation

from voronka.accounts.models import User

PASSWORD = "correct horse battery"


def sign_in(client: Client, email: str, password: str = PASSWORD, **extra: str) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password, **extra})


def code_now(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return f"{hotp_value(secret, counter) % 1_000_000:06}"


def test_page_is_ours_and_russian(client: Client, db: None) -> None:
    text = client.get("/accounts/login/").content.decode()
    assert "bare__card" in text
    assert "Войти" in text
    assert "Sign" not in text


def test_right_password_lets_in_and_keeps_next(client: Client, worker: User) -> None:
    answer = sign_in(client, worker.email.upper(), next="/settings/profile/")
    assert (answer.status_code, answer["Location"]) == (302, "/settings/profile/")
    assert client.session["_auth_user_id"] == str(worker.pk)


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_next_never_leads_out(client: Client, worker: User, evil: str) -> None:
    assert sign_in(client, worker.email, next=evil)["Location"] == "/"


@pytest.mark.parametrize("email", ["ivan@firma.ru", "nobody@firma.ru"])
def test_wrong_password_says_the_same_for_all(client: Client, worker: User, email: str) -> None:
    answer = sign_in(client, email, "wrong")
    page = re.sub(r"[A-Za-z0-9]{64}|value=\"[^\"]*\"", "", answer.content.decode())
    assert "_auth_user_id" not in client.session
    assert "form-errors" in page
    assert email not in page


def test_switched_off_does_not_enter(client: Client, worker: User) -> None:
    User.objects.filter(pk=worker.pk).update(is_active=False)
    sign_in(client, worker.email)
    assert "_auth_user_id" not in client.session


def test_guessing_is_slowed_down(client: Client, worker: User) -> None:
    for _ in range(6):
        answer = sign_in(client, worker.email, "wrong")
    answer = sign_in(client, worker.email)
    assert "_auth_user_id" not in client.session
    assert answer.status_code in (200, 429)


def test_sign_out_needs_a_post(client: Client, worker: User) -> None:
    client.force_login(worker)
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session


def test_sign_up_is_closed(client: Client, db: None) -> None:
    answer = client.post("/accounts/signup/", {"email": "a@firma.ru", "password1": PASSWORD})
    assert "bare__card" in answer.content.decode()
    assert not User.objects.exists()


def test_reset_by_letter(client: Client, worker: User, run_jobs: Callable[[], int]) -> None:
    client.post("/accounts/password/reset/", {"email": worker.email})
    assert not mail.outbox
    assert run_jobs() == 1
    letter = mail.outbox[0]
    assert "Voronka" in letter.subject or "Воронк" in letter.subject
    path = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", letter.body)
    assert path
    form = client.get(path[1], follow=True)
    address = form.redirect_chain[-1][0]
    new = "новая длинная фраза"
    assert client.post(address, {"password1": new, "password2": new}).status_code == 302
    worker.refresh_from_db()
    assert worker.check_password(new)
    assert "больше не действует" in Client().get(path[1], follow=True).content.decode()


def test_reset_tells_nothing_about_strangers(client: Client, worker: User, run_jobs: Callable[[], int]) -> None:
    answers = [
        client.post("/accounts/password/reset/", {"email": email}) for email in (worker.email, "nobody@firma.ru")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/accounts/password/reset/done/")}
    assert run_jobs() == 1
    assert len(mail.outbox) == 1


def test_look_alike_email_gets_no_letter(client: Client, worker: User, run_jobs: Callable[[], int]) -> None:
    client.post("/accounts/password/reset/", {"email": "ıvan@firma.ru"})
    assert run_jobs() == 0
    assert not mail.outbox


def test_second_factor_is_asked(client: Client, worker: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(worker, secret)
    answer = sign_in(client, worker.email)
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert "bare__card" in client.get("/accounts/2fa/authenticate/").content.decode()
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "_auth_user_id" not in client.session
    client.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})
    assert client.session["_auth_user_id"] == str(worker.pk)


def test_secret_of_the_second_factor_is_sealed(worker: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(worker, secret)
    assert secret not in str(Authenticator.objects.get().data)


def test_pages_of_the_second_factor_are_ours(client: Client, worker: User) -> None:
    sign_in(client, worker.email)
    for path in ("totp/activate/", "webauthn/add/"):
        text = client.get("/accounts/2fa/" + path, follow=True).content.decode()
        assert "bare__card" in text
    TOTP.activate(worker, generate_totp_secret())
    for path in ("totp/deactivate/", "recovery-codes/generate/", "reauthenticate/"):
        assert "bare__card" in client.get("/accounts/2fa/" + path, follow=True).content.decode()


def test_session_that_ended_within_a_page(client: Client, worker: User) -> None:
    answer = client.post("/settings/profile/", HTTP_HX_REQUEST="true")
    assert answer.status_code == 401
    assert (answer["HX-Reswap"], answer["X-Sign-In"]) == ("none", "/accounts/login/")
    assert client.get("/settings/profile/")["Location"] == "/accounts/login/?next=/settings/profile/"


def test_chosen_language_wins_over_the_browsers(client: Client, worker: User) -> None:
    client.force_login(worker)
    assert 'lang="ru"' in client.get("/settings/profile/", headers={"accept-language": "en"}).content.decode()
    User.objects.filter(pk=worker.pk).update(language="en")
    assert 'lang="en"' in client.get("/settings/profile/", headers={"accept-language": "ru"}).content.decode()
    translation.activate("ru")


def test_password_change_ends_other_sessions(client: Client, worker: User) -> None:
    elsewhere = Client()
    sign_in(elsewhere, worker.email)
    sign_in(client, worker.email)
    new = "новая длинная фраза"
    answer = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer["Location"] == "/settings/security/"
    assert client.get("/settings/security/").status_code == 200
    assert elsewhere.get("/settings/security/").status_code == 302


def test_limits_hold_for_all_processes(client: Client, worker: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache_entry")
        assert cursor.fetchone() == (0,)
        sign_in(client, worker.email, "wrong")
        cursor.execute("SELECT count(*) > 0 FROM cache_entry")
        assert cursor.fetchone() == (True,)
