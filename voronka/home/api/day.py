"""Search and the day, for programs."""

from collections.abc import Iterable
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router

from voronka.accounts.asking import asker
from voronka.core.problems import REFUSALS
from voronka.home.queries import day
from voronka.home.queries.day import TaskLine, Whose
from voronka.home.schemas import DayOut, HitOut
from voronka.records.search.marks import Part
from voronka.records.search.query import Hit, find
from voronka.sales.queries.asked import Question, questions_of

router = Router(tags=["my day"])


@router.get(
    "/search",
    response={200: list[HitOut], **REFUSALS},
    operation_id="search",
    summary=gettext_noop("Find anything"),
)
def search(
    request: HttpRequest,
    q: Query[str] = "",
    kind: Query[str] = "",
    only: Literal["", "records", "texts"] = "",
    limit: Query[int] = 40,
) -> Any:
    """Records of all kinds and texts of the history, the best first; `only` leaves the others out."""
    most = min(max(limit, 1), 100)
    hits = find(q[:200], asker(request), names=[kind] if kind else [], most=most, only=only)
    return [_hit(hit) for hit in hits[:most]]


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.kind.name,
        "id": hit.record_id,
        "title": hit.title,
        "subtitle": hit.subtitle,
        "why": "" if hit.is_passage else hit.why,
        "url": hit.url,
        "marks": _parts(hit.title_parts),
        "snippet": _parts(hit.reason) if hit.is_passage else [],
        "at": hit.at,
        "by": hit.by,
    }


def _parts(parts: Iterable[Part]) -> list[dict[str, Any]]:
    return [{"text": part.text, "is_marked": part.is_marked} for part in parts]


@router.get(
    "/my-day",
    response={200: DayOut, **REFUSALS},
    operation_id="my_day",
    summary=gettext_noop("What asks to be done today"),
)
def my_day(request: HttpRequest, of: Literal["", "team"] = "") -> Any:
    """Overdue and today's tasks, new leads, deals that stand still."""
    user, at = asker(request), timezone.localtime()
    found = day.day(Whose(user=user, is_team=of == "team" and day.may_see_team(user)), at=at)
    asked = questions_of([line.task for line in (*found.overdue, *found.today)])
    return {
        "tasks": [_task(line, asked, is_overdue=True) for line in found.overdue]
        + [_task(line, asked, is_overdue=False) for line in found.today],
        "leads": [
            {"id": lead.pk, "name": lead.name, "created_at": lead.created_at, "is_taken": lead.owner_id is not None}
            for lead in found.leads
        ],
        "deals": [
            {
                "id": line.deal.pk,
                "name": line.deal.name,
                "stage": str(line.deal.stage),
                "days": line.days,
                "is_late": line.is_late,
                "has_next_step": line.step is not None,
            }
            for line in found.deals
        ],
    }


def _task(line: TaskLine, asked: dict[int, Question], *, is_overdue: bool) -> dict[str, Any]:
    question = asked.get(line.task.pk)
    told = question and {"what": question.what, "id": question.pk, "text": question.text}
    return {
        "id": line.task.pk,
        "title": line.task.title,
        "due_at": line.task.due_at,
        "is_overdue": is_overdue,
        "subject": str(line.home.ref) if line.home else "",
        "subject_name": line.home.title if line.home else "",
        "asks": told and {**told, "may_answer": line.asked is not None},
    }
