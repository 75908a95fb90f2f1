"""The method of the demo company at work: a technologist makes the estimates, the head agrees to contracts."""

from datetime import datetime, timedelta

from voronka.accounts.models import User
from voronka.activities.models import InteractionType, Priority, Ref, Task
from voronka.home.demo.cast import Cast
from voronka.home.demo.clients import stamps
from voronka.home.demo.dice import Dice
from voronka.home.demo.selling import Selling
from voronka.sales.actions.errands import day_end
from voronka.sales.defaults import PIPELINE
from voronka.sales.models import (
    Approval,
    CheckItem,
    CheckMark,
    Deal,
    Outcome,
    Part,
    Participant,
    Pipeline,
    RequiredActivity,
    Stage,
)

ESTIMATE = "Сделать расчёт"
NOTES = ("Клиент просит скидку 7 % за предоплату", "Срок поставки на неделю короче обычного, склад подтвердил")


def follow(dice: Dice, cast: Cast, selling: Selling) -> None:
    """Rules for the stages of the demo, and what they have led to in the deals in work."""
    pipeline = Pipeline.objects.get(name=PIPELINE)
    stages = {stage.name: stage for stage in pipeline.stages.all()}
    _prescribe(cast, stages)
    opened = [deal for deal in selling.deals if deal.outcome == Outcome.OPEN]
    _tick(cast, opened)
    _hand_over(dice, cast, [deal for deal in opened if deal.stage_id == stages["Предложение"].pk])
    _ask(dice, cast, [deal for deal in opened if deal.stage_id == stages["Переговоры"].pk], stages["Договор"])
    at_work = Participant.objects.filter(ended_at=None).values("user")
    User.objects.filter(pk__in=at_work).update(takes_part=True)


def _prescribe(cast: Cast, stages: dict[str, Stage]) -> None:
    CheckItem.objects.filter(stage=stages["Квалификация"]).update(is_required=True)
    call = InteractionType.objects.get(code="call")
    RequiredActivity.objects.create(stage=stages["Квалификация"], type=call, count=1)
    Stage.objects.filter(pk=stages["Предложение"].pk).update(performer=cast.technologist, performer_task=ESTIMATE)
    Stage.objects.filter(pk=stages["Переговоры"].pk).update(wip_limit=15)
    Stage.objects.filter(pk=stages["Договор"].pk).update(approver=cast.head)


def _tick(cast: Cast, deals: list[Deal]) -> None:
    """What lies behind a deal is ticked, what is at hand is ticked in part."""
    marks = []
    for item in CheckItem.objects.select_related("stage").order_by("stage__position", "position"):
        for number, deal in enumerate(deals):
            is_behind = deal.stage.position > item.stage.position
            is_at_hand = deal.stage_id == item.stage_id and (number + item.position) % 3 == 0
            if is_behind or is_at_hand:
                marks.append(CheckMark(deal=deal, item=item, by=deal.owner or cast.head, at=deal.stage_since))
    CheckMark.objects.bulk_create(marks)


def _hand_over(dice: Dice, cast: Cast, deals: list[Deal]) -> None:
    """Estimates wait for the technologist: one is late, some are for today, the rest for the days to come."""
    for number, deal in enumerate(deals):
        due = dice.at + timedelta(days=number % 5 - (number == 0))
        task = _task(dice, cast.technologist, deal, ESTIMATE, due, deal.stage_since)
        Participant.objects.create(
            deal=deal, user=cast.technologist, stage=deal.stage, since=deal.stage_since, task=task
        )


def _ask(dice: Dice, cast: Cast, deals: list[Deal], stage: Stage) -> None:
    """The last deals of the negotiations wait for the head."""
    late = sorted(deals, key=lambda deal: deal.stage_since)[-len(NOTES) :]
    for deal, note in zip(late, NOTES, strict=False):
        asked = max(deal.stage_since, dice.at - timedelta(hours=3))
        title = f"Согласовать: «{deal.name[:120]}» на этап «{stage.name}»"
        task = _task(dice, cast.head, deal, title, dice.at, asked, note)
        Approval.objects.create(
            deal=deal, from_stage=deal.stage, to_stage=stage, asked_by=deal.owner or cast.head, asked_of=cast.head,
            asked_at=asked, note=note, task=task,
        )  # fmt: skip
        Participant.objects.create(deal=deal, user=cast.head, stage=stage, part=Part.APPROVER, since=asked)


def _task(  # noqa: PLR0917  # as one reads them: to whom, about what, which, by when
    dice: Dice, owner: User, deal: Deal, title: str, due: datetime, made: datetime, note: str = ""
) -> Task:
    about = stamps(dice, owner, made) | {"created_by": deal.owner}
    task = Task(title=title, note=note, due_at=day_end(at=due), **about)
    task.priority, task.subject = Priority.HIGH, Ref("deal", deal.pk)
    task.save()
    return task
