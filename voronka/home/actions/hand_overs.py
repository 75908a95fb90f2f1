"""Somebody leaves: the work goes to others in one step, and comes back by another one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.actions import users
from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator
from voronka.core.errors import NotFound, Refused
from voronka.home.models import HandOver, HandOverShare
from voronka.home.queries.in_hand import IN_WORK, above, in_hand
from voronka.records import kinds
from voronka.records.actions import bulk

KEPT = timedelta(days=30)

type Shares = dict[tuple[str, int], list[int]]


@transaction.atomic
def hand_over(*, of: User, to: Sequence[User], switch_off: bool, by: User, at: datetime) -> HandOver:
    """Give all that `of` has in hand to the people `to`, and close the account when `switch_off` says so.

    Clients are dealt out evenly, one with many open deals weighs more; what belongs to a client goes with it. Raises
    Forbidden for all but administrators, Refused without anybody to give to.
    """
    require_administrator(by)
    receivers = {user.pk: user for user in to}
    if not receivers or of.pk in receivers or not all(user.is_active for user in receivers.values()):
        raise Refused(_("Choose who takes the work over: people who work here and are not the one who leaves."))
    done = HandOver.objects.create(user=of, by=by, at=at, is_switched_off=switch_off)
    for (name, pk), ids in _dealt(of, sorted(receivers), by).items():
        for part in batched(ids, bulk.MOST, strict=False):
            result = bulk.change(kind=kinds.get(name), ids=part, values={"owner": pk}, by=by, at=at)
            if result.change:
                HandOverShare.objects.create(
                    hand_over=done, to=receivers[pk], kind=name, change=result.change, count=result.changed
                )
    if switch_off:
        users.deactivate(user=of, by=by, at=at)
    return done


@transaction.atomic
def take_back(*, hand_over: HandOver, by: User, at: datetime) -> int:
    """Give everything back that nobody has changed since, and open the account again; gives the number of records.

    Raises Forbidden for all but administrators, NotFound when it was taken back already or is older than 30 days.
    """
    require_administrator(by)
    done = HandOver.objects.select_for_update().filter(pk=hand_over.pk, undone_at=None, at__gte=at - KEPT).first()
    if done is None:
        raise NotFound(_("There is nothing to undo."))
    if done.is_switched_off:
        users.reactivate(user=done.user, by=by)
    changed = 0
    for share in done.shares.order_by("-pk"):
        kind = kinds.get(share.kind)
        changed += bulk.undo(kind=kind, pk=share.change_id, by=by, at=at, made_by=done.by).changed
    done.undone_at = at
    done.save(update_fields=["undone_at"])
    return changed


def _dealt(of: User, receivers: Sequence[int], by: User) -> Shares:
    """Ids by kind and receiver."""
    load = dict.fromkeys(receivers, 0)
    taken: dict[tuple[str, int], int] = {}
    shares: Shares = defaultdict(list)
    weights = _weights(of, by)
    for kind, state in IN_WORK:
        records = list(in_hand(kind, state, of=of, by=by).order_by("pk"))
        records.sort(key=lambda record: -weights.get((kind.name, record.pk), 0))  # the heaviest first, then by age
        for record in records:
            owner = _with(above(kind, record), taken)
            if owner is None:
                owner = min(receivers, key=lambda pk: (load[pk], pk))
                load[owner] += 1 + weights.get((kind.name, record.pk), 0)
            taken[kind.name, record.pk] = owner
            shares[kind.name, owner].append(record.pk)
    return shares


def _weights(of: User, by: User) -> dict[tuple[str, int], int]:
    """How many open deals and tasks hang on each client."""
    found: dict[tuple[str, int], int] = defaultdict(int)
    for kind, state in IN_WORK[-2:]:
        for record in in_hand(kind, state, of=of, by=by):
            for name, pk in above(kind, record):
                if pk:
                    found[name, pk] += 1
    return found


def _with(above: Iterable[tuple[str, int | None]], taken: dict[tuple[str, int], int]) -> int | None:
    return next((taken[name, pk] for name, pk in above if pk and (name, pk) in taken), None)
