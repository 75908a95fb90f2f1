"""Pages and fragments, toasts, redirects, and what the errors of actions become."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from voronka.accounts.models import User
from voronka.core.errors import Clash, Conflict, Forbidden, NotFound, Refused
from voronka.ui import errors, render
from voronka.ui.middleware import ErrorMiddleware

HTMX = {"HX-Request": "true"}


def request(user: object = None, **headers: str) -> HttpRequest:
    """A POST as the middleware sees it."""
    made = RequestFactory().post("/x/?y=1", {"name": "Мой", "version": "1"}, headers=headers or None)
    made.user = user or AnonymousUser()  # type: ignore[assignment]  # anonymous is enough here
    made.session = {}  # type: ignore[assignment]  # messages look into it
    made._messages = []  # type: ignore[attr-defined]  # what MessageMiddleware would set
    return made


def refuse(error: Exception, **headers: str) -> HttpResponse | None:
    """What the middleware makes of an error."""
    with translation.override("ru"):
        return ErrorMiddleware(lambda _: HttpResponse()).process_exception(request(**headers), error)


def test_a_refusal_is_a_page_or_a_toast() -> None:
    page = refuse(Refused("Сумма меньше нуля"))
    assert page is not None
    assert page.status_code == 422
    assert "Сумма меньше нуля" in page.content.decode()
    fragment = refuse(Refused("Сумма меньше нуля"), **HTMX)
    assert fragment is not None
    assert fragment["HX-Reswap"] == "none"
    assert json.loads(fragment["HX-Trigger"])["toast"]["text"] == "Сумма меньше нуля"


def test_forbidden_absent_and_foreign_errors() -> None:
    closed = refuse(Forbidden("Нельзя"))
    assert closed is not None
    assert closed.status_code == 403
    with pytest.raises(Http404):
        refuse(NotFound("Нет"))
    assert refuse(ValueError("?")) is None


def test_a_conflict_shows_both_values_and_keeps_the_input() -> None:
    clash = Clash(field="name", label="Имя", theirs="Их", yours="Мой")
    answer = refuse(Conflict("Кто-то успел", version=7, clashes=(clash,)), **HTMX)
    assert answer is not None
    html = answer.content.decode()
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#dialog"
    assert ">Их<" in html
    assert ">Мой<" in html
    assert 'name="version" value="7"' in html
    assert 'name="version" value="1"' not in html
    assert 'action="/x/?y=1"' in html


def test_an_expired_session_says_401_to_htmx_and_redirects_a_browser(client: Client) -> None:
    htmx = client.get("/ui/gallery/", headers=HTMX)
    assert htmx.status_code == 401
    assert "/accounts/login/" in htmx["X-Sign-In"]
    assert client.get("/ui/gallery/").status_code == 302


def test_toasts_join_other_events() -> None:
    response = render.done("Сохранено", undo="/undo/", changed=("deal", 5))
    assert response.status_code == 204
    said = json.loads(response["HX-Trigger"])
    assert said["toast"] == {"text": "Сохранено", "undo": "/undo/", "tone": "neutral"}
    assert said["changed"] == {"kind": "deal", "id": 5}


def test_redirects() -> None:
    assert render.redirect(request(), "/a/").status_code == 303
    answer = render.redirect(request(**HTMX), "/a/")
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/a/")


def test_pages_of_errors_in_both_languages() -> None:
    for language, said in (("ru", "Здесь ничего нет"), ("en", "There is nothing here")):
        with translation.override(language):
            assert said in errors.answer(request(), 404).content.decode()
    with translation.override("ru"):
        assert "У нас что-то сломалось" in errors.server_error(request()).content.decode()
        assert errors.csrf_failure(request()).status_code == 403


@pytest.mark.django_db
def test_a_fragment_has_the_imports_of_its_page(client: Client, admin: User) -> None:
    client.force_login(admin)
    whole = client.get("/ui/gallery/panel/").content.decode()
    part = client.get("/ui/gallery/panel/", headers=HTMX).content.decode()
    restored = client.get("/ui/gallery/panel/", headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<!doctype html>" in whole
    assert "<!doctype html>" not in part
    assert "card-head" in part
    assert "<!doctype html>" in restored.content.decode()


def test_unknown_address(client: Client, admin: User) -> None:
    client.force_login(admin)
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "Здесь ничего нет" in answer.content.decode()
