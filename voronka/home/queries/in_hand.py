"""What a person has in hand: clients, and the leads, deals and tasks that are still in work."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from voronka.accounts.models import User
from voronka.activities.kinds import TASK
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.records import access, kinds
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


def in_hand(kind: Kind, state: Q, *, of: User, by: User) -> QuerySet[Any]:
    """The records of one kind that `of` answers for and `by` may see."""
    return access.visible(kind, by).filter(state, owner=of)


def counts(*, of: User, by: User) -> list[tuple[Kind, int, str]]:
    """How many records of each kind are in hand, with the address of their list; kinds without any are left out."""
    found = [(kind, in_hand(kind, state, of=of, by=by).count()) for kind, state in IN_WORK]
    return [(kind, count, kinds.list_of(kind, of)) for kind, count in found if count]


def above(kind: Kind, record: Any) -> Iterable[tuple[str, int | None]]:
    """The records whose new owner takes this one too: a deal goes with its client, a task with its deal."""
    if kind is TASK:
        return [(record.subject_kind, record.subject_id)]
    names = {LEGAL_ENTITY.name: ("organization",), PERSON.name: ("organization",)}
    links = names.get(kind.name, ("organization", "person"))
    return [(kind.field(name).kind, kind.field(name).stored(record)) for name in links if name in kind.by_name]  # type: ignore[attr-defined]  # these are links
