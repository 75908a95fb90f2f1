"""Null bytes, which PostgreSQL refuses, never get as far as a view."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from voronka.core.null_bytes import without_null_bytes


class NullBytesMiddleware:
    """Takes them out of the query and of forms; JSON bodies lose theirs in `core.json_input`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _cleaned(request.GET)  # type: ignore[assignment]  # the stubs tell the two ages of a QueryDict apart
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Forms are read here and not before: by now the address is known to be ours and the token is checked."""
        if any("\x00" in text for name, texts in request.POST.lists() for text in (name, *texts)):
            request.POST = _cleaned(request.POST)  # type: ignore[assignment]  # as above


def _cleaned(given: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True, encoding=given.encoding)
    for name, texts in given.lists():
        clean.setlist(without_null_bytes(name), without_null_bytes(texts))
    clean._mutable = False
    return clean
