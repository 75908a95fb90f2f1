"""What people gives to the registry of kinds."""

from voronka.people.kinds.legal_entities import LEGAL_ENTITY
from voronka.people.kinds.organizations import ORGANIZATION
from voronka.people.kinds.persons import PERSON
from voronka.people.kinds.positions import POSITION

__all__ = ["LEGAL_ENTITY", "ORGANIZATION", "PERSON", "POSITION"]
