"""«On what does time go?»: figures that open their contacts, and the same as a file."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from voronka.accounts.models import Action
from voronka.activities.kinds import INTERACTION
from voronka.records import filter_tree
from voronka.reports.asking import read_time
from voronka.reports.common_rows import LEGIBLE
from voronka.reports.files import report_file
from voronka.reports.queries import choices
from voronka.reports.queries.choices_common import departments
from voronka.reports.queries.time_spent import PersonEffort, TimeQuestion, TimeSpent
from voronka.reports.queries.time_spent import time_spent as answered
from voronka.reports.views.report_page import asked, folded, shown

BARS = 15
NARROWED = ("department", "owner")


@require_GET
def time_spent(request: HttpRequest) -> HttpResponse:
    """On what time goes."""
    context = asked(request, INTERACTION)
    question = read_time(request.GET.dict(), context)
    answer = answered(question, context)
    return shown(
        request,
        "time",
        "reports/time.html",
        period=question.period,
        kind=INTERACTION,
        narrowed=NARROWED,
        question=question,
        answer=answer,
        opened=partial(_opened, question),
        folded=folded(
            request,
            answer.people,
            narrowed=NARROWED,
            who=lambda one: one.pk or 0,
            together=_together,
            order=lambda one: (-one.total.minutes, -one.total.count, one.name),
        ),
        chart=_chart(question, answer),
        departments=[("", _("All departments")), *departments()],
        owners=[("", _("Everybody")), *choices.users()],
    )


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """The same as a file: a line for each person and type."""
    context = asked(request, INTERACTION, Action.EXPORT)
    answer = answered(read_time(request.GET.dict(), context), context)
    names = {kind.pk: kind.name for kind, _effort in answer.types}
    lines = [
        [one.name or None, names[pk], Decimal(effort.count), Decimal(effort.minutes)]
        for one in answer.people
        for pk, effort in one.by_type.items()
    ]
    return report_file("time", [_("Owner"), _("Type"), _("Contacts"), _("Minutes")], lines, context)


def _opened(question: TimeQuestion, people: Sequence[int] | None = None, kind: int | None = None) -> str:
    """The list of the contacts behind a figure: of these people, of nobody for none of them, of all when not said."""
    lines = [one for one in question.lines() if people is None or one["field"] != "owner"]
    if people is not None:
        named = {"op": "in", "value": list(people)} if people else {"op": "empty"}
        lines.append({"field": "owner", **named})
    if kind is not None:
        lines.append({"field": "type", "op": "in", "value": [kind]})
    tree = filter_tree.write({"all": lines} if lines else {})
    return f"{reverse('interaction:list')}?{urlencode({'f': tree}, safe=LEGIBLE)}"


def _together(name: str, people: Sequence[PersonEffort]) -> PersonEffort:
    made = PersonEffort(pk=None, name=name)
    for one in people:
        made.total.add(one.total.count, one.total.minutes)
        for kind, effort in one.by_type.items():
            made.by_type[kind].add(effort.count, effort.minutes)
    return made


def _chart(question: TimeQuestion, answer: TimeSpent) -> dict[str, Any]:
    """Hours of each person, laid side by side by type; a piece opens its contacts."""
    people = answer.people[:BARS]
    return {
        "xAxis": {"type": "value"},
        "yAxis": {"type": "category", "inverse": True, "data": [one.name or "—" for one in people]},
        "series": [
            {
                "type": "bar",
                "stack": "time",
                "name": kind.name,
                "barMaxWidth": 22,
                "data": [
                    {
                        "value": round(one.by_type[kind.pk].minutes / 60, 1) if kind.pk in one.by_type else 0,
                        "url": _opened(question, [one.pk] if one.pk else [], kind.pk),
                    }
                    for one in people
                ],
            }
            for kind, _effort in answer.types
        ],
    }
