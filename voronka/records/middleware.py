"""Every request sees the fields as the company has arranged them now, whichever process answers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from voronka.accounts import queries
from voronka.records import arrangement


class ArrangementMiddleware:
    """Compares the mark that comes with the person's grants."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            arrangement.refresh(queries.arranged(request.user))
        return self.get_response(request)
