"""Search and the day, for programs."""

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
from voronka.records.search.query import find

router = Router(tags=["my day"])


@router.get(
    "/search",
    response={200: list[HitOut], **REFUSALS},
    operation_id="search",
    summary=gettext_noop("Find anything"),
)
def search(request: HttpRequest, q: Query[str] = "", kind: Query[str] = "", limit: Query[int] = 40) -> Any:
    """Records of all kinds, the best first."""
    hits = find(q[:200], asker(request), names=[kind] if kind else [], most=min(max(limit, 1), 100))
    return [
        {
            "kind": hit.kind.name,
            "id": hit.record_id,
            "title": hit.title,
            "subtitle": hit.subtitle,
            "why": hit.why,
            "url": hit.url,
        }
        for hit in hits
    ]


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
    return {
        "tasks": [_task(line, is_overdue=True) for line in found.overdue]
        + [_task(line, is_overdue=False) for line in found.today],
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


def _task(line: TaskLine, *, is_overdue: bool) -> dict[str, Any]:
    return {
        "id": line.task.pk,
        "title": line.task.title,
        "due_at": line.task.due_at,
        "is_overdue": is_overdue,
        "subject": str(line.home.ref) if line.home else "",
        "subject_name": line.home.title if line.home else "",
    }
