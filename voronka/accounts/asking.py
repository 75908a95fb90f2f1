"""Who asks: the start of every view and of every answer of the API."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse

from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator


def asker(request: HttpRequest) -> User:
    """The person who is signed in or whose token it is; the middleware and the token let nobody else through."""
    assert isinstance(request.user, User)  # noqa: S101  # tells mypy what those two guarantee
    return request.user


def administrators[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The view answers only to an administrator, others get 403 in words."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        require_administrator(asker(request))
        return view(request, *args, **kwargs)

    return guarded
