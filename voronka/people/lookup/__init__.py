"""A company looked up by its ИНН at a service outside: what it answers, in our fields."""

from voronka.people.lookup.asking import current, find
from voronka.people.lookup.company import Company, State

__all__ = ["Company", "State", "current", "find"]
