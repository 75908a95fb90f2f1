"""Who would get what of somebody's work: parts by a filter to some people each, the rest evenly."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q

from voronka.accounts.models import User
from voronka.activities.kinds import TASK
from voronka.core.errors import Refused
from voronka.home.queries.in_hand import IN_WORK, LEVELS, hanging_on, held, in_hand
from voronka.records.actions.bulk import MOST, bounded
from voronka.records.fields import FilterContext
from voronka.records.kinds import Kind
from voronka.records.listing import Question, matching
from voronka.sales.kinds import DEAL

# Ids by kind and receiver.
type Shares = Mapping[tuple[str, int], list[int]]
NOBODY = 0


@dataclass(frozen=True, kw_only=True)
class Part:
    """The records of a kind that fit a filter tree and a text, or are named by `ids`, with all that hangs on them.

    They go evenly to the people `to`; as long as nobody is chosen, to NOBODY.
    """

    kind: Kind
    filter: Any = field(default_factory=dict)
    text: str = ""
    ids: Sequence[int] | None = None
    to: tuple[User, ...] = ()

    @property
    def receivers(self) -> tuple[int, ...]:
        """The ids of those who take it over."""
        return tuple(sorted({user.pk for user in self.to})) or (NOBODY,)


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """Who would get what, and whose work it is so far."""

    shares: Shares
    owners: frozenset[int | None]

    def total(self) -> Counter[str]:
        """How many records of each kind would go."""
        found: Counter[str] = Counter()
        for (kind, _to), ids in self.shares.items():
            found[kind] += len(ids)
        return found

    def of(self, receiver: int) -> Counter[str]:
        """How many records of each kind one person would get."""
        return Counter({kind: len(ids) for (kind, to), ids in self.shares.items() if to == receiver})


def distribute(
    *, of: User | None, evenly: Iterable[User] = (), parts: Sequence[Part] = (), by: User, at: datetime
) -> Distribution:
    """What `of` (or, with None, anybody) has in hand, distributed among others by the rights of `by`.

    The first part that fits a record takes it. Of somebody's work the rest goes `evenly`, or stays. Clients are shared
    out evenly, one with many open deals and tasks weighs more; what belongs to a client and has the same owner goes
    with it, unless a part takes it. Raises Refused for a faulty filter and for a part that is too large.
    """
    rest = tuple(sorted({user.pk for user in evenly})) if of else ()
    chosen = _by_parts(of, parts, by, at)
    weights = _weights(of, by, None if rest else chosen)
    load: Counter[tuple[tuple[int, ...], int]] = Counter()
    taken: dict[tuple[str, int], tuple[int, int | None]] = {}
    shares: dict[tuple[str, int], list[int]] = defaultdict(list)
    for level in LEVELS:
        records = held({kind.name: Q() if rest else _wanted(kind, chosen, taken) for kind in level}, of=of, by=by)
        records.sort(key=lambda one: (-weights.get((one.kind, one.pk), 0), one.kind, one.pk))  # the heaviest first
        for record in records:
            here = (record.kind, record.pk)
            with_client = None if here in chosen else _with(record.above, taken, record.owner)
            among = chosen.get(here) or ((with_client,) if with_client is not None else rest)
            if among:
                receiver = min(among, key=lambda pk: (load[among, pk], pk))
                load[among, receiver] += 1 + weights.get(here, 0)
                taken[here] = (receiver, record.owner)
                shares[record.kind, receiver].append(record.pk)
    return Distribution(shares=shares, owners=frozenset(owner for _receiver, owner in taken.values()))


def _by_parts(of: User | None, parts: Sequence[Part], by: User, at: datetime) -> dict[tuple[str, int], tuple[int, ...]]:
    """Among whom which record goes; what one of them has already is left out."""
    states = {kind.name: state for kind, state in IN_WORK}
    context = FilterContext(by=by, at=at, zone=at.tzinfo or UTC)
    chosen: dict[tuple[str, int], tuple[int, ...]] = {}
    for place, part in enumerate(parts, start=1):
        try:
            fits = matching(part.kind, Question(filter=part.filter, text=part.text), context)
            rows = in_hand(part.kind, states[part.kind.name], of=of, by=by).exclude(owner__in=part.receivers)
            rows = rows.filter(pk__in=part.ids) if part.ids is not None else rows.filter(pk__in=fits.values("pk"))
            ids = bounded(rows.order_by().values_list("pk", flat=True)[: MOST + 1])
        except Refused as refusal:
            raise Refused(refusal.message, field=f"parts-{place}") from refusal
        for pk in ids:
            chosen.setdefault((part.kind.name, pk), part.receivers)
    return chosen


def _wanted(kind: Kind, chosen: Mapping[tuple[str, int], Any], taken: Mapping[tuple[str, int], Any]) -> Q:
    """What of a kind the parts take: the records themselves, and what hangs on those that are taken already."""
    ids = [pk for name, pk in chosen if name == kind.name]
    hanging = hanging_on(kind, taken)
    return Q(pk__in=ids) | hanging if ids else hanging


def _weights(of: User | None, by: User, chosen: Mapping[tuple[str, int], Any] | None) -> dict[tuple[str, int], int]:
    """How many open deals and tasks hang on each client; `chosen` are the clients that are asked for, None is all."""
    found: dict[tuple[str, int], int] = defaultdict(int)
    if chosen is not None and all(len(among) == 1 for among in chosen.values()):
        return found
    heavy = {kind.name: Q() if chosen is None else hanging_on(kind, chosen) for kind in (DEAL, TASK)}
    for record in held(heavy, of=of, by=by):
        for above in record.above:
            found[above] += 1
    return found


def _with(
    above: Iterable[tuple[str, int]], taken: Mapping[tuple[str, int], tuple[int, int | None]], owner: int | None
) -> int | None:
    """Who takes a record over with its client, where both have one owner so far."""
    found = (taken[one] for one in above if one in taken)
    return next((receiver for receiver, had in found if had == owner), None)
