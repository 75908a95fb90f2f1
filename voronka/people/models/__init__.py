"""The tables of the client base."""

from voronka.people.models.legal_entities import LegalEntity
from voronka.people.models.organizations import Organization
from voronka.people.models.persons import Person

__all__ = ["LegalEntity", "Organization", "Person"]
