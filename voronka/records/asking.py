"""Who asks a list or a report, and when; and what of a kind they may see."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from voronka.accounts.asking import asker
from voronka.records.field_rules import as_seen
from voronka.records.fields import FilterContext
from voronka.records.kinds import Kind


def filter_context(request: HttpRequest) -> FilterContext:
    """Who asks, at what moment, in which time zone."""
    return FilterContext(by=asker(request), at=timezone.now(), zone=timezone.get_current_timezone())


def address_of(request: HttpRequest) -> str | None:
    """The address of the computer that asks; None behind a proxy that names nobody."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return None


def as_asked[R](view: Callable[..., R]) -> Callable[..., R]:
    """The view gets the kind as the person who asks may see it."""

    @wraps(view)
    def seen(request: HttpRequest, *, kind: Kind, **given: Any) -> R:
        return view(request, kind=as_seen(kind, asker(request)), **given)

    return seen
