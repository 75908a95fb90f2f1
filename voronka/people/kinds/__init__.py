"""What people gives to the registry of kinds."""

from voronka.people.kinds.legal_entities import LEGAL_ENTITY
from voronka.people.kinds.organizations import ORGANIZATION
from voronka.people.kinds.persons import PERSON

__all__ = ["LEGAL_ENTITY", "ORGANIZATION", "PERSON"]
