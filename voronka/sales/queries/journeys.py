"""The way of a deal through its stages, with the time spent in each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from voronka.accounts.models import User
from voronka.records.prepared import prepared
from voronka.sales.models import Deal, Stage, StageChange


@dataclass(frozen=True, kw_only=True)
class Step:
    """A stage of the deal's pipeline: `spent` in all its visits, `place` is past, here or ahead."""

    stage: Stage
    spent: timedelta
    place: str

    @property
    def is_over(self) -> bool:
        """Whether more days were spent than the norm allows."""
        return bool(self.place == "here" and self.stage.days_norm and self.spent.days > self.stage.days_norm)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One stay at a stage, of any pipeline."""

    stage: Stage
    since: datetime
    spent: timedelta
    by: User | None


def steps(deal: Deal, *, at: datetime, stages: Iterable[Stage]) -> list[Step]:
    """The open ones of the pipeline's `stages` in order; a closed deal has passed those that it has been at."""
    spent: dict[int, timedelta] = defaultdict(timedelta)
    for visit in visits(deal, at=at):
        spent[visit.stage.pk] += visit.spent
    stages = [stage for stage in stages if stage.is_open]
    here = next((number for number, stage in enumerate(stages) if stage.pk == deal.stage_id), None)

    def place(number: int, stage: Stage) -> str:
        if here is None:
            return "past" if stage.pk in spent else "ahead"
        return "here" if number == here else "past" if number < here else "ahead"

    return [Step(stage=stage, spent=spent[stage.pk], place=place(number, stage)) for number, stage in enumerate(stages)]


def visits(deal: Deal, *, at: datetime) -> list[Visit]:
    """Every stay of the deal, the first one first; the last one lasts until `at`, nothing at a closing stage."""
    rows = _changes_of(deal)
    ends = [*(row.at for row in rows[1:]), at] if rows else []
    return [
        Visit(
            stage=row.to_stage,
            since=row.at,
            spent=end - row.at if row.to_stage.is_open else timedelta(),
            by=row.by,
        )
        for row, end in zip(rows, ends, strict=True)
    ]


def _changes_of(deal: Deal) -> list[StageChange]:
    """The changes of stage, asked once while the deal stands where it stood: two pieces of its card want them."""
    kept: tuple[datetime, list[StageChange]] | None = deal.__dict__.get("_changes")
    if kept is None or kept[0] != deal.stage_since:
        kept = deal.__dict__["_changes"] = (deal.stage_since, _of_deal(pk=deal.pk))
    return kept[1]


@prepared
def _of_deal(*, pk: int) -> QuerySet[StageChange]:
    return StageChange.objects.filter(deal=pk).order_by("at", "pk").select_related("to_stage", "by")
