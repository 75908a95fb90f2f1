"""Pages of what went wrong outside our own actions: no right, no page, a fault, a stale form."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from voronka.ui.render import is_htmx, page, toast

type Words = tuple[str, str]


def words_of(code: int) -> Words:
    """Title and advice for a status."""
    known: dict[int, Words] = {
        403: (_("This is closed to you"), _("Ask your head or the administrator for access.")),
        404: (
            _("There is nothing here"),
            _("The record was removed, the address has a mistake, or you have no access to it."),
        ),
        413: (
            _("This is too much for one form"),
            _("Go back, what you typed is still there: make it shorter, or choose a file instead."),
        ),
        500: (
            _("Something broke on our side"),
            _("The fault is written down. Try again in a minute; what you typed stays in the form."),
        ),
    }
    return known.get(code, (_("This cannot be done"), _("Go back and try once more.")))


def answer(request: HttpRequest, code: int, text: str = "") -> HttpResponse:
    """The page of a status, or a toast for htmx."""
    title, advice = words_of(code)
    if is_htmx(request):
        return toast(HttpResponse(status=code, headers={"HX-Reswap": "none"}), text or f"{title}. {advice}", tone="bad")
    context = {"code": code, "title": title, "text": text or advice}
    return page(request, "ui/errors/error.html", context, status=code)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """403."""
    return answer(request, HTTPStatus.FORBIDDEN)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """404."""
    return answer(request, HTTPStatus.NOT_FOUND)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for a form that is too long: drawn without the person, who may not be known yet."""
    is_too_long = isinstance(exception, RequestDataTooBig)
    code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if is_too_long else HTTPStatus.BAD_REQUEST
    title, text = words_of(code)
    if is_htmx(request):
        return toast(HttpResponse(status=code, headers={"HX-Reswap": "none"}), f"{title}. {text}", tone="bad")
    return _plain(code)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """500, drawn without the person and the database, either of which may be what broke."""
    return _plain(HTTPStatus.INTERNAL_SERVER_ERROR)


def _plain(code: HTTPStatus) -> HttpResponse:
    title, text = words_of(code)
    context: dict[str, Any] = {"code": int(code), "title": title, "text": text}
    return HttpResponse(engines["jinja2"].get_template("ui/errors/fault.html").render(context), status=code)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature
    """The form is older than the session."""
    text = _("The form has grown old: reload the page and send it again. Nothing was changed.")
    return answer(request, HTTPStatus.FORBIDDEN, text)
