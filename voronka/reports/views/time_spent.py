"""«On what does time go?»: figures that open their contacts, and the same as a file."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from voronka.accounts.models import Action
from voronka.activities.kinds import INTERACTION
from voronka.records import access, filter_tree
from voronka.records.asking import filter_context
from voronka.records.fields import FilterContext
from voronka.reports.asking import read_time
from voronka.reports.files import report_file
from voronka.reports.period import NAMES, OWN
from voronka.reports.queries import choices
from voronka.reports.queries.choices_common import departments
from voronka.reports.queries.time_spent import PersonEffort, TimeQuestion, TimeSpent
from voronka.reports.queries.time_spent import time_spent as answered
from voronka.ui import render

BARS = 15
NARROWED = ("department", "owner")


@require_GET
def time_spent(request: HttpRequest) -> HttpResponse:
    """On what time goes."""
    question, context = _asked(request, Action.VIEW)
    answer = answered(question, context)
    words = {one: request.GET[one] for one in (*NARROWED, "period", "from", "to") if request.GET.get(one)}
    return render.page(
        request,
        "reports/time.html",
        {
            "question": question,
            "answer": answer,
            "opened": lambda *given: _opened(question, *given),
            "chart": _chart(question, answer),
            "periods": [(one, str(label)) for one, label in NAMES.items()],
            "own_period": question.period.name == OWN,
            "departments": [("", _("All departments")), *departments()],
            "owners": [("", _("Everybody")), *choices.users()],
            "can_export": access.may(context.by, Action.EXPORT, INTERACTION),
            "export_url": f"{reverse('reports:time_export')}?{urlencode(words)}",
        },
        block="report",
    )


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """The same as a file: a line for each person and type."""
    question, context = _asked(request, Action.EXPORT)
    answer = answered(question, context)
    names = {kind.pk: kind.name for kind, _effort in answer.types}
    lines = [
        [one.name or None, names[pk], Decimal(effort.count), Decimal(effort.minutes)]
        for one in answer.people
        for pk, effort in one.by_type.items()
    ]
    return report_file("time", [_("Owner"), _("Type"), _("Contacts"), _("Minutes")], lines, context)


def _asked(request: HttpRequest, action: Action) -> tuple[TimeQuestion, FilterContext]:
    context = filter_context(request)
    access.require(context.by, action, INTERACTION)
    return read_time(request.GET.dict(), context), context


def _opened(question: TimeQuestion, person: PersonEffort | None = None, kind: int | None = None) -> str:
    """The list of the contacts behind a figure."""
    lines = [one for one in question.lines() if person is None or one["field"] != "owner"]
    if person is not None:
        named = {"op": "in", "value": [person.pk]} if person.pk else {"op": "empty"}
        lines.append({"field": "owner", **named})
    if kind is not None:
        lines.append({"field": "type", "op": "in", "value": [kind]})
    return f"{reverse('interaction:list')}?{urlencode({'f': filter_tree.write({'all': lines} if lines else {})})}"


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
                        "url": _opened(question, one, kind.pk),
                    }
                    for one in people
                ],
            }
            for kind, _effort in answer.types
        ],
    }
