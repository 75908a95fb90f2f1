"""What is done over all apps at once."""

from voronka.home.models.hand_overs import HandOver, HandOverShare
from voronka.home.models.quick_entries import QuickEntry

__all__ = ["HandOver", "HandOverShare", "QuickEntry"]
