"""Moments of the last three years, written once and taken by chance."""

import random
from datetime import datetime, timedelta

DAYS = 3 * 365


class Moments:
    """Times as COPY reads them; a working day is chosen first, so that texts are made once."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.days = [(at - timedelta(days=back)).strftime("%Y-%m-%d ") for back in range(DAYS + 1)]
        self.times = [f"{hour:02}:{minute:02}:{minute:02}+00" for hour in range(5, 17) for minute in range(60)]

    def any(self, dice: random.Random) -> str:
        """Some moment of the three years, the last day left out."""
        return self.days[1 + int(dice.random() * DAYS)] + dice.choice(self.times)

    def of(self, back: int, dice: random.Random) -> str:
        """A moment of the day so many days ago; of days to come where the number is negative."""
        day = self.days[back] if back >= 0 else (self.at - timedelta(days=back)).strftime("%Y-%m-%d ")
        return day + dice.choice(self.times)
