"""Who is above the owner of a deal or a client: whose right to change such records reaches beyond his own."""

from collections.abc import Iterable

from django.db.models import QuerySet

from voronka.accounts.models import Action, Scope, User
from voronka.records.kinds import kind_of
from voronka.records.models import Record
from voronka.sales.gate.lacks import heads

LIKELY = 50  # people that are looked at


def head_of(record: Record, *, besides: User, nor: Iterable[int] = ()) -> User | None:
    """The one who is asked: of the record's department before others; an administrator where there is none.

    `nor` are ids of those who have a side of their own in what is asked.
    """
    out = [besides.pk, *nor]
    found = [one for one in _likely(kind_of(record).name, out)[:LIKELY] if heads(one, record)]
    found.sort(key=lambda one: one.department_id != record.department_id)
    admins = User.objects.filter(is_active=True, is_superuser=True).exclude(pk__in=out).order_by("pk")
    return found[0] if found else admins.first()


def _likely(kind: str, out: list[int]) -> QuerySet[User]:
    wide = {"roles__grants__kind": kind, "roles__grants__action": Action.EDIT, "roles__is_active": True}
    people = User.objects.filter(
        **wide, roles__grants__scope__in=[Scope.DEPARTMENT, Scope.ALL], is_active=True, is_superuser=False
    )
    return people.exclude(pk__in=out).distinct().order_by("pk")
