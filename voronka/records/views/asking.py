"""Who asks, and when: what every view of records takes from its request."""

from django.http import HttpRequest
from django.utils import timezone

from voronka.accounts.models import User
from voronka.records.fields import FilterContext


def asker(request: HttpRequest) -> User:
    """The person who is signed in; the middleware lets nobody else through."""
    assert isinstance(request.user, User)  # noqa: S101  # tells mypy what LoginRequiredMiddleware guarantees
    return request.user


def filter_context(request: HttpRequest) -> FilterContext:
    """Who asks a list, at what moment, in which time zone."""
    return FilterContext(by=asker(request), at=timezone.now(), zone=timezone.get_current_timezone())
