"""Who may open the company's settings."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse

from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator


def person(request: HttpRequest) -> User:
    """The signed-in person; the middleware has let nobody else through."""
    assert isinstance(request.user, User)  # noqa: S101  # for the checker
    return request.user


def administrators[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The view answers only to an administrator, others get 403 in words."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        require_administrator(person(request))
        return view(request, *args, **kwargs)

    return guarded
