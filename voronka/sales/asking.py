"""Who asks, and which record is meant."""

from urllib.parse import unquote

from django.http import HttpRequest

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.core.numbers import whole
from voronka.records import access
from voronka.sales.kinds import DEAL, LEAD
from voronka.sales.models import Deal, Lead


def the_deal(request: HttpRequest, pk: int) -> Deal:
    """The deal, for this person to change; NotFound or Forbidden by access."""
    deal: Deal = access.load(DEAL, asker(request), pk, action=Action.EDIT)
    return deal


def the_lead(request: HttpRequest, pk: int) -> Lead:
    """The lead, for this person to change; NotFound or Forbidden by access."""
    lead: Lead = access.load(LEAD, asker(request), pk, action=Action.EDIT)
    return lead


def is_gone(request: HttpRequest, deal: Deal) -> bool:
    """Whether the page shows a deal that the person sees no longer: his part in it has just ended."""
    by = asker(request)
    if not by.takes_part or deal.get_absolute_url() not in unquote(request.headers.get("HX-Current-URL", "")):
        return False
    now = User.objects.get(pk=by.pk)
    return not access.visible(DEAL, now).filter(pk=deal.pk).exists()


def version_of(request: HttpRequest) -> int | None:
    """The version that the page showed, None when it sent none."""
    return whole(request.POST.get("version", ""))
