"""One field of a record, edited in place: its value, its editor, its new value, or the two values that clash."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.core.errors import Conflict, NotFound, Refused
from voronka.core.numbers import whole
from voronka.records import access, actions
from voronka.records.actions.given import read
from voronka.records.cards import lines_of
from voronka.records.edits import edits
from voronka.records.fields import Field
from voronka.records.forms import input_of, raw_of_stored, raw_value, sent_again
from voronka.records.kinds import Kind
from voronka.records.similar import tells_apart
from voronka.ui.render import page, trigger

PLACES = {"cell", "head"}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which field of which record, and where on the screen it stands: a cell, the head or the fields of the card."""

    kind: Kind
    record: Any
    field: Field
    place: str
    by: User


@require_http_methods(["GET", "POST"])
def field(request: HttpRequest, kind: Kind, pk: int, name: str) -> HttpResponse:
    """GET gives the editor, or with `show` the value; POST saves and gives the value back."""
    by = asker(request)
    found = kind.by_name.get(name)
    if found is None or not found.editable:
        raise NotFound
    record = access.load(kind, by, pk, action=Action.EDIT, related=True)
    place = "cell" if "cell" in request.GET else request.GET.get("place", "")
    asked = Asked(kind=kind, record=record, field=found, place=place if place in PLACES else "", by=by)
    if request.method == "POST":
        return _save(request, asked)
    if "show" in request.GET:
        return _value(request, asked, record)
    return _editor(request, asked, raw_of_stored(found, found.read(record)), version=record.version)


def _save(request: HttpRequest, asked: Asked) -> HttpResponse:
    raw = raw_value(asked.field, request.POST)
    version = request.POST.get("version", "")
    was = raw_of_stored(asked.field, asked.field.read(asked.record))
    if str(raw) == str(was):
        return _value(request, asked, asked.record)
    try:
        changes = read(asked.kind, {asked.field.name: raw}, by=asked.by)
        saved = actions.update(
            record=asked.record,
            changes=changes,
            by=asked.by,
            at=timezone.now(),
            version=whole(version),
        )
    except Refused as refusal:
        return _editor(request, asked, raw, version=version, error=refusal.message)
    except Conflict as conflict:
        return _both(request, asked, raw, conflict)
    return trigger(_value(request, asked, saved), "changed", {"kind": asked.kind.name, "id": saved.pk})


def _value(request: HttpRequest, asked: Asked, saved: Any) -> HttpResponse:
    kind, at = asked.kind, timezone.now()
    record = kind.model._default_manager.select_related(*kind.related).get(pk=saved.pk)
    placed = {name for group in kind.groups for name in group.fields}
    silent = [one for one in kind.fields if not one.editable and one.name in placed and asked.place != "cell"]
    lines = lines_of(kind, record, by=asked.by, at=at, may_edit=True, fields=[asked.field, *silent])
    line = lines.pop(asked.field.name)
    context = {"kind": kind, "record": record, "line": line, "place": asked.place, "others": list(lines.values())}
    return page(request, "records/card/saved.html", context)


def _editor(request: HttpRequest, asked: Asked, raw: Any, *, version: Any, error: str = "") -> HttpResponse:
    context = {
        "kind": asked.kind,
        "record": asked.record,
        "input": input_of(asked.field, raw, error, asked.by, stored=asked.field.read(asked.record)),
        "version": version,
        "place": asked.place,
        "looks_around": asked.kind.search is not None and tells_apart(asked.field),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return page(request, "records/card/editor.html", context, status=status)


def _both(request: HttpRequest, asked: Asked, raw: Any, conflict: Conflict) -> HttpResponse:
    """Their value and yours: keep theirs, or save yours over the version that stands now."""
    last, _more = edits(asked.kind, asked.record.pk, by=asked.by, size=1)
    context = {
        "kind": asked.kind,
        "record": asked.record,
        "field": asked.field,
        "clash": conflict.clashes[0],
        "version": conflict.version,
        "edit": last[0] if last else None,
        "sent": [(asked.field.name, one) for one in sent_again(asked.field, raw)],
        "place": asked.place,
    }
    return page(request, "records/card/clash.html", context, status=HTTPStatus.CONFLICT)
