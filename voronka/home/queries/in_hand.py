"""What a person has in hand: clients, and the leads, deals and tasks that are still in work."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, F, Q, QuerySet, Value
from django.db.models.expressions import Combinable

from voronka.accounts.models import Action, User
from voronka.activities.kinds import TASK
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.records import access, kinds
from voronka.records.fields import Link
from voronka.records.kinds import Kind
from voronka.sales.kinds import DEAL, LEAD
from voronka.sales.models import LeadState, Outcome

# What is closed stays with the one who did it, or reports would lie. What stands above comes first.
IN_WORK: tuple[tuple[Kind, Q], ...] = (
    (ORGANIZATION, Q()),
    (LEGAL_ENTITY, Q()),
    (PERSON, Q()),
    (LEAD, Q(state=LeadState.OPEN)),
    (DEAL, Q(outcome=Outcome.OPEN)),
    (TASK, Q(done_at=None)),
)
# Kinds of one level do not hang on each other: they are asked for at once.
LEVELS: tuple[tuple[Kind, ...], ...] = ((ORGANIZATION,), (LEGAL_ENTITY, PERSON), (LEAD, DEAL), (TASK,))


# Two records at most are above one: the names of their columns.
PLACES = ("_kind_1", "_id_1", "_kind_2", "_id_2")
NONE = Q(pk__in=[])


class Held(NamedTuple):
    """A record in hand: `above` are the records whose new owner takes this one too, by kind and id."""

    kind: str
    pk: int
    owner: int | None
    above: tuple[tuple[str, int], ...]


def in_hand(kind: Kind, state: Q, *, of: User | None, by: User) -> QuerySet[Any]:
    """The records of one kind that `of` (None: whoever) answers for and `by` may see and change."""
    rows = access.visible(kind, by).filter(access.condition(kind, by, Action.EDIT), state)
    return rows.filter(owner=of) if of else rows


def counts(*, of: User, by: User) -> list[tuple[Kind, int, str]]:
    """How many records of each kind are in hand, with the address of their list; kinds without any are left out."""
    found = [(kind, in_hand(kind, state, of=of, by=by).count()) for kind, state in IN_WORK]
    return [(kind, count, kinds.list_of(kind, of)) for kind, count in found if count]


def held(conditions: Mapping[str, Q], *, of: User | None, by: User) -> list[Held]:
    """What `of` (None: whoever) has in hand of these kinds under a condition each: one query for all of them."""
    parts = []
    for kind, state in IN_WORK:
        if kind.name in conditions and conditions[kind.name] != NONE:
            rows = in_hand(kind, state, of=of, by=by).filter(conditions[kind.name]).order_by()
            parts.append(rows.annotate(**_above(kind)).values_list("_kind", "pk", "owner", *PLACES))
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return [Held(kind, pk, owner, _pairs(above)) for kind, pk, owner, *above in rows]


def _pairs(words: Sequence[Any]) -> tuple[tuple[str, int], ...]:
    """Kind and id in turn, those that there are."""
    return tuple((name, pk) for name, pk in zip(words[::2], words[1::2], strict=True) if name and pk)


def _above(kind: Kind) -> dict[str, Combinable]:
    """Columns of a kind that tell what its records hang on: a deal on its client, a task on its deal."""
    columns: list[Combinable] = []
    if kind.name == TASK.name:
        columns = [F("subject_kind"), F("subject_id")]
    for link in _links(kind):
        columns += [Value(link.kind, CharField()), F(f"{link.name}_id")]
    columns += [Value("", CharField()), Value(None, BigIntegerField())] * 2
    return {"_kind": Value(kind.name, CharField())} | dict(zip(PLACES, columns, strict=False))


def hanging_on(kind: Kind, records: Iterable[tuple[str, int]]) -> Q:
    """The condition for records of a kind that hang on one of these, by kind and id: `Held.above` as a question."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for name, pk in records:
        by_kind[name].append(pk)
    found = NONE
    if kind.name == TASK.name:
        for name, ids in by_kind.items():
            found |= Q(subject_kind=name, subject_id__in=ids)
        return found
    for link in _links(kind):
        if by_kind[link.kind]:
            found |= Q(**{f"{link.name}__in": by_kind[link.kind]})
    return found


def _links(kind: Kind) -> list[Link]:
    """The links of a kind that lead to its client."""
    names = {LEGAL_ENTITY.name: ("organization",), PERSON.name: ("organization",)}
    found = [kind.whole.by_name.get(name) for name in names.get(kind.name, ("organization", "person"))]
    return [one for one in found if isinstance(one, Link)]
