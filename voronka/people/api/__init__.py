"""What programs may do with clients beyond what every kind of record has."""

from voronka.people.api.clients import legal_entities, persons, positions
from voronka.people.api.consents import consents_of, purposes

__all__ = ["consents_of", "legal_entities", "persons", "positions", "purposes"]
