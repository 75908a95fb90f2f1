"""Panels of a card: drawn with the card, fetched again alone when something that they show has changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from voronka.accounts.asking import asker
from voronka.core.errors import NotFound
from voronka.records import access, kinds
from voronka.records.field_rules import veiled
from voronka.records.kinds import Kind, Panel
from voronka.ui.render import page


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A panel with its content, ready for its place on the card."""

    panel: Panel
    html: SafeString
    count: int | None
    add: dict[str, Any] | None
    is_hidden: bool
    is_awaited: bool = False


@require_safe
def panel(request: HttpRequest, kind: Kind, pk: int, name: str) -> HttpResponse:
    """One panel in its frame."""
    record = access.load(kind, asker(request), pk, related=True)
    found = next((one for one in kinds.panels_of(kind) if one.name == name), None)
    if found is None:
        raise NotFound
    drawn = draw(request, kind, record, found, timezone.now())
    context = {"kind": kind, "record": record, "drawn": drawn}
    return page(request, "records/card/panel.html", context)


def slot(request: HttpRequest, kind: Kind, record: Any, name: str, at: datetime) -> list[Drawn]:
    """The panels of a slot, in order."""
    panels = kinds.panels_of(kind, name)
    drawn = [_awaited(one) if one.lazy else draw(request, kind, record, one, at) for one in panels]
    return [one for one in drawn if not one.is_hidden]


def _awaited(panel: Panel) -> Drawn:
    return Drawn(panel=panel, html=SafeString(""), count=None, add=None, is_hidden=False, is_awaited=True)


def draw(request: HttpRequest, kind: Kind, record: Any, panel: Panel, at: datetime) -> Drawn:
    """Ask a panel for its context and render what is inside."""
    by = asker(request)
    context = panel.context(record, by, at)
    inside = {"kind": kind, "record": veiled(record, by), "at": at, "panel": panel, **context}
    is_hidden = bool(context.get("hidden"))
    return Drawn(
        panel=panel,
        html=SafeString("" if is_hidden else render_to_string(panel.template, inside, request, using="jinja2")),
        count=context.get("count"),
        add=context.get("add"),
        is_hidden=is_hidden,
    )
