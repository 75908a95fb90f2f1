"""Choosing a record or a colleague by typing: what pickers ask."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.records import access
from voronka.records.kinds import Kind
from voronka.records.listing import found_by_text
from voronka.records.models import SearchEntry
from voronka.records.names import fold
from voronka.records.reads import shown
from voronka.records.search.hidden import conceal, marked

MOST = 20
LONGEST = 100


@require_safe
def records(request: HttpRequest, kind: Kind) -> JsonResponse:
    """Up to 20 records that the person may see and `q` finds, those that begin with it first; the latest without it."""
    by = asker(request)
    access.require(by, Action.VIEW, kind)
    text = _text(request)
    rows = access.visible(kind, by)
    if not text:
        latest = list(rows.order_by("-updated_at", "-pk").values_list("pk", flat=True)[:MOST])
        return _answer(_entries(kind, latest, by))
    found = rows.filter(pk__in=found_by_text(kind, text, by=by)).order_by("-updated_at", "-pk")
    entries = _entries(kind, list(found.values_list("pk", flat=True)[: MOST * 5]), by)
    entries.sort(key=lambda entry: not fold(entry["text"]).startswith(fold(text)))
    return _answer(entries[:MOST])


@require_safe
def users(request: HttpRequest) -> JsonResponse:
    """Up to 20 colleagues whose name or e-mail holds `q`."""
    text = _text(request)
    rows = User.objects.filter(is_active=True).select_related("department")
    for word in text.split()[:4]:
        rows = rows.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
    return _answer(
        [
            {"value": row.pk, "text": row.full_name, "hint": row.job_title or str(row.department or "")}
            for row in rows[:MOST]
        ]
    )


def _text(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST]


def _entries(kind: Kind, keys: list[int], by: User) -> list[dict[str, Any]]:
    entries = marked(SearchEntry.objects.filter(kind=kind.name, record_id__in=keys), by)
    known = {entry.record_id: entry for entry in entries}
    conceal(known.values(), by)
    shown(kind.name, known)
    return [{"value": pk, "text": known[pk].title, "hint": known[pk].subtitle} for pk in keys if pk in known]


def _answer(entries: list[dict[str, Any]]) -> JsonResponse:
    return JsonResponse(entries, safe=False)
