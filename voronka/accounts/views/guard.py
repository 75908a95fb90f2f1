"""Who may open the company's settings."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse

from voronka.accounts.asking import asker
from voronka.accounts.policies import require_administrator


def administrators[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The view answers only to an administrator, others get 403 in words."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        require_administrator(asker(request))
        return view(request, *args, **kwargs)

    return guarded
