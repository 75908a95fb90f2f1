"""Why a deal is lost, to whom, and when the client is asked again; and what can be learnt of a deal that is over."""

from dataclasses import replace
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from voronka.accounts.asking import asker
from voronka.core.errors import Refused
from voronka.records import access
from voronka.records.actions.given import read
from voronka.records.field_rules import fillable, veiled
from voronka.sales.actions.way import Done
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Stage
from voronka.sales.queries.post_mortem import looked_back
from voronka.sales.queries.reasons import competitors, lost_reasons
from voronka.ui.render import page

MORE = ("competitor", "win_back_on")


def ask(request: HttpRequest, deal: Deal, wanted: Stage, refusal: Refused | None = None) -> HttpResponse:
    """The form of a loss."""
    given = {name: request.POST.get(name, "") for name in ("lost_reason", "lost_comment", *MORE)}
    context = {
        "deal": deal,
        "stage": wanted,
        "reasons": lost_reasons(),
        "competitors": competitors(),
        "given": given,
        "owner": request.POST.get("owner"),
        "fields": fillable(DEAL, MORE, asker(request), making=False),
        "version": request.POST.get("version", str(deal.version)),
        "errors": refusal.told if refusal else {},
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return page(request, "sales/lose.html", context, block="dialog", status=status)


def told(request: HttpRequest, done: Done) -> Done:
    """What is done on the way, with what the form of a loss says of the competitor and of coming back."""
    given = {name: request.POST[name] for name in MORE if request.POST.get(name)}
    return replace(done, values={**done.values, **read(DEAL, given, by=asker(request))})


@require_safe
def post_mortem(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened when, against the norm."""
    by = asker(request)
    deal = access.load(DEAL, by, pk, related=True)
    story = looked_back(deal, by=by, at=timezone.now())
    return page(request, "sales/post_mortem.html", {"deal": veiled(deal, by), "story": story})
