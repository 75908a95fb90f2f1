"""Jobs of the client base."""

from voronka.core import jobs
from voronka.people.kinds import LEGAL_ENTITY, PERSON
from voronka.people.models import LegalEntity, Person
from voronka.records.search.index import index


@jobs.job()
def index_members(organization_id: int) -> None:
    """Search finds people and legal entities by the name that their organization has now."""
    index(PERSON, Person.objects.filter(organization=organization_id).values_list("pk", flat=True))
    index(LEGAL_ENTITY, LegalEntity.objects.filter(organization=organization_id).values_list("pk", flat=True))
