"""Somebody leaves: the work goes to others in one step, and comes back by another one."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.actions import users
from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator
from voronka.core.errors import NotFound, Refused
from voronka.home.models import HandOver, HandOverShare
from voronka.home.queries.dealing import Part, Shares, deal_out
from voronka.records import kinds
from voronka.records.actions import bulk
from voronka.records.idempotency import once

KEPT = timedelta(days=30)


class _HandOvers:
    """What `once` keeps the keys of hand-overs by."""

    name = "hand_over"
    model = HandOver


def hand_over(
    *, of: User, to: Sequence[User], parts: Sequence[Part] = (), switch_off: bool, key: str = "", by: User, at: datetime
) -> HandOver:
    """Give what `of` has in hand to others, once per `key`, and close the account when `switch_off` says so.

    First each part goes to its person, then the rest evenly to the people `to`; without them the rest stays. Raises
    Forbidden for all but administrators, Refused without anybody to give to and for a faulty filter.
    """
    shares = preview(of=of, to=to, parts=parts, by=by, at=at)
    receivers = {user.pk: user for user in (*to, *(part.to for part in parts))}

    def make() -> HandOver:
        return _give(of, shares, receivers, switch_off=switch_off, by=by, at=at)

    done: HandOver = once(kind=_HandOvers(), key=key, by=by, at=at, make=make)
    return done


def preview(*, of: User, to: Sequence[User], parts: Sequence[Part] = (), by: User, at: datetime) -> Shares:
    """Who would get what; nothing is changed. Raises as `hand_over` does."""
    require_administrator(by)
    receivers = {user.pk: user for user in (*to, *(part.to for part in parts))}
    if not receivers or of.pk in receivers or not all(user.is_active for user in receivers.values()):
        raise Refused(
            _("Choose who takes the work over: people who work here and are not the one who leaves."), field="to"
        )
    return deal_out(of=of, evenly=to, parts=parts, by=by, at=at)


@transaction.atomic
def _give(
    of: User, shares: Shares, receivers: Mapping[int, User], *, switch_off: bool, by: User, at: datetime
) -> HandOver:
    done = HandOver.objects.create(user=of, by=by, at=at, is_switched_off=switch_off)
    for (name, pk), ids in shares.items():
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
