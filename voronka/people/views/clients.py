"""Whom the company sells to: the setting that hides organizations where all clients are private persons."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.accounts.asking import administrators, asker
from voronka.people.kinds import ORGANIZATION
from voronka.people.models import Organization
from voronka.records import aside
from voronka.records.actions import set_aside
from voronka.ui.render import page, redirect

PERSONS, ALL = "persons", "all"


@require_http_methods(["GET", "POST"])
@administrators
def settings(request: HttpRequest) -> HttpResponse:
    """Both ways to work, with the one that is chosen; POST chooses."""
    if request.method == "POST":
        names = [ORGANIZATION.name] if request.POST.get("clients") == PERSONS else []
        set_aside.do_without(names=names, by=asker(request))
        return redirect(request, "people:clients", text=_("Saved."))
    chosen = PERSONS if ORGANIZATION.name in aside.names() else ALL
    kept = Organization.objects.count()
    return page(request, "people/clients.html", {"chosen": chosen, "kept": kept})
