"""Hand-overs, for programs."""

from collections import Counter
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Header, Query, Router, Status

from voronka.accounts.asking import asker
from voronka.accounts.models import User
from voronka.core.errors import NotFound
from voronka.core.numbers import whole, whole_ones
from voronka.core.problems import REFUSALS
from voronka.home.actions import hand_overs
from voronka.home.models import HandOver
from voronka.home.queries.distribution import Distribution, Part
from voronka.home.queries.hand_overs import Past, hand_overs_seen_by, past, shares_of, tell
from voronka.home.queries.in_hand import counts
from voronka.home.schemas import HandOverIn, HandOverLine, HandOverOut, TakenBackOut
from voronka.records import kinds

router = Router(tags=["hand-overs"])


@router.post(
    "",
    response={200: HandOverOut, 201: HandOverOut, **REFUSALS},
    operation_id="hand_over",
    summary=gettext_noop("Hand somebody's work over, or show who would get what"),
)
def hand_over(
    request: HttpRequest,
    body: HandOverIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", max_length=80)] = "",
) -> Any:
    """Clients go with their contacts, open deals and tasks, as far as one may change them. 30 days to take it back."""
    by, at = asker(request), timezone.now()
    told = [(part, part.to if isinstance(part.to, list) else [part.to]) for part in body.parts]
    people = User.objects.in_bulk(whole_ones([body.of, *body.to, *(pk for _part, to in told for pk in to)]))
    try:
        leaving, to = people[body.of] if body.of is not None else None, [people[pk] for pk in body.to]
        parts = [
            Part(kind=kinds.get(one.kind), filter=one.filter, to=tuple(people[pk] for pk in pks)) for one, pks in told
        ]
    except KeyError as error:
        raise NotFound from error
    if not body.commit:
        return _shown(leaving, hand_overs.preview(of=leaving, to=to, parts=parts, by=by, at=at), by)
    key = f"api:{idempotency_key}" if idempotency_key else ""
    done = hand_overs.hand_over(of=leaving, to=to, parts=parts, switch_off=body.switch_off, key=key, by=by, at=at)
    return Status(201, _done(done, by))


@router.get(
    "",
    response={200: list[HandOverLine], **REFUSALS},
    operation_id="hand_overs",
    summary=gettext_noop("Hand-overs so far"),
)
def listed(request: HttpRequest, before: Query[int | None] = None, limit: Query[int] = 50) -> Any:
    """For the administrator all, for others what they gave or got; the latest first, older than the one `before`."""
    by, at = asker(request), timezone.now()
    mark = None if before is None else whole(str(before)) or 0
    return [_line(tell(one, by=by, at=at)) for one in past(by=by, before=mark)[: min(max(limit, 1), 100)]]


def _line(told: Past) -> dict[str, Any]:
    done = told.hand_over
    rows = [
        {"kind": kind.name, "to": one.user.pk, "count": count} for one in told.receipts for kind, count in one.counts
    ]
    return {
        "id": done.pk,
        "of": done.user_id,
        "by": done.by_id,
        "at": done.at,
        "is_switched_off": done.is_switched_off,
        "undone_at": done.undone_at,
        "undo_until": told.until,
        "shares": rows,
        "stayed": told.left,
    }


@router.get(
    "/{int:pk}",
    response={200: HandOverOut, **REFUSALS},
    operation_id="hand_over_get",
    summary=gettext_noop("Who got what"),
)
def handed(request: HttpRequest, pk: int) -> Any:
    """For the administrator all of it, for others their own share."""
    by = asker(request)
    return _done(get_object_or_404(hand_overs_seen_by(by), pk=pk), by)


@router.post(
    "/{int:pk}/undo",
    response={200: TakenBackOut, **REFUSALS},
    operation_id="hand_over_undo",
    summary=gettext_noop("Take a hand-over back"),
)
def take_back(request: HttpRequest, pk: int) -> Any:
    """What was not handed on or closed since returns, and the account opens. For whoever did it, and administrators."""
    by = asker(request)
    done = get_object_or_404(hand_overs_seen_by(by), pk=pk)
    back = hand_overs.take_back(hand_over=done, by=by, at=timezone.now())
    return {"id": done.pk, "count": back.count, "left": back.left}


def _shown(leaving: User | None, distribution: Distribution, by: User) -> dict[str, Any]:
    """Who would get what."""
    return {
        "id": None,
        "of": leaving.pk if leaving else None,
        "is_switched_off": leaving is not None and not leaving.is_active,
        "is_undone": False,
        "shares": [{"kind": kind, "to": to, "count": len(ids)} for (kind, to), ids in distribution.shares.items()],
        "left": _left(leaving, by, distribution.total()),
    }


def _done(done: HandOver, by: User) -> dict[str, Any]:
    rows = [{"kind": one.kind, "to": one.to_id, "count": one.count} for one in shares_of(done, by=by)]
    return {
        "id": done.pk,
        "of": done.user_id,
        "is_switched_off": done.is_switched_off,
        "is_undone": done.undone_at is not None,
        "shares": rows,
        "left": _left(done.user, by, Counter()),
    }


def _left(of: User | None, by: User, gone: Counter[str]) -> dict[str, int]:
    """What one still has in hand besides what goes."""
    held = {kind.name: count - gone[kind.name] for kind, count, _address in counts(of=of, by=by)} if of else {}
    return {kind: count for kind, count in held.items() if count > 0}
