"""The door to the one history: higher apps register types of entries and add what happened."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from voronka.accounts.models import User
from voronka.activities import subjects
from voronka.activities.models import HistoryEntry, HistoryLink, Interaction, Ref, Task
from voronka.core import live
from voronka.records import kinds
from voronka.records.field_rules import hides_named

type Data = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class EntryType:
    """How entries of a type look: `say` makes the sentence of the data, in the reader's language.

    `fields` says which of the data repeat a field ("deal.amount"): a reader whose roles hide it is told without.
    """

    code: str
    icon: str
    say: Callable[[Data], str]
    topic: str = "changes"
    tone: str = "neutral"
    fields: Mapping[str, str] = field(default_factory=dict)

    def told(self, data: Data, user: User) -> str:
        """The sentence for this reader."""
        closed = {key for key, name in self.fields.items() if hides_named(user, name)}
        return self.say({key: value for key, value in data.items() if key not in closed})


_types: dict[str, EntryType] = {}


def register(*types: EntryType) -> None:
    """Add types of entries; call it in AppConfig.ready."""
    _types.update({one.code: one for one in types})


def type_of(code: str) -> EntryType | None:
    """How an entry of this type looks, None for one that nobody registered."""
    return _types.get(code)


def codes_of(topic: str) -> list[str]:
    """The types of a topic."""
    return [one.code for one in _types.values() if one.topic == topic]


def codes_closed_to(user: User) -> list[str]:
    """The types whose data hold a field that this reader's roles hide."""
    return [one.code for one in _types.values() if any(hides_named(user, name) for name in one.fields.values())]


def add(
    *,
    subject: Any,
    type: str,  # noqa: A002  # the word that everybody says
    by: User | None,
    at: datetime,
    data: Data | None = None,
    interaction: Interaction | None = None,
    task: Task | None = None,
) -> HistoryEntry | None:
    """Write what happened to a record, on its own card and on its clients'; nothing for a kind without a history."""
    known = _known(subject)
    if known is None:
        return None
    with transaction.atomic():
        entry = HistoryEntry.objects.create(
            subject_kind=known.kind,
            subject_id=known.id,
            type=type,
            by=by,
            at=at,
            data=dict(data or {}),
            interaction=interaction,
            task=task,
        )
        cards = subjects.cards_of(subject)
        HistoryLink.objects.bulk_create(_links(entry, cards))
        tell(cards)
    return entry


def add_many(
    *,
    records: Iterable[Any],
    type: str,  # noqa: A002  # as in `add`
    by: User | None,
    at: datetime,
    data: Callable[[Any], Data] | None = None,
) -> int:
    """The same entry for many records (a bulk hand-over) in a few statements; open pages are not told."""
    found = [record for record in records if _known(record)]
    refs = [subjects.ref(record) for record in found]
    entries = HistoryEntry.objects.bulk_create(
        [
            HistoryEntry(
                subject_kind=ref.kind,
                subject_id=ref.id,
                type=type,
                by=by,
                at=at,
                data=dict(data(record)) if data else {},
            )
            for record, ref in zip(found, refs, strict=True)
        ],
        batch_size=2000,
    )
    link(zip(entries, found, strict=True))
    return len(entries)


BEGIN = """
WITH made AS (
    INSERT INTO activities_historyentry (subject_kind, subject_id, type, at, by_id, data)
    SELECT %s, r.id, 'created', r.created_at, %s, '{{}}' FROM {table} r WHERE r.id = ANY(%s) ORDER BY r.id
    RETURNING id, subject_id, at
)
INSERT INTO activities_historylink (entry_id, kind, record_id, at)
SELECT made.id, card.kind, card.id, made.at FROM made JOIN {table} r ON r.id = made.subject_id
CROSS JOIN LATERAL (VALUES {cards}) AS card (kind, id) WHERE card.id IS NOT NULL"""


def begin_many(*, kind: str, ids: Iterable[int], by: User | None) -> None:
    """Write that these records were made, each at its moment, on their cards and those of their clients.

    One statement, however many they are (an import); open pages are not told. Nothing for a kind without a history.
    """
    known = subjects.find(kind)
    if known is None:
        return
    cards = [(kind, "id"), *((link.kind, link.attribute) for link in known.links)]
    statement = BEGIN.format(
        table=kinds.get(kind).model._meta.db_table, cards=", ".join(f"(%s, r.{column})" for _name, column in cards)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [kind, by.pk if by else None, list(ids), *(name for name, _column in cards)])


def link(pairs: Iterable[tuple[HistoryEntry, Any]]) -> None:
    """Put stored entries on the cards of their records: (entry, record) pairs, for bulk writers."""
    rows = [row for entry, record in pairs if _known(record) for row in _links(entry, subjects.cards_of(record))]
    HistoryLink.objects.bulk_create(rows, batch_size=5000)


def relink_many(records: Iterable[Any]) -> None:
    """Put all entries of records of one kind on the cards of their present clients: call it when those change.

    A few statements, however many they are; open pages are not told.
    """
    cards = {record.pk: subjects.cards_of(record) for record in records if _known(record)}
    if not cards:
        return
    kind = next(iter(cards.values()))[0].kind
    entries = list(HistoryEntry.objects.filter(subject_kind=kind, subject_id__in=cards).only("pk", "at", "subject_id"))
    home = Q(kind=kind, record_id=F("entry__subject_id"))
    with transaction.atomic():
        HistoryLink.objects.filter(entry__subject_kind=kind, entry__subject_id__in=cards).exclude(home).delete()
        HistoryLink.objects.bulk_create(
            [row for entry in entries for row in _links(entry, cards[entry.subject_id][1:])],
            batch_size=5000,
            ignore_conflicts=True,
        )


def forget(kind: str, ids: Iterable[int]) -> None:
    """Erase the history of erased records, and take their cards out of other records' history."""
    gone = list(ids)
    HistoryEntry.objects.filter(subject_kind=kind, subject_id__in=gone).delete()
    HistoryLink.objects.filter(kind=kind, record_id__in=gone).delete()


def tell(cards: Iterable[Ref]) -> None:
    """Let open cards fetch their history anew."""
    for card in cards:
        live.publish(kind=card.kind, id=card.id, verb="history")


def tell_of(records: Iterable[Any]) -> None:
    """The same of many records, on their own cards and on those of their clients."""
    _tell_many(card for record in records if _known(record) for card in subjects.cards_of(record))


def tell_above(records: Iterable[Any]) -> None:
    """The same of the cards of their clients alone."""
    _tell_many(card for record in records if _known(record) for card in subjects.cards_of(record)[1:])


def _tell_many(cards: Iterable[Ref]) -> None:
    ids: dict[str, dict[int, None]] = {}
    for card in cards:
        ids.setdefault(card.kind, {})[card.id] = None
    for kind, found in ids.items():
        live.publish_many(kind=kind, ids=found.keys(), verb="history")


def _known(record: Any) -> Ref | None:
    ref = subjects.ref(record)
    return ref if subjects.find(ref.kind) else None


def _links(entry: HistoryEntry, cards: Iterable[Ref]) -> list[HistoryLink]:
    return [HistoryLink(entry=entry, kind=card.kind, record_id=card.id, at=entry.at) for card in cards]
