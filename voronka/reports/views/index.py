"""All reports, by the question that each of them answers."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.records import access
from voronka.records.fields.base import Label
from voronka.sales.kinds import DEAL
from voronka.ui.render import page


@dataclass(frozen=True)
class Report:
    """A report as the list shows it."""

    url_name: str
    icon: str
    question: Label
    text: Label


REPORTS = (
    Report(
        "reports:forecast",
        "target",
        _("What will close?"),
        _("Plan, fact and forecast of a month or quarter, by department and person, and which deals close the gap."),
    ),
    Report(
        "reports:common",
        "network",
        _("Where do we lose?"),
        _("The common funnel: deals of all units by macro-stage, conversion, time, forecast and reasons of losses."),
    ),
    Report(
        "reports:funnel",
        "funnel",
        _("Where does one pipeline lose?"),
        _("The stages of one pipeline: how many deals reach each, how long they stay, why they are lost."),
    ),
    Report(
        "reports:speed",
        "gauge",
        _("How fast do we sell?"),
        _("Sales velocity: money per day by pipeline, and the norm of each stage against the fact."),
    ),
    Report(
        "reports:answers",
        "timer",
        _("How soon do we answer?"),
        _("The first answer to leads against the norm, by person and by source, in working time."),
    ),
    Report(
        "reports:worth",
        "inbox",
        _("What are leads worth?"),
        _("By source and campaign: how many became clients, and what sellers found of need, budget, contact, timing."),
    ),
    Report(
        "reports:time",
        "hourglass",
        _("On what does time go?"),
        _("Contacts and hours by person and by type."),
    ),
    Report(
        "reports:cost",
        "scale",
        _("What does selling cost?"),
        _("Hours and money in won and lost deals, and what went on after a stop-loss nobody heard."),
    ),
    Report(
        "reports:money",
        "banknote",
        _("What brings money?"),
        _("Sources and campaigns down to what was won."),
    ),
)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every report that this person may open."""
    access.require(asker(request), Action.VIEW, DEAL)
    return page(request, "reports/index.html", {"reports": REPORTS})
