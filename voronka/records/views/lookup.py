"""Choosing a record or a colleague by typing: what pickers ask."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.records import access
from voronka.records.kinds import Kind
from voronka.records.listing import holding
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
    found = marked(_entries(kind, by), by)
    if text:
        found = holding(found, text, by=by)
    entries = list(found.order_by("-updated_at", "-record_id")[: MOST * 5 if text else MOST])
    entries.sort(key=lambda entry: not fold(entry.title).startswith(fold(text)))
    conceal(first := entries[:MOST], by)
    shown(kind.name, [entry.record_id for entry in first])
    return _answer([{"value": one.record_id, "text": one.title, "hint": one.subtitle} for one in first])


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


def _entries(kind: Kind, by: User) -> QuerySet[SearchEntry]:
    """What the index knows of the records that this person may see: its rows carry owner and department."""
    entries = SearchEntry.objects.filter(kind=kind.name)
    if kind.reach:
        return entries.filter(record_id__in=access.visible(kind, by).values("pk"))
    return entries.filter(access.condition(kind, by))


def _answer(entries: list[dict[str, Any]]) -> JsonResponse:
    return JsonResponse(entries, safe=False)
