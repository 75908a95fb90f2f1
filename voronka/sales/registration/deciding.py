"""Who decides about registrations."""

from voronka.accounts.models import Action, User
from voronka.records import access
from voronka.records.kinds import kind_of
from voronka.records.models import Record
from voronka.sales.gate.lacks import heads
from voronka.sales.models import Registration


def may_claim(user: User, record: Record) -> bool:
    """Whether this person may register the record for himself: whoever sees it and may change such records at all."""
    return access.may(user, Action.EDIT, kind_of(record))


def oversees(user: User, record: Record) -> bool:
    """Whether this person is above the owner of the record, or an administrator."""
    return user.is_superuser or heads(user, record)


def may_decide(registration: Registration, user: User, *, rivals: frozenset[int]) -> bool:
    """Whether this person may decide about the claim: who is above, and has no side in it; an administrator always.

    `rivals` are the ids of those whose protection stands.
    """
    if not registration.is_waiting:
        return False
    has_side = user.pk == registration.registrar_id or user.pk in rivals
    return user.is_superuser or (not has_side and heads(user, registration.record))
