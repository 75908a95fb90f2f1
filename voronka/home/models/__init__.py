"""What is done over all apps at once."""

from voronka.home.models.hand_overs import HandOver, HandOverShare

__all__ = ["HandOver", "HandOverShare"]
