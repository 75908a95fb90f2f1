"""The rules of the gate, which ask no base: what a deal lacks on its way to a stage."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from voronka.sales.models import Outcome

NONE: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Step:
    """A stage as the gate knows it: ids of its required check items, contacts by the id of their type."""

    pk: int
    outcome: str = Outcome.OPEN
    is_active: bool = True
    items: tuple[int, ...] = ()
    activities: Mapping[int, int] = field(default_factory=dict)
    wip_limit: int | None = None
    needs_approval: bool = False


@dataclass(frozen=True, kw_only=True)
class Method:
    """A pipeline as the gate knows it: its stages in order, and whether this order binds."""

    steps: tuple[Step, ...]
    may_skip: bool = True
    may_go_back: bool = True

    def step(self, pk: int) -> Step:
        """The stage of this id."""
        return next(one for one in self.steps if one.pk == pk)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a deal: the open stage of this pipeline where it stands or stood last (None: it is new here).

    `been` are all stages where it ever stood, `ticked` check items, `logged` contacts since it came to its stage by
    type, `standing` other open deals of its owner at the stage where it is going; `is_granted` says that this move is
    agreed to.
    """

    here: int | None = None
    been: Collection[int] = ()
    ticked: Collection[int] = ()
    logged: Mapping[int, int] = NONE
    standing: int = 0
    is_granted: bool = False
    is_new: bool = False


class Order(StrEnum):
    """How a move offends against the order of the stages."""

    SKIPS = "skips"
    GOES_BACK = "goes_back"
    PASSES_APPROVAL = "passes_approval"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What stands between a deal and a stage; `passed` are the stages that an offence against the order is about."""

    order: Order | None = None
    passed: tuple[int, ...] = ()
    items: tuple[int, ...] = ()
    activities: Mapping[int, int] = NONE
    is_full: bool = False
    needs_approval: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nothing stands in the way."""
        return not (self.order or self.items or self.activities or self.is_full or self.needs_approval)


def judge(method: Method, facts: Facts, to: int) -> Verdict:
    """What a deal lacks to come to the stage `to` of the pipeline.

    A loss asks for nothing. Forwards, victory included, the stage that is left and those that are skipped ask for
    their check-lists and contacts; a skipped stage where somebody must agree is not skipped unless the deal has been
    there. Backwards only the order asks. The limit holds wherever a deal goes, except for a new one.
    """
    goal = method.step(to)
    if goal.outcome == Outcome.LOST:
        return Verdict()
    is_full = bool(goal.wip_limit and not facts.is_new and facts.standing >= goal.wip_limit)
    if to == facts.here:
        return Verdict(is_full=is_full)
    line = [one for one in method.steps if one.outcome == Outcome.OPEN]
    places = {one.pk: number for number, one in enumerate(line)}
    start = places.get(facts.here or 0, -1)
    end = places.get(to, len(line))
    if end < start:
        goes_back = not method.may_go_back and line[start].is_active
        return Verdict(order=Order.GOES_BACK if goes_back else None, is_full=is_full)
    skipped = [one for one in line[start + 1 : end] if one.is_active]
    left = [*line[max(start, 0) : start + 1], *skipped]
    order, passed = _order(method, facts, skipped)
    return Verdict(
        order=order,
        passed=passed,
        items=tuple(pk for one in left for pk in one.items if pk not in facts.ticked),
        activities=_missing(left, facts.logged),
        is_full=is_full,
        needs_approval=goal.needs_approval and not facts.is_granted,
    )


def _order(method: Method, facts: Facts, skipped: Sequence[Step]) -> tuple[Order | None, tuple[int, ...]]:
    if skipped and not method.may_skip:
        return Order.SKIPS, tuple(one.pk for one in skipped)
    agreed = tuple(one.pk for one in skipped if one.needs_approval and one.pk not in facts.been)
    return (Order.PASSES_APPROVAL, agreed) if agreed else (None, ())


def _missing(left: Sequence[Step], logged: Mapping[int, int]) -> Mapping[int, int]:
    """Contacts that are still to be, by type: the stage that asks for most of a type decides."""
    wanted: dict[int, int] = {}
    for one in left:
        for kind, count in one.activities.items():
            wanted[kind] = max(wanted.get(kind, 0), count)
    missing = {kind: count - logged.get(kind, 0) for kind, count in wanted.items()}
    return {kind: count for kind, count in missing.items() if count > 0}
