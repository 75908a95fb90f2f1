"""Around every request: the fields as the company has arranged them now, and the journal of reads."""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from voronka.accounts import queries
from voronka.accounts.models import User
from voronka.records import arrangement
from voronka.records.actions import reads
from voronka.records.asking import address_of, filter_context
from voronka.records.models import Way
from voronka.records.reads import collecting


class ArrangementMiddleware:
    """Compares the mark that comes with the person's grants."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            arrangement.refresh(queries.arranged(request.user))
        return self.get_response(request)


WAYS = {
    "card": Way.CARD,
    "field": Way.CARD,
    "panel": Way.PANEL,
    "history": Way.CHANGES,
    "list": Way.LIST,
    "rows": Way.LIST,
    "search": Way.SEARCH,
    "similar": Way.SEARCH,
    "similar-to": Way.SEARCH,
    "lookup": Way.PICKER,
    "export": Way.EXPORT,
    "subject": Way.EXPORT,
    "subject-file": Way.EXPORT,
}
ASKED = ("q", "f", "filter")  # words of an address that say what was looked for


class ReadsMiddleware:
    """Writes to the journal whose personal data an answer shows; an answer that cannot be written down is not given."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with collecting() as found:
            response = self.get_response(request)
        if found and isinstance(request.user, User):
            context = filter_context(request)
            reads.keep(
                shown=found,
                way=_way(request),
                place=request.path,
                question=_question(request),
                address=address_of(request),
                by=context.by,
                at=context.at,
            )
        return response


def _way(request: HttpRequest) -> Way:
    match = request.resolver_match
    if match is not None and "api" in match.namespaces:
        return Way.API
    return WAYS.get((match and match.url_name) or "", Way.PAGE)


def _question(request: HttpRequest) -> str:
    """What was looked for, as words of an address, `q` and the filter; empty for a whole list."""
    given = request.GET if request.method == "GET" else request.POST
    asked = {"f" if name == "filter" else name: given[name] for name in ASKED if given.get(name, "").strip()}
    return json.dumps(asked, ensure_ascii=False) if asked else ""
