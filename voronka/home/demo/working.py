"""What the people of the demo company did and have to do, and the history of it on every card."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from voronka.activities import history
from voronka.activities.actions import types
from voronka.activities.models import Direction, HistoryEntry, Interaction, InteractionType, Ref, Task
from voronka.core import money
from voronka.home.demo import words
from voronka.home.demo.cast import Cast
from voronka.home.demo.clients import Clients, stamps
from voronka.home.demo.dice import Dice
from voronka.home.demo.selling import Selling
from voronka.sales.models import Deal, Lead, Outcome, StageChange

SAID = {"call": words.CALLS, "meeting": words.MEETINGS, "letter": words.LETTERS, "offer": words.LETTERS}
WAY = ("call", "call", "letter", "call", "meeting", "offer", "call")


def work(dice: Dice, cast: Cast, clients: Clients, selling: Selling) -> None:
    """Interactions of deals and leads, next steps of open deals, tasks of the day, and the history of all of it."""
    types.defaults()
    known = {one.code: one for one in InteractionType.objects.all()}
    told = [
        pair for deal in selling.deals for pair in _interactions(dice, known, deal, deal.created_at, _end(dice, deal))
    ]
    told += [
        pair
        for lead in selling.leads
        if lead.owner_id and lead.created_at < dice.at - timedelta(days=1)
        for pair in _interactions(
            dice, known, lead, lead.created_at, min(lead.created_at + timedelta(days=9), dice.at)
        )[:2]
    ]
    Interaction.objects.bulk_create(interaction for interaction, _subject in told)
    tasks = [pair for deal in selling.deals if deal.outcome == Outcome.OPEN for pair in _steps(dice, deal)]
    tasks += [(task, None) for task in _own_tasks(dice, cast)]
    Task.objects.bulk_create(task for task, _subject in tasks)
    _remember(dice, clients, selling, told)


def _end(dice: Dice, deal: Deal) -> datetime:
    return deal.closed_at or dice.at


def _interactions(
    dice: Dice, known: dict[str, InteractionType], record: Deal | Lead, first: datetime, last: datetime
) -> list[tuple[Interaction, Any]]:
    days = max((last - first).days, 1)
    count = min(dice.number(2, 7), 1 + days // 3)
    kind = "deal" if isinstance(record, Deal) else "lead"
    pairs = []
    for place in range(count):
        at = min(dice.workday(first + timedelta(days=days * (place + 0.5) / count)), last)
        kind_of = known[WAY[place % len(WAY)]]
        entry = Interaction(
            type=kind_of,
            text=dice.one(SAID[kind_of.code]),
            direction=dice.one((Direction.OUT, Direction.OUT, Direction.IN)) if kind_of.has_direction else "",
            minutes=max(kind_of.default_minutes + dice.number(-3, 12), 1),
            happened_at=max(at, first),
            **stamps(dice, record.owner, max(at, first)),
        )
        entry.subject = Ref(kind, record.pk)
        pairs.append((entry, record))
    return pairs


def _steps(dice: Dice, deal: Deal) -> list[tuple[Task, Any]]:
    """Most open deals have a next step; some are late, some are due today."""
    if dice.chance(0.18):
        return []
    today = dice.at.astimezone(timezone.get_current_timezone()).replace(hour=0, minute=0, second=0, microsecond=0)
    day = today + timedelta(days=dice.one((-6, -3, -1, 0, 0, 0, 1, 1, 2, 3, 5, 7, 12)))
    has_time = dice.chance(0.6)
    due = day.replace(hour=dice.number(9, 18), minute=dice.one((0, 15, 30, 45))) if has_time else _end_of(day)
    created = max(deal.stage_since, dice.at - timedelta(days=10))
    task = Task(title=dice.one(words.STEPS), due_at=due, has_time=has_time, **stamps(dice, deal.owner, created))
    task.subject = Ref("deal", deal.pk)
    return [(task, deal)]


def _end_of(day: datetime) -> datetime:
    return day.replace(hour=23, minute=59, second=59)


def _own_tasks(dice: Dice, cast: Cast) -> list[Task]:
    today = dice.at.astimezone(timezone.get_current_timezone()).replace(hour=0, minute=0, second=0, microsecond=0)
    plans = (
        (cast.head, "Собрать прогноз отдела на месяц", 0),
        (cast.head, "Разобрать проигранные сделки недели", 2),
        (cast.sellers[0], "Обновить цены в шаблоне предложения", 0),
        (cast.sellers[0], "Отчёт по выставке", 4),
        (cast.sellers[1], "Подготовить презентацию для тендера", 1),
        (cast.service, "Проверить запасы креплений", 0),
    )
    made = dice.at - timedelta(days=3)
    return [
        Task(
            title=title,
            due_at=_end_of(today + timedelta(days=days)),
            **(stamps(dice, user, made) | {"created_by": cast.head}),
        )
        for user, title, days in plans
    ]


def _remember(dice: Dice, clients: Clients, selling: Selling, told: list[tuple[Interaction, Any]]) -> None:
    persons = [person for group in clients.persons.values() for person in group]
    made: list[tuple[str, Sequence[Any]]] = [("organization", clients.organizations), ("person", persons)]
    made += [("lead", selling.leads), ("deal", selling.deals)]
    for name, records in made:
        history.begin_many(kind=name, ids=[record.pk for record in records], by=None)
    entries = [
        HistoryEntry(
            subject_kind=one.subject_kind,
            subject_id=subject.pk,
            type="interaction",
            by_id=one.owner_id,
            at=one.happened_at,
            interaction=one,
        )
        for one, subject in told
    ]
    HistoryEntry.objects.bulk_create(entries)
    history.link(zip(entries, (subject for _one, subject in told), strict=True))
    moves = [(change, deal) for deal in selling.deals for change in selling.changes[deal.pk] if change.from_stage]
    moved = [_moved(change, deal) for change, deal in moves]
    HistoryEntry.objects.bulk_create(moved)
    history.link(zip(moved, (deal for _change, deal in moves), strict=True))
    del dice


def _moved(change: StageChange, deal: Deal) -> HistoryEntry:
    outcome = Outcome(change.to_stage.outcome)
    code = {Outcome.OPEN: "deal_moved", Outcome.WON: "deal_won", Outcome.LOST: "deal_lost"}[outcome]
    data = {"from": str(change.from_stage), "to": str(change.to_stage)}
    if outcome == Outcome.WON:
        data["amount"] = money.show(deal.amount, deal.currency)
    if outcome == Outcome.LOST:
        data["reason"] = str(deal.lost_reason)
    return HistoryEntry(
        subject_kind="deal", subject_id=deal.pk, type=code, by_id=deal.owner_id, at=change.at, data=data
    )
