"""Every number opens its rows: the address of the list of deals that it counts."""

import json
from urllib.parse import urlencode

from django.urls import reverse

from voronka.reports.queries.funnel import FunnelQuestion

type Line = dict[str, object]


def address(question: FunnelQuestion, *more: Line) -> str:
    """The list of the deals of the question, narrowed by further lines of a filter."""
    lines: list[Line] = [{"field": "pipeline", "op": "in", "value": [question.pipeline.pk]}]
    if question.period.first:
        lines.append({"field": "created_at", "op": "from", "value": question.period.first.isoformat()})
    if question.period.last:
        lines.append({"field": "created_at", "op": "to", "value": question.period.last.isoformat()})
    if question.owner_id:
        lines.append({"field": "owner", "op": "in", "value": [question.owner_id]})
    if question.source_id:
        lines.append({"field": "source", "op": "in", "value": [question.source_id]})
    tree = json.dumps({"all": [*lines, *more]}, separators=(",", ":"))
    return f"{reverse('deal:list')}?{urlencode({'f': tree})}"


def reached(question: FunnelQuestion, stage_id: int) -> str:
    """Deals that reached a stage or went further."""
    return address(question, {"field": "reached", "op": "in", "value": [stage_id]})


def closed(question: FunnelQuestion, outcome: str) -> str:
    """Deals with an outcome: open, won, lost."""
    return address(question, {"field": "outcome", "op": "in", "value": [outcome]})


def lost_by(question: FunnelQuestion, reason_id: int) -> str:
    """Lost deals with a reason."""
    lost: Line = {"field": "outcome", "op": "in", "value": ["lost"]}
    return address(question, lost, {"field": "lost_reason", "op": "in", "value": [reason_id]})
