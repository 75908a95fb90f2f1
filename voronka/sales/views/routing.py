"""Settings: by which rules leads go to whom."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.accounts.asking import administrators, asker
from voronka.core.errors import Refused
from voronka.core.numbers import whole_ones
from voronka.sales.actions import routing_rules
from voronka.sales.forms import routing as forms
from voronka.sales.forms.pipelines import tell
from voronka.sales.models import RoutingRule
from voronka.sales.queries.routing_rules import listed_rules
from voronka.sales.views.dialogs import settled, switched
from voronka.ui.render import page, redirect

LIST = "sales:routing"


@require_safe
@administrators
def listed(request: HttpRequest) -> HttpResponse:
    """All rules in their order."""
    rules = listed_rules(by=asker(request))
    return page(request, "sales/routing.html", {"rules": rules}, block="list")


@require_http_methods(["GET", "POST"])
@administrators
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A rule or a new one; drawn anew while its conditions change, saved by `do=apply`."""
    by, at = asker(request), timezone.localtime()
    rule = get_object_or_404(RoutingRule, pk=pk) if pk else None
    screen = forms.read(rule, request.POST, by)
    if screen.command == "apply" and screen.form.is_valid():
        try:
            routing_rules.save(rule=rule, terms=screen.terms(), by=by, at=at)
        except Refused as refusal:
            tell(screen.form, refusal)
        else:
            return redirect(request, LIST, text=_("Saved."))
    context = {"rule": rule, **forms.shown(screen, by=by, at=at)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if screen.form.errors else HTTPStatus.OK
    return page(request, "sales/routing_rule.html", context, block="form", status=status)


@require_POST
@administrators
def switch(request: HttpRequest, pk: int, *, on: bool) -> HttpResponse:
    """A rule out of use or back."""
    rule = routing_rules.switch(rule=get_object_or_404(RoutingRule, pk=pk), on=on, by=asker(request))
    return settled(request, switched(rule.name, on=on), back=LIST, of="routing")


@require_POST
@administrators
def order(request: HttpRequest) -> HttpResponse:
    """The rules in another order."""
    routing_rules.order(ids=whole_ones(request.POST.getlist("stage")), by=asker(request))
    return settled(request, _("The order is saved."), back=LIST, of="routing")
