"""My day: what to do now, in order."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.activities.kinds import TASK
from voronka.activities.panels import step_beyond
from voronka.home.queries import day as queries
from voronka.home.queries.day import Whose
from voronka.home.queries.hand_overs import news
from voronka.home.queries.month import month
from voronka.records import access
from voronka.sales import waiting
from voronka.sales.actions import leads
from voronka.sales.kinds import DEAL, LEAD
from voronka.sales.planning.rights import sets_plans
from voronka.ui.render import is_htmx, page, redirect, target, toast, trigger


@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """The plan of today; the head's with `of=team`."""
    user, at = asker(request), timezone.localtime()
    may_see_team = queries.may_see_team(user)
    whose = Whose(user=user, is_team=may_see_team and request.GET.get("of") == "team")
    context = {
        "at": at,
        "whose": whose,
        "may_see_team": may_see_team,
        "day": queries.day(whose, at=at),
        "news": [] if whose.is_team else news(user),
        "month_address": reverse("home:month") + ("?of=team" if whose.is_team else ""),
        "say_wait": waiting.say,
        "may_lead": access.may(user, Action.CREATE, LEAD),
        "may_deal": access.may(user, Action.CREATE, DEAL),
        "address": reverse("home:day") + ("?of=team" if whose.is_team else ""),
    }
    return page(request, "home/day.html", context, block="day" if target(request) == "day" else None)


@require_safe
def shown_month(request: HttpRequest) -> HttpResponse:
    """The figures of the month beside the day, which does not wait for them; the team's with `of=team`."""
    user, at = asker(request), timezone.localtime()
    whose = Whose(user=user, is_team=queries.may_see_team(user) and request.GET.get("of") == "team")
    context = {"whose": whose, "month": month(whose, at=at), "may_plan": sets_plans(user),
               "may_deal": access.may(user, Action.VIEW, DEAL)}  # fmt: skip
    return page(request, "home/month.html", context, block="month")


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a lead from the queue; the row asks for the first step at once."""
    by = asker(request)
    lead = leads.take(lead_id=pk, by=by, at=timezone.now())
    if not is_htmx(request):
        return redirect(request, lead)
    context = {"lead": lead, "may_plan": access.may(by, Action.CREATE, TASK), "more": step_beyond(by)}
    answer = page(request, "home/taken.html", context, block="taken")
    return trigger(toast(answer, _("The lead is yours.")), "changed", {"kind": "lead", "id": pk})
