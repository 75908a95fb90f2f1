"""The card of a record: a page of its own, or the side panel over a list."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from voronka.accounts.asking import asker
from voronka.core.errors import NotFound
from voronka.records import cards
from voronka.records.edits import edits
from voronka.records.kinds import Kind, panels_of
from voronka.records.merging.redirects import now_at
from voronka.records.views.panels import draw, slot
from voronka.ui.render import is_htmx, page, target

CHANGES = "changes"


@require_safe
def card(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """Head, fields, panels; asked with `part=fields` only the fields, name and owner, for the page to renew them."""
    by, at = asker(request), timezone.now()
    try:
        found = cards.open_card(kind, pk, by=by, at=at)
    except NotFound:
        return _moved(request, kind, pk)
    if is_htmx(request) and request.GET.get("part") == "fields":
        return page(request, "records/card/card.html", {"card": found, "kind": kind}, block="fields")
    tab = _tab(kind, request.GET.get("tab", ""))
    open_tab = next((one for one in panels_of(kind, "middle") if one.name == tab), None)
    changes, more = edits(kind, pk, by=by) if tab == CHANGES else ([], None)
    context = {
        "kind": kind,
        "card": found,
        "record": found.record,
        "tab": tab,
        "tabs": panels_of(kind, "middle"),
        "middle": open_tab and draw(request, kind, found.record, open_tab, at),
        "changes": changes,
        "more": more,
        "bars": slot(request, kind, found.record, "bar", at),
        "heads": slot(request, kind, found.record, "head", at),
        "actions": slot(request, kind, found.record, "actions", at),
        "rights": slot(request, kind, found.record, "right", at),
    }
    return page(request, "records/card/card.html", context, block="panel" if target(request) == "panel" else None)


def _moved(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """The address of a merged record leads to the one that it became, until the merge is undone: 302."""
    now = now_at(kind, pk, asker(request))
    if now is None:
        raise NotFound
    return HttpResponseRedirect(kind.url(now))


def _tab(kind: Kind, asked: str) -> str:
    """The open tab of the middle column: a panel of it, or the history of changes."""
    names = [one.name for one in panels_of(kind, "middle")]
    if asked in names:
        return asked
    return CHANGES if asked == CHANGES or not names else names[0]
