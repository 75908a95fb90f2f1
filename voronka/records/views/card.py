"""The card of a record in its plainest form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from voronka.accounts.models import Action
from voronka.core.errors import NotFound
from voronka.records import access
from voronka.records.kinds import Kind
from voronka.records.views.asking import asker


def card(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """Every field of the record with its value."""
    record = access.load(kind, asker(request), pk)
    lines = [(one.label, one.show(one.read(record))) for one in kind.fields]
    return render(request, "records/card_plain.html", {"kind": kind, "record": record, "lines": lines})


def new(request: HttpRequest, kind: Kind) -> HttpResponse:
    """The form of a new record: not built yet."""
    access.require(asker(request), Action.CREATE, kind)
    raise NotFound(_("There is no such page yet."))


def field(request: HttpRequest, kind: Kind, pk: int, **_name: str) -> HttpResponse:
    """The editor of one field: not built yet."""
    return card(request, kind, pk)


def panel(request: HttpRequest, kind: Kind, pk: int, **_name: str) -> HttpResponse:
    """A panel of the card: not built yet."""
    return card(request, kind, pk)


def history(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """The changes of the record: not built yet."""
    return card(request, kind, pk)


def delete(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """The deletion of the record: not built yet."""
    return card(request, kind, pk)
