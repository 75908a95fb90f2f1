"""Choosing a record or a colleague by typing: what pickers ask."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.records import access
from voronka.records.choosing import MOST, choices
from voronka.records.kinds import Kind
from voronka.records.reads import shown

LONGEST = 100


@require_safe
def records(request: HttpRequest, kind: Kind) -> JsonResponse:
    """Up to 20 records that the person may see and `q` finds, those that begin with it first; the latest without it."""
    by = asker(request)
    access.require(by, Action.VIEW, kind)
    found = choices(kind, _text(request), by=by)
    shown(kind.name, [one["value"] for one in found])
    return _answer(found)


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


def _answer(entries: list[dict[str, Any]]) -> JsonResponse:
    return JsonResponse(entries, safe=False)
