"""What looks like the record that is being typed, new or edited: a piece of its form."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.records import access
from voronka.records.actions import look_alikes
from voronka.records.forms import raw_value
from voronka.records.kinds import Kind
from voronka.records.similar import signs_of
from voronka.ui.render import page


@require_safe
def similar(request: HttpRequest, kind: Kind, pk: int | None = None) -> HttpResponse:
    """Records that may be the same by what the form holds now; with `pk` the edited one is left out."""
    by, sent = asker(request), request.GET
    record = None if pk is None else access.load(kind, by, pk, action=Action.EDIT)
    typed = {name: raw_value(field, sent) for name, field in kind.by_name.items() if name in sent}
    found = look_alikes.look(signs=signs_of(kind, typed, record=record, by=by), by=by, at=timezone.now())
    return page(request, "records/card/similar.html", {"kind": kind, "found": found})
