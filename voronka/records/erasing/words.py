"""What a human being is called and reached by, as a pattern to find in texts: names in any case form, phones, mails."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

MARK = "█████"
SHORTEST = 3  # a shorter name is taken out only where it stands exactly
BETWEEN = r"[\s()\-.]*"
# What follows the stem of a Russian name in its case forms.
ENDINGS = (
    "а|я|у|ю|е|и|ы|о|ь|й|ой|ей|ою|ею|ом|ем|ём|ым|им|ый|ий|ая|яя|ого|его|ому|ему|ую|юю|ых|их|ыми|ими|ам|ям|ами|ями|ах|ях"
    "|ов|ев|ья|ье|ью|ьи|ии|ия|ию|ией"
)


@dataclass(frozen=True)
class Words:
    """A pattern for PostgreSQL and Python alike; empty when nothing is known. `contacts` finds phones, e-mails alone.

    Wherever the pattern is found, one of the `pieces` (names in case forms, e-mails) or of the `digits` stands: that
    is what an index can answer.
    """

    pattern: str
    pieces: tuple[str, ...] = ()
    digits: tuple[str, ...] = ()
    contacts: str = ""

    @property
    def nameless(self) -> "Words":
        """The phones and e-mails without the names, which others may bear too."""
        return Words(self.contacts, contacts=self.contacts)

    def stand_in(self, text: str) -> bool:
        """Whether any of the words stands in a text."""
        return bool(self.pattern and re.search(self.pattern, text, flags=re.IGNORECASE))

    def may_stand(self, *, text: str, digits: str) -> Q:
        """The condition for rows that may hold these words: `text` is a column, `digits` that of its digits alone."""
        found = Q(**{f"{text}__iregex": "|".join(self.pieces)}) if self.pieces else Q(pk__in=[])
        for one in self.digits:
            found |= Q(**{f"{digits}__contains": one})
        return found

    def gone(self, value: Any) -> Any:
        """The same value, of JSON too, without these words."""
        if isinstance(value, str):
            return re.sub(self.pattern, MARK, value, flags=re.IGNORECASE) if self.pattern else value
        if isinstance(value, list):
            return [self.gone(one) for one in value]
        if isinstance(value, dict):
            return {self.gone(key): self.gone(one) for key, one in value.items()}
        return value


def words_of(states: Iterable[dict[str, Any]]) -> Words:
    """The words of all states that a record has had: an old name and an old phone are of the same person."""
    parts: dict[str, None] = {}
    contacts: dict[str, None] = {}
    pieces: dict[str, None] = {}
    digits: dict[str, None] = {}
    for state in states:
        names = (str(state.get(key) or "").strip() for key in ("last_name", "first_name", "middle_name"))
        called = [name for name in names if name]
        pieces |= dict.fromkeys(_form(name) for name in (called[:1] if state.get("last_name") else called))
        pieces |= dict.fromkeys(re.escape(one) for one in state.get("emails") or () if one)
        digits |= dict.fromkeys(tail for one in state.get("phones") or () if (tail := _tail(one)))
        parts |= dict.fromkeys(_names(state))
        contacts |= dict.fromkeys(_phone(one) for one in state.get("phones") or ())
        contacts |= dict.fromkeys(rf"(?<![\w.+-]){re.escape(one)}" for one in state.get("emails") or () if one)
    whole, reached = ("|".join(filter(None, some)) for some in (parts | contacts, contacts))
    return Words(whole, tuple(pieces), tuple(digits), reached)


def _names(state: dict[str, Any]) -> list[str]:
    """«Петров», «Петрову Ивану Сергеевичу», «Ивана Петрова»; a first name alone only where there is no other."""
    last = str(state.get("last_name") or "").strip()
    others = [name for key in ("first_name", "middle_name") if (name := str(state.get(key) or "").strip())]
    beside = "|".join(_form(one) for one in others)
    if not last:
        return [rf"(?<!\w){r'\s+'.join(_form(one) for one in others)}(?!\w)"] if others else []
    whole = _form(last)
    if beside:
        return [rf"(?<!\w)(?:(?:{beside})\s+)*{whole}(?:\s+(?:{beside}))*(?!\w)"]
    return [rf"(?<!\w){whole}(?!\w)"]


def _form(name: str) -> str:
    """A name with the endings of its case forms: «Иванова» → «Иванов…»."""
    if len(name) < SHORTEST:
        return re.escape(name)
    stem = re.sub("(?:[аяйьыиеёоу]|ий|ый|ая|ой)$", "", name, flags=re.IGNORECASE) if len(name) > SHORTEST else name
    return rf"{re.escape(stem)}(?:{ENDINGS})?"


def _digits(number: str) -> str:
    return re.sub(r"\D", "", str(number).partition(";")[0])


def _tail(number: str) -> str:
    """The last ten digits, without the country; nothing of what is no phone."""
    tail = _digits(number)[-10:]
    return tail if len(tail) >= 6 else ""


def _phone(number: str) -> str:
    """The digits of a phone, whatever stands between them; the country may be missing or be 8."""
    digits, tail = _digits(number), _tail(number)
    if not tail:
        return ""
    return rf"(?<!\d)(?:\+?{digits[: len(digits) - len(tail)] or '7'}|8)?{BETWEEN}{BETWEEN.join(tail)}(?!\d)"
