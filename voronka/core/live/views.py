"""The address of live events as Django knows it; see `config.asgi` for who really answers there."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # the interface of a view
    """Reached only under a plain WSGI server, which cannot stream: 204 tells the browser not to ask again."""
    return HttpResponse(status=204)
