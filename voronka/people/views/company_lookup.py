"""The settings of look-ups by ИНН: the service, its token, a trial."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.accounts.asking import administrators, asker
from voronka.core.errors import Refused
from voronka.people import lookup
from voronka.people.actions import company_lookup
from voronka.people.models.company_lookup import LONGEST, SHORTEST
from voronka.ui.render import page, redirect


@require_http_methods(["GET", "POST"])
@administrators
def settings(request: HttpRequest) -> HttpResponse:
    """The service as it stands; POST keeps what was changed."""
    if request.method == "GET":
        return _page(request)
    sent = request.POST
    try:
        company_lookup.settle(
            is_on="is_on" in sent,
            url=sent.get("url", ""),
            token=sent.get("token", ""),
            seconds=sent.get("seconds", ""),
            by=asker(request),
            at=timezone.now(),
        )
    except Refused as refusal:
        return _page(request, errors={refusal.field: refusal.message})
    return redirect(request, "people:company_lookup", text=_("Saved."))


@require_POST
@administrators
def attempt(request: HttpRequest) -> HttpResponse:
    """Ask the service for one company, to see that it answers."""
    try:
        company = lookup.find(inn=request.POST.get("inn", ""))
    except Refused as refusal:
        return _page(request, errors={refusal.field: refusal.message}, tried=True)
    return _page(request, found=company.values.get("name", ""), tried=True)


def _page(
    request: HttpRequest, *, errors: dict[str, str] | None = None, found: str = "", tried: bool = False
) -> HttpResponse:
    sent = request.POST if errors and not tried else {}
    service = lookup.current()
    context = {
        "service": service,
        "is_on": "is_on" in sent if sent else service.is_on,
        "sent": sent,
        "errors": errors or {},
        "found": found,
        "inn": request.POST.get("inn", ""),
        "shortest": SHORTEST,
        "longest": LONGEST,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return page(request, "people/company_lookup.html", context, status=status)
