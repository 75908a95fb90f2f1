"""Jobs of sales."""

from voronka.core import jobs
from voronka.records.search.index import index_anew
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal


@jobs.job()
def index_deals_of(client: str, client_id: int) -> None:
    """Search finds deals by the name that their organization, or person, has now; `client` is the kind of it."""
    index_anew(DEAL, Deal.objects.filter(**{client: client_id}))
