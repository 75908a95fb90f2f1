"""A block of requisites as people mail it, understood: pure functions, no tables."""

from voronka.people.pasted.parser import understand
from voronka.people.pasted.reading import Reading

__all__ = ["Reading", "understand"]
