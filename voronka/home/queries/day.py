"""The plan of work for today: tasks, new leads, deals that stand still, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractDay

from voronka.accounts.models import Scope, User
from voronka.activities.answers import Answer
from voronka.activities.kinds import TASK
from voronka.activities.models import Interaction, Ref, Task
from voronka.activities.queries.next_steps import NextStep, next_steps, sees_tasks
from voronka.activities.queries.titles import Named, named
from voronka.records import access
from voronka.records.field_rules import veiled, veiled_all
from voronka.records.prepared import prepared
from voronka.records.reads import shown_all
from voronka.sales.kinds import DEAL, LEAD
from voronka.sales.models import Deal, Lead, LeadState, Outcome
from voronka.sales.queries.asked import asked_of, with_questions
from voronka.sales.queries.clients import clients, with_names
from voronka.sales.queries.signals import decidable, shows_stops, stops

MOST = 50
TEAM, OWN, STOPS = "team", "own", "stops"
FEW = 15


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose day it is: one's own, or that of everybody whom one's role reaches."""

    user: User
    is_team: bool

    @classmethod
    def of(cls, span: str, user: User) -> "Whose":
        """The same by `span`."""
        return cls(user=user, is_team=span == TEAM)

    @property
    def span(self) -> str:
        """`TEAM` or `OWN`."""
        return TEAM if self.is_team else OWN

    def narrowed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Own rows only, unless it is the team's day."""
        return rows if self.is_team else rows.filter(owner=self.user)


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """A task with the name of what it is about, and where its reader answers what it asks to agree to."""

    task: Task
    home: Named | None
    asked: Answer | None


@dataclass(frozen=True, kw_only=True)
class DealLine:
    """A deal that needs a decision: it has no next step, stands longer than its stage allows, has a stop-loss.

    `signal` is that stop-loss, where its reader may decide about it.
    """

    deal: Deal
    client: str
    step: NextStep | None
    days: int
    is_late: bool
    stops: bool
    signal: int | None


@dataclass(frozen=True, kw_only=True)
class Day:
    """Everything that asks to be done today."""

    overdue: list[TaskLine]
    today: list[TaskLine]
    leads: list[Lead]
    deals: list[DealLine]
    has_more: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing asks to be done."""
        return not (self.overdue or self.today or self.leads or self.deals)

    @property
    def count(self) -> int:
        """How many things there are to do."""
        return len(self.overdue) + len(self.today) + len(self.leads) + len(self.deals)


def may_see_team(user: User) -> bool:
    """Whether there is a team beyond oneself in this person's rights."""
    return access.scope(DEAL, user, "view") in {Scope.DEPARTMENT, Scope.ALL}


def day(whose: Whose, *, at: datetime) -> Day:
    """The day of a person at a moment; `at` stands in the reader's time zone."""
    end = datetime.combine(at.date() + timedelta(days=1), time(), tzinfo=at.tzinfo)
    tasks = _tasks(whose.span, by=whose.user, end=end)
    due = _due_leads(whose.span, by=whose.user)
    known_leads = {lead.pk for lead in due}
    leads = [*due, *(lead for lead in _new_leads(whose.span, by=whose.user) if lead.pk not in known_leads)][:FEW]
    shown_all([*tasks[:MOST], *leads])
    asked = asked_of(whose.user, tasks[:MOST])
    names = named([task.subject for task in tasks], whose.user)
    lines = [TaskLine(task=task, home=names.get(_about(task)), asked=asked.get(task.pk)) for task in tasks[:MOST]]
    shows = shows_stops(whose.user)
    deals = _still_deals(whose.span, STOPS if shows else "", by=whose.user, at=at, on=at.date())
    steps = next_steps("deal", [deal.pk for deal in deals], by=whose.user, at=at) if deals else {}
    stopped = [deal.pk for deal in deals[:FEW] if shows and vars(deal)["stops"]]
    signals = decidable(stopped, by=whose.user, on=at.date())
    known = clients(deals, by=whose.user, at=at)
    return Day(
        overdue=[line for line in lines if line.task.is_overdue(at)],
        today=[line for line in lines if not line.task.is_overdue(at)],
        leads=veiled_all(leads, whose.user),
        deals=[
            DealLine(
                deal=veiled(deal, whose.user),
                client=known[deal.pk],
                step=steps.get(deal.pk),
                days=deal.days_in_stage(at),
                is_late=bool(deal.is_late),  # a stage without a norm knows no lateness
                stops=vars(deal)["stops"] and shows,
                signal=signals.get(deal.pk),
            )
            for deal in deals[:FEW]
        ],
        has_more=len(tasks) > MOST or len(deals) > FEW,
    )


def _about(task: Task) -> Ref:
    return task.subject or Ref("", 0)


@prepared
def _tasks(span: str, /, *, by: User, end: datetime) -> QuerySet[Task]:
    rows = access.visible(TASK, by) if span == TEAM else Task.objects.filter(owner=by)
    rows = with_questions(rows.filter(done_at__isnull=True, due_at__lt=end))
    return rows.select_related("owner").order_by("due_at", "pk")[: MOST + 1]


@prepared
def _due_leads(span: str, /, *, by: User) -> QuerySet[Lead]:
    """Those that wait for their first answer within a norm, the most urgent first."""
    rows = access.visible(LEAD, by).filter(state=LeadState.OPEN, answered_at=None, respond_by__isnull=False)
    if span != TEAM:
        rows = rows.filter(Q(owner=None) | Q(owner=by))
    return rows.select_related("source", "owner").order_by("respond_by", "-pk")[:FEW]


@prepared
def _new_leads(span: str, /, *, by: User) -> QuerySet[Lead]:
    """Nobody's, and those that were given to somebody who has not begun with them."""
    about: dict[str, Any] = {"subject_kind": "lead", "subject_id": OuterRef("pk")}
    untouched = ~Exists(Task.objects.filter(**about)) & ~Exists(Interaction.objects.filter(**about))
    mine = untouched if span == TEAM else untouched & Q(owner=by)
    rows = access.visible(LEAD, by).filter(Q(owner__isnull=True) | mine, state=LeadState.OPEN)
    return rows.select_related("source", "owner").order_by("-created_at", "-pk")[:FEW]


@prepared
def _still_deals(span: str, sign: str, /, *, by: User, at: datetime, on: date) -> QuerySet[Any]:
    """Open deals without a next step, beyond the norm of their stage or with a stop-loss, the longest there first."""
    step = Task.objects.filter(done_at__isnull=True, subject_kind="deal", subject_id=OuterRef("pk"))
    rows = Whose.of(span, by).narrowed(access.visible(DEAL, by)).filter(outcome=Outcome.OPEN)
    rows = rows.annotate(has_step=Exists(step), is_late=Q(stage__days_norm__lt=ExtractDay(at - F("stage_since"))))
    # Which deals have no next step tells of tasks: nothing to those who may see none.
    stands = Q(has_step=False) if sees_tasks(by) else Q(pk__in=[])
    asks = Q(stops=True) if sign else Q(pk__in=[])
    rows = rows.annotate(stops=stops(on=on)).filter(stands | Q(is_late=True) | asks)
    related: QuerySet[Any] = with_names(rows).select_related("stage")
    return related.order_by("stage_since", "pk")[: FEW + 1]
