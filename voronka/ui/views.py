"""Pages of the interface itself: texts of the scripts and the gallery of components."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe
from django.views.i18n import JavaScriptCatalog

from voronka.core.errors import Clash, Conflict
from voronka.ui import delivery, samples
from voronka.ui.errors import answer
from voronka.ui.middleware import conflict
from voronka.ui.render import done, page

_catalog = JavaScriptCatalog.as_view(packages=None)


@login_not_required
@require_safe
@cache_control(max_age=3600, public=True)
def messages_js(request: HttpRequest) -> HttpResponseBase:
    """What the scripts say, in the language `l`; the address carries the language, so it may be cached."""
    wanted = request.GET.get("l", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        return _catalog(request)


@login_not_required
@require_safe
def styles(request: HttpRequest) -> HttpResponse:
    """All style sheets as one; under the address of its version it is kept for ever."""
    sheet = delivery.sheet()
    response = HttpResponse(sheet.text, content_type="text/css; charset=utf-8")
    known = request.GET.get("v") == sheet.version
    response["Cache-Control"] = "public, max-age=31536000, immutable" if known else "no-cache"
    return response


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for who builds screens."""
    _for_builders(request)
    return page(request, "ui/gallery.html", samples.context())


@require_http_methods(["GET", "POST"])
def gallery_dialog(request: HttpRequest) -> HttpResponse:
    """A form in a dialog: 422 without a name, else done with a toast."""
    _for_builders(request)
    context: dict[str, Any] = {"error": "", "name": request.POST.get("name", "")}
    if request.method == "POST":
        if context["name"]:
            return done(samples.saved(), undo=request.path)
        context["error"] = samples.required()
    status = 422 if context["error"] else 200
    return page(request, "ui/gallery_dialog.html", context, block="dialog", status=status)


@require_safe
def gallery_panel(request: HttpRequest) -> HttpResponse:
    """A record as the side panel shows it."""
    _for_builders(request)
    return page(request, "ui/gallery.html", samples.context(), block="panel")


@require_safe
def gallery_options(request: HttpRequest) -> HttpResponse:
    """What a picker finds."""
    _for_builders(request)
    wanted = request.GET.get("q", "").lower()
    found = [name for name in samples.companies() if wanted in name.lower()]
    return JsonResponse([{"value": name, "text": name, "hint": ""} for name in found], safe=False)


@require_safe
def gallery_error(request: HttpRequest, code: int) -> HttpResponse:
    """An error page as people see it; 409 is the conflict of two edits."""
    _for_builders(request)
    if code == 409:
        clash = Clash(field="name", label=samples.label(), theirs=samples.companies()[0], yours=samples.companies()[1])
        return conflict(request, Conflict(samples.changed(), version=2, clashes=(clash,)))
    if not HTTPStatus.BAD_REQUEST <= code <= HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED:
        raise Http404
    return answer(request, code)


def _for_builders(request: HttpRequest) -> None:
    if not (settings.DEBUG or request.user.is_superuser):
        raise Http404
