"""A merge of two to five records field by field, and its undoing."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.accounts.asking import asker
from voronka.accounts.models import User
from voronka.core.errors import Conflict, Refused
from voronka.core.numbers import whole
from voronka.records import kinds
from voronka.records.actions import merges
from voronka.records.field_rules import fillable
from voronka.records.kinds import Kind
from voronka.records.merging import moving
from voronka.records.merging.values import JOINED, Choice, choices, chosen
from voronka.records.values import values_of
from voronka.records.views.duplicates import asked_of, ids_given, mergeable, signs_of, words_of
from voronka.ui.render import page, redirect


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, name: str) -> HttpResponse:
    """GET shows the records in columns with the proposed values; POST merges them."""
    kind, by = mergeable(name), asker(request)
    records = merges.load(kind, ids_given(request), by=by)
    given = request.POST if request.method == "POST" else request.GET
    into = next((one for one in records if str(one.pk) == given.get("into")), _best(records))
    if request.method == "GET":
        return _form(request, kind, records, into, by)
    picks = {key.removeprefix("pick-"): str(value) for key, value in given.items() if key.startswith("pick-")}
    try:
        done = merges.merge(
            kind=kind,
            ids=[one.pk for one in records],
            into=into.pk,
            values=chosen(kind, records, into, picks, by=by),
            by=by,
            at=timezone.now(),
            versions={one.pk: whole(given.get(f"version-{one.pk}")) or 0 for one in records},
        )
    except (Refused, Conflict) as refusal:
        return _form(request, kind, records, into, by, picks=picks, error=refusal.message)
    said = _("Merged. You can undo it within 30 days: see the card.")
    if "back" in given:  # one came from the queue and goes on with it
        words = words_of(asked_of(QueryDict(given["back"]), signs_of(kind, by)))
        queue = f"{reverse('records:duplicates-of', args=[kind.name])}?{words}".rstrip("?")
        return redirect(request, queue, text=said, undo=reverse("records:merge-undo", args=[done.pk]))
    return redirect(request, kind.url(done.into_id), text=said)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Part what was merged."""
    undone = merges.undo(merge=pk, by=asker(request), at=timezone.now())
    said = _("The merge is undone.")
    if undone.lost:
        said += " " + _("Changed since and left as it is: %(what)s.") % {"what": "; ".join(undone.lost)}
    return redirect(request, kinds.get(undone.merge.kind).url(undone.merge.into_id), text=said)


def _best(records: list[Any]) -> Any:
    """The record to keep unless somebody chooses: the oldest, whose address and id are known the longest."""
    return min(records, key=lambda one: (one.created_at, one.pk))


def _several(choice: Choice) -> bool:
    """Whether there is more than one list to join."""
    return len({str(value) for value in choice.values.values() if choice.field.given(value)}) > 1


def _form(
    request: HttpRequest,
    kind: Kind,
    records: list[Any],
    into: Any,
    by: User,
    *,
    picks: dict[str, str] | None = None,
    error: str = "",
) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    records = sorted(records, key=lambda one: (one.created_at, one.pk))
    may = fillable(kind, kind.by_name, by, making=False)
    options = [one for one in choices(kind, records, into) if one.field.name in may]
    values = values_of(records, [one.field for one in options], by=by, at=timezone.now())
    lines = [
        {
            "field": one.field,
            "values": [values[record.pk][one.field.name] for record in records],
            "filled": [one.field.given(one.values[record.pk]) for record in records],
            "picked": (picks or {}).get(one.field.name, one.proposed),
            "differs": one.differs,
            "joins": one.field.widget in JOINED and one.differs and _several(one),
        }
        for one in options
        if any(one.field.given(value) for value in one.values.values())
    ]
    old = [one.pk for one in records if one.pk != into.pk]
    context = {
        "kind": kind,
        "records": records,
        "into": into,
        "lines": lines,
        "moves": [(rule.label, count) for rule, count in moving.counted(kind, old) if rule.label],
        "error": error,
        "back": given.get("back"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return page(request, "records/duplicates/merge.html", context, status=status)
