"""How a deal stands against the method of its stage: for its card."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from voronka.activities.models import InteractionType
from voronka.sales.gate.facts import contacts_since
from voronka.sales.models import Advice, AdviceSort, CheckItem, CheckMark, Deal, Participant, RequiredActivity, Stage


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the check-list, and who ticked it when."""

    item: CheckItem
    mark: CheckMark | None


@dataclass(frozen=True, kw_only=True)
class Due:
    """A contact that the stage asks for: how many of how many there have been."""

    type: InteractionType
    had: int
    wanted: int

    @property
    def is_done(self) -> bool:
        """Whether there have been enough."""
        return self.had >= self.wanted


@dataclass(frozen=True, kw_only=True)
class StageWork:
    """What is to be done at the stage of a deal and what has been; `minutes` and `days` were spent there."""

    stage: Stage
    lines: list[Line]
    contacts: list[Due]
    advice: dict[str, list[Advice]]
    participants: list[Participant]
    minutes: int
    days: int

    @property
    def is_empty(self) -> bool:
        """Whether the stage prescribes nothing and nobody takes part."""
        has_norm = self.stage.days_norm or self.stage.minutes_norm
        told = self.stage.guide or any(self.advice.values())
        return not (self.lines or self.contacts or told or self.participants or has_norm)

    @property
    def ticked(self) -> int:
        """How many lines are ticked."""
        return sum(line.mark is not None for line in self.lines)

    @property
    def days_left(self) -> int | None:
        """Whole days to the norm, negative beyond it; None without one."""
        norm = self.stage.days_norm
        return norm - self.days if norm else None

    @property
    def is_over(self) -> bool:
        """Whether more effort was spent than the norm allows."""
        return bool(self.stage.minutes_norm and self.minutes > self.stage.minutes_norm)


def work_at(deal: Deal, *, at: datetime) -> StageWork:
    """The work at the stage where the deal stands, in a fixed number of queries."""
    marks = Prefetch("marks", CheckMark.objects.filter(deal=deal.pk).select_related("by"), to_attr="of_deal")
    items = CheckItem.objects.filter(stage=deal.stage_id, is_active=True).prefetch_related(marks)
    minutes, had = 0, Counter[int]()
    for kind, spent in contacts_since([deal.pk]).values_list("type", "minutes"):
        minutes += spent
        had[kind] += 1
    advice: dict[str, list[Advice]] = defaultdict(list)
    for one in Advice.objects.filter(stage=deal.stage_id, is_active=True):
        advice[one.sort].append(one)
    wanted = RequiredActivity.objects.filter(stage=deal.stage_id, type__is_active=True).select_related("type")
    people = Participant.objects.filter(deal=deal.pk, ended_at=None).select_related("user", "stage")
    return StageWork(
        stage=deal.stage,
        lines=[Line(item=one, mark=next(iter(one.of_deal), None)) for one in items],
        contacts=[Due(type=one.type, had=had[one.type_id], wanted=one.count) for one in wanted],
        advice={sort.value: advice[sort.value] for sort in AdviceSort},
        participants=list(people),
        minutes=minutes,
        days=deal.days_in_stage(at),
    )
