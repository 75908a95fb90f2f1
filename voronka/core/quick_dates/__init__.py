"""Days and moments as people say them: «завтра в 15», «через полтора часа», “next Tuesday”; nothing is guessed."""

from voronka.core.quick_dates.finding import Found, find
from voronka.core.quick_dates.reading import Said, read

__all__ = ["Found", "Said", "find", "read"]
