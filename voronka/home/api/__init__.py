"""What programs may ask of all apps at once: search, the day, quick entry, hand-overs."""

from voronka.home.api.day import router as day
from voronka.home.api.hand_overs import router as hand_overs
from voronka.home.api.quick import router as quick

__all__ = ["day", "hand_overs", "quick"]
