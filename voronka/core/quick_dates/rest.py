"""The part of a text that is not understood yet."""

import re


class Rest:
    """Folded words out of which readers take what they know; what remains at the end was not understood."""

    def __init__(self, text: str) -> None:
        folded = re.sub(r"[\u2010-\u2015\u2212]", "-", text.lower()).replace("ё", "е").replace("\u00a0", " ")
        # A comma between digits is a decimal mark: «через 1,5 часа».
        self.words = " ".join(re.sub(r"(?<!\d),|,(?!\d)", " ", folded).split())

    def seen(self, pattern: str) -> re.Match[str] | None:
        """The first place where whole words match."""
        return re.search(rf"(?<![\w.,:/-])(?:{pattern})(?!\w)", self.words)

    def take(self, pattern: str) -> re.Match[str] | None:
        """The same, taken out of the text."""
        found = self.seen(pattern)
        if found:
            self.words = f"{self.words[: found.start()].rstrip()} {self.words[found.end() :].lstrip()}".strip()
        return found
