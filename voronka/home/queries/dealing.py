"""Who would get what of somebody's work: parts by a filter to one person each, the rest evenly."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.home.queries.in_hand import IN_WORK, above, in_hand
from voronka.records.fields import FilterContext
from voronka.records.filters import compile_filter
from voronka.records.kinds import Kind

# Ids by kind and receiver.
type Shares = Mapping[tuple[str, int], list[int]]


@dataclass(frozen=True, kw_only=True)
class Part:
    """The records of a kind that fit a filter tree, with all that hangs on them, go to one person."""

    kind: Kind
    filter: Any
    to: User


def deal_out(*, of: User, evenly: Iterable[User], parts: Sequence[Part] = (), by: User, at: datetime) -> Shares:
    """What `of` has in hand, dealt out; what no part takes stays where nobody takes the rest evenly.

    The first part that fits a record takes it. Clients are dealt out evenly, one with many open deals and tasks weighs
    more; what belongs to a client goes with it, unless a part takes it. Raises Refused for a faulty filter.
    """
    receivers = sorted({user.pk for user in evenly})
    load = dict.fromkeys(receivers, 0)
    taken = _by_parts(of, parts, by, at)
    shares: dict[tuple[str, int], list[int]] = defaultdict(list)
    weights = _weights(of, by)
    for kind, state in IN_WORK:
        records = list(in_hand(kind, state, of=of, by=by).order_by("pk"))
        records.sort(key=lambda record: -weights.get((kind.name, record.pk), 0))  # the heaviest first, then by age
        for record in records:
            here = (kind.name, record.pk)
            owner = taken.get(here) or _with(above(kind, record), taken)
            if owner is None and receivers:
                owner = min(receivers, key=lambda pk: (load[pk], pk))
                load[owner] += 1 + weights.get(here, 0)
            if owner is not None:
                taken[here] = owner
                shares[kind.name, owner].append(record.pk)
    return shares


def _by_parts(of: User, parts: Sequence[Part], by: User, at: datetime) -> dict[tuple[str, int], int]:
    """Who takes which record by a filter."""
    states = {kind.name: state for kind, state in IN_WORK}
    taken: dict[tuple[str, int], int] = {}
    for place, part in enumerate(parts, start=1):
        try:
            fits = compile_filter(part.kind, part.filter, FilterContext(by=by, at=at, zone=at.tzinfo or UTC))
        except Refused as refusal:
            raise Refused(refusal.message, field=f"parts-{place}") from refusal
        for pk in in_hand(part.kind, states[part.kind.name], of=of, by=by).filter(fits).values_list("pk", flat=True):
            taken.setdefault((part.kind.name, pk), part.to.pk)
    return taken


def _weights(of: User, by: User) -> dict[tuple[str, int], int]:
    """How many open deals and tasks hang on each client."""
    found: dict[tuple[str, int], int] = defaultdict(int)
    for kind, state in IN_WORK[-2:]:
        for record in in_hand(kind, state, of=of, by=by):
            for name, pk in above(kind, record):
                if pk:
                    found[name, pk] += 1
    return found


def _with(above: Iterable[tuple[str, int | None]], taken: Mapping[tuple[str, int], int]) -> int | None:
    return next((taken[name, pk] for name, pk in above if pk and (name, pk) in taken), None)
