"""Jobs of sales."""

from django.utils import timezone

from voronka.core import jobs
from voronka.records.search.index import index_anew
from voronka.sales.actions import routing
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal
from voronka.sales.queries import routing as routed

PORTION = 200  # leads of a minute


@jobs.job()
def index_deals_of(client: str, client_id: int) -> None:
    """Search finds deals by the name that their organization, or person, has now; `client` is the kind of it."""
    index_anew(DEAL, Deal.objects.filter(**{client: client_id}))


@jobs.periodic("* * * * *")
def route_leads() -> None:
    """Leads that nobody took up in time go on; those that came at night go to somebody in the morning."""
    at = timezone.now()
    for assignment in routed.waiting(at=at)[:PORTION]:
        routing.pass_on(assignment=assignment, at=at)
    for lead in routed.unrouted()[:PORTION]:
        routing.try_again(lead=lead, at=at)
