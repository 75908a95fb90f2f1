"""The way into the settings: all of them, searched."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from voronka.ui import navigation
from voronka.ui.render import page


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every page of settings that this person has; `q` leaves those whose words contain it."""
    search = request.GET.get("q", "")[:100].strip().lower()
    groups = []
    for group in navigation.settings_pages(request):
        found = [
            link for link in group.links if search in f"{link.item.label} {link.item.hint} {group.heading}".lower()
        ]
        if found:
            groups.append(navigation.Group(group.heading, found))
    return page(request, "accounts/index.html", {"groups": groups, "search": search}, block="list")
