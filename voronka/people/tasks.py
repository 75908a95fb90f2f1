"""Jobs of the client base."""

from voronka.core import jobs
from voronka.people.kinds import LEGAL_ENTITY, PERSON, POSITION
from voronka.people.models import LegalEntity, Person, Position
from voronka.records.search.index import index_anew


@jobs.job()
def index_members(organization_id: int) -> None:
    """Search finds people, places of work and legal entities by the name that their organization has now."""
    index_anew(PERSON, Person.objects.filter(organization=organization_id))
    index_anew(POSITION, Position.objects.filter(organization=organization_id))
    index_anew(LEGAL_ENTITY, LegalEntity.objects.filter(organization=organization_id))


@jobs.job()
def index_positions(person_id: int) -> None:
    """Search finds a person by other places of work under the name that the person has now."""
    index_anew(POSITION, Position.objects.filter(person=person_id))
