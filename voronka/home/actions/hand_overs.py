"""Somebody's work goes to others in one step, all of it or a part, and comes back by another one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from voronka.accounts.actions import users
from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator
from voronka.core.errors import NotFound, Refused
from voronka.home.models import HandOver, HandOverShare
from voronka.home.models.hand_overs import KEPT
from voronka.home.queries.distribution import Distribution, Part, distribute
from voronka.home.queries.in_hand import IN_WORK
from voronka.records import kinds
from voronka.records.actions import bulk
from voronka.records.idempotency import once


@dataclass(frozen=True)
class TakenBack:
    """How many records went back, and how many stay: handed on, closed or changed since."""

    count: int
    left: int


class _HandOvers:
    """What `once` keeps the keys of hand-overs by."""

    name = "hand_over"
    model = HandOver


def hand_over(
    *,
    of: User | None,
    to: Sequence[User] = (),
    parts: Sequence[Part] = (),
    switch_off: bool = False,
    key: str = "",
    by: User,
    at: datetime,
) -> HandOver:
    """Give what `of` has in hand to others, once per `key`, and close the account when `switch_off` says so.

    First each part goes to its people, then the rest evenly to the people `to`; without them the rest stays. With
    `of` None there are only parts, of whoever's work. Only what `by` may change goes. Raises Refused without anybody
    to give to, with nothing to give by parts and for a faulty filter, Forbidden where only an administrator may close
    the account.
    """
    if switch_off:
        require_administrator(by)
    _require_receivers(of, to, parts)

    @transaction.atomic
    def make() -> HandOver:
        receivers = _receivers(to, parts)
        if not receivers.keys() <= users.hold([*receivers, *([of.pk] if of else [])]):
            raise _nobody()  # somebody was switched off a moment ago
        distribution = distribute(of=of, evenly=to, parts=parts, by=by, at=at)
        done = _give(of, distribution, receivers, switch_off=switch_off, by=by, at=at)
        if not (switch_off or done.shares.exists()):
            raise Refused(_("There is nothing here that you could hand over."), field="parts-1")
        return done

    done: HandOver = once(kind=_HandOvers(), key=key, by=by, at=at, make=make)
    return done


def preview(
    *, of: User | None, to: Sequence[User] = (), parts: Sequence[Part] = (), by: User, at: datetime
) -> Distribution:
    """Who would get what; nothing is changed. Raises as `hand_over` does."""
    _require_receivers(of, to, parts)
    return distribute(of=of, evenly=to, parts=parts, by=by, at=at)


def _receivers(to: Sequence[User], parts: Sequence[Part]) -> dict[int, User]:
    """Who takes over, by id."""
    return {user.pk: user for user in (*to, *(user for part in parts for user in part.to))}


def _require_receivers(of: User | None, to: Sequence[User], parts: Sequence[Part]) -> None:
    """Raises Refused unless there is somebody for every part who works here and is not the one who leaves."""
    found = _receivers(to, parts)
    is_complete = bool(found) and all(part.to for part in parts)
    if not is_complete or (of and of.pk in found) or not all(user.is_active for user in found.values()):
        raise _nobody()


def _nobody() -> Refused:
    return Refused(
        _("Choose who takes the work over: people who work here and are not the one who leaves."), field="to"
    )


def _give(
    of: User | None,
    distribution: Distribution,
    receivers: Mapping[int, User],
    *,
    switch_off: bool,
    by: User,
    at: datetime,
) -> HandOver:
    """Carry it out, the lowest first: who may change a deal may lose that right with its client."""
    whose = of.pk if of else next(iter(distribution.owners)) if len(distribution.owners) == 1 else None
    done = HandOver.objects.create(user_id=whose, by=by, at=at, is_switched_off=switch_off)
    # Somebody may have given a record to a third one since it was counted: there it stays.
    still = Q(owner__in=[pk for pk in distribution.owners if pk]) | (
        Q(owner=None) if None in distribution.owners else Q(pk__in=[])
    )
    places = {kind.name: place for place, (kind, _state) in enumerate(IN_WORK)}
    _hold((name, ids) for (name, _to), ids in distribution.shares.items())
    for (name, pk), ids in sorted(distribution.shares.items(), key=lambda item: -places[item[0][0]]):
        for part in batched(ids, bulk.MOST, strict=False):
            result = bulk.change(kind=kinds.get(name), ids=part, values={"owner": pk}, by=by, at=at, where=still)
            if result.change:
                HandOverShare.objects.create(
                    hand_over=done, to=receivers[pk], kind=name, change=result.change, count=result.changed
                )
    if switch_off and of:
        users.deactivate(user=of, by=by, at=at)
    return done


def _hold(found: Iterable[tuple[str, Iterable[int]]]) -> None:
    """Lock all of it before anything is changed, clients first and by their ids, as everybody else does.

    Whoever changes some of these records is waited for, or waits: two that wait for each other would both be stuck.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for name, ids in found:
        wanted[name].update(ids)
    for kind, _state in IN_WORK:
        if kind.name in wanted:
            rows = kind.model._default_manager.filter(pk__in=wanted[kind.name]).order_by("pk")
            list(rows.select_for_update(of=("self",)).values_list("pk"))


@transaction.atomic
def take_back(*, hand_over: HandOver, by: User, at: datetime) -> TakenBack:
    """Give everything back that nobody has handed on or closed since, and open the account again.

    Administrators may, and who handed it over, as far as the rights of that person still reach. Raises Forbidden for
    others, NotFound when it was taken back already or is older than 30 days.
    """
    if hand_over.by_id != by.pk:
        require_administrator(by)
    done = HandOver.objects.select_for_update().filter(pk=hand_over.pk, undone_at=None, at__gte=at - KEPT).first()
    if done is None:
        raise NotFound(_("There is nothing to undo."))
    if done.is_switched_off and done.user:
        users.reactivate(user=done.user, by=by)
    states = {kind.name: state for kind, state in IN_WORK}
    shares = list(done.shares.order_by("-pk").select_related("change"))
    _hold((share.kind, map(int, share.change.before)) for share in shares)
    for share in shares:
        back = bulk.undo(
            kind=kinds.get(share.kind), pk=share.change_id, by=by, at=at, made_by=done.by, where=states[share.kind]
        )
        share.returned = back.changed
    HandOverShare.objects.bulk_update(shares, ["returned"])
    done.undone_at = at
    done.save(update_fields=["undone_at"])
    count = sum(share.returned or 0 for share in shares)
    return TakenBack(count=count, left=sum(share.count for share in shares) - count)


def note(*, hand_over: HandOver, by: User, at: datetime) -> None:
    """Who got something has taken note of it: My day says it no longer."""
    HandOverShare.objects.filter(hand_over=hand_over, to=by, seen_at=None).update(seen_at=at)
