"""Whether two people who share a phone or a letter box are the same one, in SQL."""

import json

from voronka.core.first_names import FULL_NAMES
from voronka.imports.engine.batch import Batch

NAMES = ("last_name", "first_name")
# Letter boxes that everybody of a company answers from; they say nothing about the person.
SHARED_BOX = r"^(info|office|mail|sales|admin|support|hello|contact|zakaz|order|reception|secretary|buh|company|post)@"
SHORT = json.dumps(FULL_NAMES, ensure_ascii=False)


def _named(batch: Batch) -> bool:
    columns = {one.column for one in batch.target.kind.model._meta.concrete_fields}
    return columns.issuperset(NAMES)


def name(batch: Batch, alias: str, part: str) -> str:
    """A part of the name, folded, of the record `r` or of a staged row; empty where there is none."""
    if not _named(batch) or (alias != "r" and not batch.has(part)):
        return "''"
    return f"translate(lower(trim(COALESCE({alias}.{part}, ''))), 'ё', 'е')"


def same_first(one: str, other: str) -> str:
    """Whether first names may be of one person: «И.», «Иван», «Ваня» may, «Александр» and «Алексей» may not.

    What only looks alike is told apart: two records can be merged later, one made of two people cannot be parted.
    """
    initials = " OR ".join(
        f"(char_length(rtrim({short}, '.')) = 1 AND starts_with({full}, rtrim({short}, '.')))"
        for short, full in ((one, other), (other, one))
    )
    return f"({one} = '' OR {other} = '' OR {_full(one)} = {_full(other)} OR {initials})"


def _full(first_name: str) -> str:
    """A first name in full where it is a usual short one."""
    return f"COALESCE('{SHORT}'::jsonb ->> {first_name}, {first_name})"


def same_person(batch: Batch) -> str:
    """Whether the names of the row `x` and of the record `r` may be of one person; true for kinds that have no names.

    Last names are equal and first names fit, or one side has a single name that the other has among its own, or the
    two names stand the other way round. A nameless side (a lead that is only a phone) contradicts nothing.
    """
    if not _named(batch):
        return "true"
    last, first = (name(batch, "x", part) for part in NAMES)
    known_last, known_first = (name(batch, "r", part) for part in NAMES)
    return (
        f"(({last} = '' AND {first} = '') OR ({known_last} = '' AND {known_first} = '')"
        f" OR ({last} <> '' AND {last} = {known_last} AND {same_first(first, known_first)})"
        f" OR ({last} <> '' AND {last} = {known_first} AND {first} IN ('', {known_last}))"
        f" OR ({known_last} <> '' AND {known_last} = {first} AND {known_first} = '')"
        f" OR ({first} <> '' AND {first} = {known_first} AND ({last} = '' OR {known_last} = '')))"
    )


def own_box(batch: Batch) -> str:
    """Whether the row `x` and the record `r` have a letter box in common that is of one person."""
    if not _named(batch):
        return "true"
    return f"EXISTS (SELECT FROM unnest(x.emails) box WHERE box = ANY (r.emails) AND box !~ '{SHARED_BOX}')"


def keys_of(batch: Batch, contact: str) -> tuple[str, str]:
    """What twins within a file have in common besides the `value` of a contact: a name; and what must fit: another."""
    last, first = (name(batch, "s", part) for part in NAMES)
    key = f"CASE WHEN {last} <> '' THEN {last} ELSE {first} END"
    rest = f"CASE WHEN {last} <> '' THEN {first} ELSE '' END"
    if contact != "emails":
        return key, rest
    box = f"CASE WHEN value ~ '{SHARED_BOX}' THEN {{}} ELSE '' END"
    return box.format(key), box.format(rest)
