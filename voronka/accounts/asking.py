"""Who asks: the start of every view and of every answer of the API."""

from django.http import HttpRequest

from voronka.accounts.models import User


def asker(request: HttpRequest) -> User:
    """The person who is signed in or whose token it is; the middleware and the token let nobody else through."""
    assert isinstance(request.user, User)  # noqa: S101  # tells mypy what those two guarantee
    return request.user
