"""Pairs that hang together as groups: three cards of one client are decided and merged at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST = 5  # records that one merge takes
JOINS = 0.9  # a third record is drawn in by a link as sure as this; what is less sure is asked about by itself


@dataclass(frozen=True, slots=True)
class Link:
    """A pair as it was found: the ids of its records in order, the score 0…1, the codes of the reasons."""

    low: int
    high: int
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Group:
    """Two to five records that may be one.

    `score` is that of the weakest link without which the group would fall apart; the reasons are those of all links.
    """

    ids: tuple[int, ...]
    score: float
    reasons: tuple[str, ...]


def grouped(links: Iterable[Link], *, apart: Iterable[tuple[int, int]] = (), most: int = MOST) -> list[Group]:
    """Every record in one group at most, the surest groups first.

    A group grows from the surest free link by the surest link that leads out of it, when that is sure enough (JOINS)
    and the newcomer was not called different (`apart`, ids in order) from one that is in. A link between two groups, or
    too weak to draw a third record in, is left for later: it comes when one of them is decided.
    """
    ordered = sorted(links, key=lambda link: (-link.score, link.low, link.high))
    different = set(apart)
    taken: set[int] = set()
    found = []
    for seed in ordered:
        if {seed.low, seed.high} & taken:
            continue
        ids, weakest = _grown(seed, ordered, different, taken, most)
        taken |= ids
        inside = [link for link in ordered if link.low in ids and link.high in ids]
        reasons = dict.fromkeys(reason for link in inside for reason in link.reasons)
        found.append(Group(ids=tuple(sorted(ids)), score=weakest, reasons=tuple(reasons)))
    return sorted(found, key=lambda group: -group.score)


def _grown(
    seed: Link, ordered: Sequence[Link], different: set[tuple[int, int]], taken: set[int], most: int
) -> tuple[set[int], float]:
    ids, weakest = {seed.low, seed.high}, seed.score
    while len(ids) < most:
        for link in ordered:
            fresh = {link.low, link.high} - ids
            if link.score < JOINS or len(fresh) != 1 or fresh & taken:
                continue
            (one,) = fresh
            if any((min(one, other), max(one, other)) in different for other in ids):
                continue
            ids.add(one)
            weakest = min(weakest, link.score)
            break
        else:
            return ids, weakest
    return ids, weakest
