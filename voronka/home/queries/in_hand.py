"""What a person has in hand: clients, and the leads, deals and tasks that are still in work."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

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


def in_hand(kind: Kind, state: Q, *, of: User | None, by: User) -> QuerySet[Any]:
    """The records of one kind that `of` (None: whoever) answers for and `by` may see and change."""
    rows = access.visible(kind, by).filter(access.condition(kind, by, Action.EDIT), state)
    return rows.filter(owner=of) if of else rows


def counts(*, of: User, by: User) -> list[tuple[Kind, int, str]]:
    """How many records of each kind are in hand, with the address of their list; kinds without any are left out."""
    found = [(kind, in_hand(kind, state, of=of, by=by).count()) for kind, state in IN_WORK]
    return [(kind, count, kinds.list_of(kind, of)) for kind, count in found if count]


def above(kind: Kind, record: Any) -> Iterable[tuple[str, int | None]]:
    """The records whose new owner takes this one too: a deal goes with its client, a task with its deal."""
    if kind.name == TASK.name:
        return [(record.subject_kind, record.subject_id)]
    return [(link.kind, link.stored(record)) for link in _links(kind)]


def hanging_on(kind: Kind, records: Iterable[tuple[str, int]]) -> Q:
    """The condition for records of a kind that hang on one of these, named by kind and id: `above` as a question."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for name, pk in records:
        by_kind[name].append(pk)
    found = Q(pk__in=[])
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
