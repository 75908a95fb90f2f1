"""Turns what an action refused into an HTTP answer, once for all views."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from voronka.core.errors import ActionError, Conflict, Forbidden, NotFound, Refused
from voronka.ui.render import is_htmx, page, toast

type GetResponse = Callable[[HttpRequest], HttpResponse]


class ErrorMiddleware:
    """`core.errors` become 422, 403, 404, 409: a whole page, or a toast and a dialog for htmx."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return sign_in_first(response) if _sends_to_sign_in(request, response) else response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for our own errors; everything else goes on to Django. The API answers for itself."""
        if request.path.startswith("/api/") or not isinstance(error, ActionError):
            return None
        match error:
            case NotFound():
                raise Http404(error.message) from error
            case Conflict():
                return conflict(request, error)
            case Forbidden():
                return refusal(request, error.message, HTTPStatus.FORBIDDEN)
            case Refused():
                return refusal(request, error.message, HTTPStatus.UNPROCESSABLE_ENTITY)
        return refusal(request, error.message, HTTPStatus.BAD_REQUEST)


def _sends_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    if response.status_code != HTTPStatus.FOUND or not is_htmx(request) or request.user.is_authenticated:
        return False
    return response["Location"].startswith(resolve_url(settings.LOGIN_URL))


def sign_in_first(response: HttpResponse) -> HttpResponse:
    """401 instead of a redirect that htmx would follow: the page asks for the password over what was typed."""
    headers = {"X-Sign-In": response["Location"], "HX-Reswap": "none"}
    return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers=headers)


def refusal(request: HttpRequest, message: str, status: HTTPStatus) -> HttpResponse:
    """A sentence in a toast for htmx, on a page of its own otherwise."""
    if is_htmx(request):
        response = HttpResponse(status=status, headers={"HX-Reswap": "none"})
        return toast(response, message, tone="bad")
    context = {"code": int(status), "title": _("This cannot be done"), "text": message}
    return page(request, "ui/errors/error.html", context, status=status)


def conflict(request: HttpRequest, error: Conflict) -> HttpResponse:
    """Both values side by side; the form sends the same input again with the version that stands now."""
    fields = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    kept = [(name, value) for name, value in fields if name not in {"version", "csrfmiddlewaretoken"}]
    context = {"error": error, "action": request.get_full_path(), "fields": [*kept, ("version", str(error.version))]}
    response = page(request, "ui/errors/conflict.html", context, block="dialog", status=HTTPStatus.CONFLICT)
    if is_htmx(request):
        response["HX-Retarget"] = "#dialog"
        response["HX-Reswap"] = "innerHTML"
    return response
