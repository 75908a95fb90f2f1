"""What the gate asks the base: the method of a pipeline, and what is known of deals that go to a stage."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import F, OuterRef, QuerySet, Subquery

from voronka.activities.models import Interaction, InteractionType
from voronka.sales.gate.rules import Method, Step
from voronka.sales.models import CheckItem, CheckMark, Deal, Outcome, RequiredActivity, Stage, StageChange


@dataclass(frozen=True, kw_only=True)
class Known:
    """A pipeline as the gate knows it, with its stages, required check items and types of contacts by id."""

    method: Method
    stages: Mapping[int, Stage]
    items: Mapping[int, CheckItem]
    types: Mapping[int, InteractionType]


def known(stage_id: int) -> Known:
    """The method of the pipeline of a stage: three queries, however long it is."""
    of = Stage.objects.filter(pk=stage_id).values("pipeline")
    stages = list(
        Stage.objects.filter(pipeline__in=of)
        .select_related("pipeline", "approver", "approver_role")
        .order_by("position", "pk")
    )
    pipeline = stages[0].pipeline
    rows = CheckItem.objects.filter(stage__pipeline=pipeline, is_required=True, is_active=True)
    items = {one.pk: one for one in rows.order_by("stage__position", "stage", "position", "pk")}
    wanted = RequiredActivity.objects.filter(stage__pipeline=pipeline, type__is_active=True).select_related("type")
    activities: dict[int, dict[int, int]] = defaultdict(dict)
    types: dict[int, InteractionType] = {}
    for one in wanted:
        activities[one.stage_id][one.type_id] = one.count
        types[one.type_id] = one.type
    steps = tuple(
        Step(
            pk=stage.pk,
            outcome=stage.outcome,
            is_active=stage.is_active,
            items=tuple(item.pk for item in items.values() if item.stage_id == stage.pk),
            activities=activities[stage.pk],
            wip_limit=stage.wip_limit,
            needs_approval=stage.needs_approval,
        )
        for stage in stages
    )
    method = Method(steps=steps, may_skip=pipeline.may_skip, may_go_back=pipeline.may_go_back)
    return Known(method=method, stages={stage.pk: stage for stage in stages}, items=items, types=types)


@dataclass(kw_only=True)
class Marks:
    """What has been done about deals at their stages: ticks by deal, contacts by deal and type."""

    ticked: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    logged: dict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    asked: set[int] = field(default_factory=set)

    def read(self, deals: Collection[int], method: Method) -> None:
        """Learn it of these deals, as far as the method asks for it."""
        new = [pk for pk in deals if pk not in self.asked]
        self.asked.update(new)
        if new and any(one.items for one in method.steps):
            for deal, item in CheckMark.objects.filter(deal__in=new).values_list("deal_id", "item_id"):
                self.ticked[deal].add(item)
        if new and any(one.activities for one in method.steps):
            for about, kind in contacts_since(new).values_list("subject_id", "type_id"):
                self.logged[about or 0][kind] += 1


def contacts_since(deals: Iterable[int]) -> QuerySet[Interaction]:
    """Contacts about these deals since they came to the stages where they stand in the base."""
    since = Deal.objects.filter(pk__in=list(deals)).values("pk", "stage_since")
    whens = {row["pk"]: row["stage_since"] for row in since}
    rows = Interaction.objects.filter(subject_kind="deal", subject_id__in=whens)
    if not whens:
        return rows.none()
    if len(whens) == 1:
        return rows.filter(happened_at__gte=next(iter(whens.values())))
    return rows.alias(since=_stage_since()).filter(happened_at__gte=F("since"))


def _stage_since() -> Subquery:
    return Subquery(Deal.objects.filter(pk=OuterRef("subject_id")).values("stage_since")[:1])


def stood_last(deal: int, pipeline_id: int) -> int | None:
    """The open stage of the pipeline where a deal stood last."""
    rows = StageChange.objects.filter(
        deal=deal, to_stage__pipeline_id=pipeline_id, to_stage__outcome=Outcome.OPEN
    ).order_by("-at", "-pk")
    return rows.values_list("to_stage_id", flat=True).first()


def standing(stage: int, owner: int | None) -> QuerySet[Deal]:
    """Open deals of a salesperson at a stage; those that nobody answers for are counted together."""
    return Deal.objects.filter(stage=stage, owner=owner, outcome=Outcome.OPEN)
