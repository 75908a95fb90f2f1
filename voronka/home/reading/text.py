"""A text out of which readers take what they know."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 2_000
TAKEN = "|"
SEPARATOR = re.compile(r"[|;\n/]|,(?!\d)|(?<!\d),|\s[-–—•·]\s|^\s*[-–—•·]\s")
# Words that only say what the next thing is.
LABELS = re.compile(
    r"(?<!\w)(?:тел|телефон|моб|мобильный|раб|рабочий|сот|т|м|e-?mail|почта|эл\.?\s?почта|mail|сайт|web|website"
    r"|www|site|phone|t[eé]l|mob|mobile|cell"
    r"|office|инн|inn|г-н|г-жа|господин|госпожа|mr|mrs|ms|dr|контакт|клиент|компания|фирма|организация|company|firm"
    r"|задача|task|сумма|бюджет|адрес|address|whatsapp|telegram|viber|direct)(?:\.|:)?(?!\w)[\s:.]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Word:
    """A word and where it stands."""

    text: str
    start: int
    end: int


class Text:
    """`rest` has the length of `whole`; what was taken is a run of TAKEN signs there, so that places stay."""

    def __init__(self, raw: str) -> None:
        clean = raw[:LONGEST].replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").replace(TAKEN, "\n")
        clean = re.sub(r"[\u00a0\u202f\u2009\t]", " ", clean)
        self.whole = re.sub(r"[\u200b-\u200f\u2060\ufeff\u00ad]", "", clean)
        self.rest = self.whole

    def take(self, start: int, end: int) -> str:
        """What stands between two places; it is read by nobody else."""
        self.rest = self.rest[:start] + TAKEN * (end - start) + self.rest[end:]
        return self.whole[start:end]

    def find(self, pattern: re.Pattern[str], start: int = 0) -> re.Match[str] | None:
        """The first match in what is not taken yet."""
        return pattern.search(self.rest, start)

    def segments(self) -> Iterator[tuple[int, int]]:
        """Where the pieces between separators and taken places begin and end."""
        place = 0
        for mark in SEPARATOR.finditer(self.rest):
            if self.rest[place : mark.start()].strip():
                yield place, mark.start()
            place = mark.end()
        if self.rest[place:].strip():
            yield place, len(self.rest)

    def words(self, start: int, end: int) -> list[Word]:
        """Words between two places, without the punctuation around them."""
        found = re.finditer(r"[^\s|,;:()«»\"“”„!?\n]+", self.rest[start:end])
        return [Word(one[0], start + one.start(), start + one.end()) for one in found]

    def left(self) -> str:
        """What nobody took, piece by piece."""
        pieces = [" ".join(self.rest[start:end].split()).strip(" .:-–—•·()") for start, end in self.segments()]
        spoken = [piece for piece in pieces if LABELS.sub("", f"{piece} ").strip(" .:+()#№&-")]
        return "; ".join(spoken)
