"""Who asks a report, and when."""

from django.http import HttpRequest
from django.utils import timezone

from voronka.accounts.models import User
from voronka.records.fields import FilterContext


def filter_context(request: HttpRequest) -> FilterContext:
    """The person who is signed in, the moment and the time zone."""
    assert isinstance(request.user, User)  # noqa: S101  # tells mypy what LoginRequiredMiddleware guarantees
    return FilterContext(by=request.user, at=timezone.now(), zone=timezone.get_current_timezone())
