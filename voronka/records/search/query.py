"""Global search: one question over all kinds, with other readings of it and, at last, a likeness."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Case, IntegerField, Q, Value, When
from rapidfuzz import fuzz

from voronka.accounts.models import Action, User
from voronka.core import phones
from voronka.records import access, kinds
from voronka.records.kinds import Kind
from voronka.records.models import SearchEntry
from voronka.records.names import fold
from voronka.records.reads import shown
from voronka.records.search.hidden import conceal, marked
from voronka.records.search.variants import other_layout, transliterated

CANDIDATES = 400
WORDS = 6
ALIKE = 0.4
LIKENESS = 72


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A record that was found; `why` shows what matched when the title does not: a phone, a mail, a word."""

    kind: Kind
    record_id: int
    title: str
    subtitle: str
    why: str

    @property
    def url(self) -> str:
        """The address of its card."""
        return self.kind.url(self.record_id)


def find(text: str, user: User, *, names: Iterable[str] = (), most: int = 40) -> list[Hit]:
    """Records (of the named kinds, or of all) that this person may see, the best first.

    Words and fragments of numbers come first; only when these find nothing the other keyboard layout, then Latin for
    Cyrillic letters are tried, and at last what looks alike.
    """
    clean = " ".join(text.replace("\x00", "").split())[:200]
    if not clean:
        return []
    allowed = visible_entries(user, names)
    for reading in dict.fromkeys((clean, other_layout(clean), transliterated(clean))):
        condition = _matching(reading) if reading else None
        if condition is not None and (found := _known(_ranked(allowed & condition, reading, most, user), reading)):
            return _hits(found, reading)
    return _hits(_known(_alike(allowed, clean, most, user), clean), clean)


def _known(entries: list[Any], text: str) -> list[Any]:
    """The entries as the reader may see them, without those that only a hidden name has brought."""
    conceal(entries)
    return [entry for entry in entries if not entry._hides or _likeness(fold(text), entry.words) >= LIKENESS]


def visible_entries(user: User, names: Iterable[str] = ()) -> Q:
    """The condition over the search table «this record is for this person», for the named kinds or for all."""
    wanted = set(names)
    result = Q(pk__in=[])
    for kind in kinds.all_kinds():
        if kind.search is not None and (not wanted or kind.name in wanted) and access.may(user, Action.VIEW, kind):
            result |= Q(kind=kind.name) & entries_of(kind, user)
    return result


def entries_of(kind: Kind, user: User, ids: Iterable[int] | None = None) -> Q:
    """The condition over the search table for one kind, which the caller names; `ids` narrow what must be looked up."""
    if kind.reach is None:
        scope = access.scope(kind, user, Action.VIEW)
        return access.owned(scope, user, shared=kind.shared_when_unowned)
    rows = access.visible(kind, user)
    return Q(record_id__in=(rows if ids is None else rows.filter(pk__in=list(ids))).values("pk"))


def _matching(text: str) -> Q | None:
    """Every word somewhere, or the digits of a number; None for what says too little."""
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 3 and not any(sign.isalpha() for sign in text):
        result = Q(digits__contains=digits) | Q(words__contains=fold(text))
        if len(digits) >= 5 and digits[0] in "78":  # 8 903… and +7 903… are one number
            result |= Q(digits__contains=f"7{digits[1:]}")
        return result
    words = _words(text)
    if not words:
        return None
    result = Q()
    for word in words:
        begins = Q(words__startswith=word) | Q(words__contains=f" {word}")
        result &= begins if len(word) < 3 else Q(words__contains=word)
    return result


def _words(text: str) -> list[str]:
    return [word for part in fold(text).split() if (word := part.strip("«»\"'()"))][:WORDS]


def _ranked(condition: Q, text: str, most: int, user: User) -> list[Any]:
    """The best of the first candidates: a title that begins so, a word of it, another place; then the latest."""
    whole, first = fold(text), (_words(text) or [""])[0]
    near = SearchEntry.objects.filter(condition).values("pk")[:CANDIDATES]
    rows = marked(SearchEntry.objects.filter(pk__in=near), user).annotate(
        rank=Case(
            When(words__startswith=whole, then=Value(0)),
            When(title__folded__contains=f" {whole}", then=Value(1)),
            When(title__folded__startswith=first, then=Value(2)),
            When(title__folded__contains=first, then=Value(3)),
            default=Value(4),
            output_field=IntegerField(),
        )
    )
    return list(rows.order_by("rank", "-updated_at", "-pk")[:most])


def _alike(allowed: Q, text: str, most: int, user: User) -> list[Any]:
    """What looks like the text in one of its readings: typing errors."""
    readings = [fold(one) for one in dict.fromkeys((text, other_layout(text), transliterated(text))) if len(one) >= 4]
    best: dict[int, tuple[float, SearchEntry]] = {}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(ALIKE)])
        for reading in readings:
            near = marked(SearchEntry.objects.filter(allowed, words__trigram_word_similar=reading), user)
            near = near.annotate(likeness=TrigramWordSimilarity(reading, "words")).order_by("-likeness")[:CANDIDATES]
            for entry in near:
                score = _likeness(reading, entry.words)
                if score >= LIKENESS and score > best.get(entry.pk, (0.0, entry))[0]:
                    best[entry.pk] = score, entry
    return [entry for _score, entry in sorted(best.values(), key=lambda one: -one[0])][:most]


def _likeness(text: str, words: str) -> float:
    """How well every word of the text has its like, 0…100."""
    known = re.findall(r"\w+", words) or [""]
    scores = [max(fuzz.ratio(word, other) for other in known) for word in re.findall(r"\w+", text)]
    return min(scores, default=0.0)


def _hits(entries: list[Any], text: str) -> list[Hit]:
    for entry in entries:
        shown(entry.kind, [entry.record_id])
    return [_hit(entry, text) for entry in entries]


def _hit(entry: SearchEntry, text: str) -> Hit:
    return Hit(
        kind=kinds.get(entry.kind),
        record_id=entry.record_id,
        title=entry.title,
        subtitle=entry.subtitle,
        why=_why(entry, text),
    )


def _why(entry: SearchEntry, text: str) -> str:
    """What matched besides the title and the second line."""
    shown = fold(f"{entry.title} {entry.subtitle}")
    digits = re.sub(r"\D", "", text)
    if digits and not any(sign.isalpha() for sign in text):
        tail = digits[1:] if len(digits) >= 5 and digits[0] in "78" else digits
        number = next((one for one in entry.digits.split() if tail in one), "")
        return phones.show(f"+{number}") if len(number) > 10 else number
    if all(word in shown for word in _words(text)):
        return ""
    missing = [word for word in _words(text) if word not in shown]
    return next((one for one in entry.words.split() for word in missing if word in one), "")[:80]
