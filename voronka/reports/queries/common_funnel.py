"""The common funnel: deals of all units by macro-stage, as they were counted at the time or as they are today."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet, Sum

from voronka.records.field_rules import hides
from voronka.records.fields import FilterContext
from voronka.records.fields.trees import Known
from voronka.records.models import Classifier
from voronka.reports.queries import common_sql as sql
from voronka.reports.queries.chosen import Chosen, ask, deals, worth
from voronka.reports.queries.common_sql import Cohort, Time
from voronka.reports.queries.funnel import Loss, Part, Sums
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, MacroKind, MacroStage, Outcome, Stage
from voronka.sales.queries import chances
from voronka.sales.queries.macro_stages import as_mapped

ALL = -1


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Open deals that stand somewhere now: how many, what they are worth, and that weighed by their chance to win."""

    part: Part = field(default_factory=Part)
    weighted: Sums = ()


@dataclass(frozen=True, kw_only=True)
class Native:
    """A stage of a pipeline that is counted under a macro-stage; `been` are all deals that have stood there."""

    stage: Stage
    been: Part
    standing: Standing
    time: Time


@dataclass(frozen=True, kw_only=True)
class MacroStep:
    """A macro-stage: the deals that came to it or further, and those that stand there; shares are per cent."""

    macro: MacroStage
    reached: Part
    of_all: Decimal | None
    to_next: Decimal | None
    time: Time
    standing: Standing
    natives: tuple[Native, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CommonAnswer:
    """The answer; `steps` are the open ones in order and the won ones, `paused` stand aside of the way.

    `places` is where each stage is counted, empty as it was.
    """

    steps: tuple[MacroStep, ...]
    paused: tuple[MacroStep, ...]
    total: Part
    won: Part
    lost: Part
    standing: Standing
    losses: tuple[Loss, ...]
    places: dict[int, int]


type Spot = tuple[int, int | None, str]


@dataclass(frozen=True)
class _Counted:
    """Everything that was found, with what each stage is counted under today; None: as it was at the time.

    `learned` are the worth, and the worth × probability, of the open deals of which the model speaks, by stage,
    macro-stage and currency.
    """

    cohorts: list[Cohort]
    times: dict[int, Time]
    native_times: dict[int, Time]
    stages: dict[int, Stage]
    macros: list[MacroStage]
    today: dict[int, int] | None
    ever: dict[int, set[int]]
    chance: dict[int, Decimal]
    learned: dict[Spot, tuple[Decimal, Decimal]]

    def standing(self, one: Cohort) -> int | None:
        """The macro-stage that deals of the cohort stand at, or stood at when they were closed."""
        return one.macro_id if self.today is None else self.today.get(one.stage_id)

    def passed(self, one: Cohort) -> set[int]:
        """The macro-stages that deals of the cohort have stood at."""
        return set(one.passed_macros) if self.today is None else {self.today[pk] for pk in one.passed}

    def natives(self, macro: MacroStage) -> set[int]:
        """The stages that are counted here today; as it was, all that ever were."""
        if self.today is None:
            return self.ever.get(macro.pk, set())
        return {pk for pk, place in self.today.items() if place == macro.pk}


def common_funnel(chosen: Chosen, context: FilterContext, *, opened: int | None = None) -> CommonAnswer:
    """Answer from the deals that this person may see; `opened` is the macro-stage whose stages are told, or ALL."""
    counted = _count(chosen, context, opened)
    total = total_of(counted.cohorts)
    ways = [one for one in counted.macros if one.kind == MacroKind.OPEN]
    ends = [one for one in counted.macros if one.kind == MacroKind.WON]
    reached = [_reached(counted, ways, macro) for macro in (*ways, *ends)]
    won = total_of(one for one in counted.cohorts if one.outcome == Outcome.WON)
    after = [part.count for part in reached[1 : len(ways)]] + [won.count]
    steps = tuple(
        _step(counted, macro, part, total, after[place] if place < len(ways) else None, opened)
        for place, (macro, part) in enumerate(zip((*ways, *ends), reached, strict=True))
    )
    paused = [one for one in counted.macros if one.kind == MacroKind.PAUSED]
    return CommonAnswer(
        steps=tuple(one for one in steps if one.macro.is_active or one.standing.part.count or one.time.count),
        paused=tuple(_step(counted, macro, Part(), total, None, opened) for macro in paused),
        total=total,
        won=won,
        lost=total_of(one for one in counted.cohorts if one.outcome == Outcome.LOST),
        standing=_standing(counted, (one for one in counted.cohorts if one.outcome == Outcome.OPEN)),
        losses=losses(counted.cohorts),
        places=counted.today or {},
    )


def _count(chosen: Chosen, context: FilterContext, opened: int | None) -> _Counted:
    stages = Stage.objects.select_related("pipeline__unit").in_bulk()
    rows = deals(chosen, context)
    if not chosen.pipeline_id:  # the index of the funnel begins with the pipeline
        rows = rows.filter(pipeline__in=sorted({one.pipeline_id for one in stages.values()}))
    ways = sql.columns(by_stage=bool(opened) or not chosen.as_it_was, by_macro=chosen.as_it_was)
    columns = (worth(context.by), *ways)
    mapping = as_mapped(context.at)
    today = None if chosen.as_it_was else mapping.places
    if today is None or mapping.is_as_it_was:
        times = ask(sql.TIMES, rows, *columns)
    else:
        times = ask(sql.TIMES_TODAY, rows, *columns, stages=list(today), macros=list(today.values()))
    return _Counted(
        cohorts=[Cohort(*row) for row in ask(sql.COHORTS, rows, *columns)],
        times={pk: Time.of(*rest) for pk, *rest in times},
        native_times={pk: Time.of(*rest) for pk, *rest in ask(sql.NATIVE_TIMES, rows, *columns)} if opened else {},
        stages=stages,
        macros=list(MacroStage.objects.all()),
        today=today,
        ever=mapping.ever,
        chance={pk: Decimal(one.probability) / 100 for pk, one in stages.items()},
        learned=_learned(rows, context),
    )


def _learned(rows: QuerySet[Deal], context: FilterContext) -> dict[Spot, tuple[Decimal, Decimal]]:
    if hides(context.by, DEAL, "amount"):
        return {}
    spoken = chances.learned(rows.filter(outcome=Outcome.OPEN)).order_by()
    found = spoken.values_list("stage_id", "macro_stage_id", "currency").annotate(
        worth=Sum("amount", default=Decimal(0)), weighted=Sum(chances.weighted_as_learned(), default=Decimal(0))
    )
    return {(stage, macro, currency): (amount, weighted) for stage, macro, currency, amount, weighted in found}


def _step(  # noqa: PLR0917  # the words stand in the order in which they are read
    counted: _Counted, macro: MacroStage, reached: Part, total: Part, after: int | None, opened: int | None
) -> MacroStep:
    here = [one for one in counted.cohorts if one.outcome == Outcome.OPEN and counted.standing(one) == macro.pk]
    return MacroStep(
        macro=macro,
        reached=reached,
        of_all=share(reached.count, total.count),
        to_next=share(after, reached.count) if after is not None else None,
        time=counted.times.get(macro.pk, Time()),
        standing=_standing(counted, here),
        natives=_natives(counted, macro) if opened in {macro.pk, ALL} else (),
    )


def _reached(counted: _Counted, ways: list[MacroStage], macro: MacroStage) -> Part:
    if macro.kind == MacroKind.WON:
        return total_of(
            one for one in counted.cohorts if one.outcome == Outcome.WON and counted.standing(one) == macro.pk
        )
    further = {one.pk for one in ways[ways.index(macro) :]}
    return total_of(
        one for one in counted.cohorts if one.outcome == Outcome.WON or not further.isdisjoint(counted.passed(one))
    )


def _natives(counted: _Counted, macro: MacroStage) -> tuple[Native, ...]:
    found = []
    for pk in counted.natives(macro):
        stage = counted.stages[pk]
        if MacroKind(macro.kind).outcome != stage.outcome:
            continue
        been = total_of(one for one in counted.cohorts if pk in one.passed and macro.pk in counted.passed(one))
        here = [
            one
            for one in counted.cohorts
            if one.stage_id == pk and one.outcome == Outcome.OPEN and counted.standing(one) == macro.pk
        ]
        if been.count:
            time = counted.native_times.get(pk, Time())
            found.append(Native(stage=stage, been=been, standing=_standing(counted, here), time=time))
    return tuple(
        sorted(found, key=lambda one: (one.stage.pipeline.position, one.stage.pipeline_id, one.stage.position))
    )


def _standing(counted: _Counted, cohorts: Iterable[Cohort]) -> Standing:
    """Weighed by what was learned of a deal, else by what its stage says (`sales.queries.chances`)."""
    here = list(cohorts)
    sums: dict[str, Decimal] = {}
    for one in here:
        sums[one.currency] = sums.get(one.currency, Decimal(0)) + one.amount * counted.chance[one.stage_id]
    for stage, macro, currency in {(one.stage_id, one.macro_id, one.currency) for one in here}:
        amount, weighted = counted.learned.get((stage, macro, currency), (Decimal(0), Decimal(0)))
        sums[currency] += weighted - amount * counted.chance[stage]
    return Standing(part=total_of(here), weighted=_largest_first(sums))


def total_of(cohorts: Iterable[Cohort]) -> Part:
    """How many deals, and what they are worth by currency."""
    count, sums = 0, dict[str, Decimal]()
    for one in cohorts:
        count += one.count
        sums[one.currency] = sums.get(one.currency, Decimal(0)) + one.amount
    return Part(count=count, sums=_largest_first(sums))


def _largest_first(sums: dict[str, Decimal]) -> Sums:
    worth_something = ((name, round(amount, 2)) for name, amount in sums.items() if amount)
    return tuple(sorted(worth_something, key=lambda pair: -pair[1]))


def losses(cohorts: list[Cohort]) -> tuple[Loss, ...]:
    """Lost deals by reason, the most frequent first."""
    by_reason: dict[int, list[Cohort]] = {}
    for one in cohorts:
        if one.outcome == Outcome.LOST and one.reason_id:
            by_reason.setdefault(one.reason_id, []).append(one)
    names = Known(Classifier.LOST_REASON)
    found = [Loss(reason_id=pk, name=names.get(pk), part=total_of(ones)) for pk, ones in by_reason.items()]
    return tuple(sorted(found, key=lambda loss: -loss.part.count))


def onward(macro: MacroStage) -> list[int]:
    """The ids of a macro-stage on the way to victory and of those after it."""
    ways = list(MacroStage.objects.filter(kind=MacroKind.OPEN).values_list("pk", flat=True))
    return ways[ways.index(macro.pk) :] if macro.pk in ways else []


def share(part: int, whole: int) -> Decimal | None:
    """Per cent with one decimal place; None of nothing."""
    return round(Decimal(100 * part) / whole, 1) if whole else None
