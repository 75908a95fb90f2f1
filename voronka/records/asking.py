"""Who asks a list or a report, and when."""

from django.http import HttpRequest
from django.utils import timezone

from voronka.accounts.asking import asker
from voronka.records.fields import FilterContext


def filter_context(request: HttpRequest) -> FilterContext:
    """Who asks, at what moment, in which time zone."""
    return FilterContext(by=asker(request), at=timezone.now(), zone=timezone.get_current_timezone())
