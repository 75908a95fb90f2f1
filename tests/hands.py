"""Hands of an experienced user: what they press is counted, and timed by the keystroke-level model."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

# Card, Moran, Newell, “The keystroke-level model for user performance time with interactive systems”, 1980, in seconds:
# a key of a good typist (55 words a minute), pointing, a press or release of the button, a hand moved, a thought.
KEY, POINT, BUTTON, HOME, THINK = 0.2, 1.1, 0.1, 0.4, 1.35


@dataclass
class Hands:
    """Presses keys and clicks in a page; each thing to say or to do is thought of once."""

    page: Page
    keys: int = 0
    clicks: int = 0
    fields: int = 0
    moves: int = 0
    thoughts: int = 0
    is_at_mouse: bool = field(default=False)

    @property
    def seconds(self) -> float:
        """The time of the whole by the model."""
        return self.keys * KEY + self.clicks * (POINT + 2 * BUTTON) + self.moves * HOME + self.thoughts * THINK

    def press(self, *keys: str, is_thought: bool = True) -> None:
        """Keys of a command one after another: «Control+Enter» are two."""
        self._take(mouse=False)
        self.thoughts += is_thought
        for key in keys:
            self.keys += len(key.split("+"))
            self.page.keyboard.press(key)

    def type(self, *words: str) -> None:
        """Words into the field that has the focus; each piece is a thought of its own."""
        self._take(mouse=False)
        self.fields += 1
        for word in words:
            self.thoughts += 1
            self.keys += len(word)
            self.page.keyboard.type(word)

    def click(self, target: Locator) -> None:
        """Point at something and click."""
        self._take(mouse=True)
        self.thoughts += 1
        self.clicks += 1
        target.click()

    def _take(self, *, mouse: bool) -> None:
        self.moves += mouse != self.is_at_mouse
        self.is_at_mouse = mouse

    def told(self, case: str, budget: float) -> str:
        """A line of the table."""
        counts = f"{self.keys:4} keys {self.clicks:2} clicks {self.fields:2} fields"
        return f"{case:38} {counts} {self.seconds:5.1f} s, at most {budget:.0f}"
