"""Leads go to somebody by the rules of the company, and on to somebody else when nobody takes them up."""

from datetime import datetime

from django.db import transaction

from voronka.accounts import calendar
from voronka.accounts.models import Action, User
from voronka.activities.actions import tasks
from voronka.activities.models import Ref, Task
from voronka.core import events
from voronka.core.working_time import WorkingTime
from voronka.records import access, actions, kinds
from voronka.sales.events import LeadRouted
from voronka.sales.models import Ending, Lead, LeadAssignment, RoutingRule
from voronka.sales.queries import routing


@transaction.atomic
def receive(*, lead: Lead, by: User, at: datetime, since: datetime | None = None) -> LeadAssignment | None:
    """A lead has come: say by when it must be answered, and give it to somebody where it has no owner.

    The norm runs from the moment when it was made, or from `since`: a file tells of leads that came elsewhere long
    ago. What somebody enters for himself he is dealing with already: it meets no rule.
    """
    if lead.owner_id is not None and lead.owner_id == by.pk:
        return None
    current = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    rule = routing.rule_for(current, at=at)
    if rule is None:
        return None
    time = calendar.working_time()
    respond_by = time.after(since or current.created_at, rule.answer_within)
    actions.store(record=current, columns={"respond_by": respond_by}, by=by, at=at)
    if current.owner is not None:
        _planned(current, rule, current.owner, at)
        return None
    return _give(current, rule, time, by, at)


@transaction.atomic
def pass_on(*, assignment: LeadAssignment, at: datetime) -> LeadAssignment | None:
    """Nobody took the lead up in time: it goes to the next one of its rule, or back to the queue for everybody.

    Where the rule gives in working time only, it goes on when people are at work again.
    """
    current = _held(assignment)
    if current is None or current.take_by is None or current.take_by > at:
        return None
    lead, rule, time = current.lead, current.rule, calendar.working_time()
    if not lead.is_open or lead.answered_at is not None:
        end(lead=lead, ending=Ending.TAKEN, at=at)
        return None
    if rule.only_at_work and not time.is_working_at(at):
        return None
    end(lead=lead, ending=Ending.PASSED, at=at)
    if current.task and current.task.done_at is None:
        actions.delete(kind=kinds.get("task"), ids=[current.task.pk], by=current.user, at=at, right=Action.EDIT)
    given = _give(lead, rule, time, rule.made_by, at)
    if given is None:
        _hand(lead, rule, None, rule.made_by, at)
    return given


def _held(assignment: LeadAssignment) -> LeadAssignment | None:
    """The assignment, if it has not ended, with its task and its lead for us alone.

    They are locked in the order of whoever does the task at this moment.
    """
    Task.objects.select_for_update().filter(pk=assignment.task_id or 0).first()
    lead = Lead.objects.select_for_update(of=("self",)).filter(pk=assignment.lead_id).first()
    rows = LeadAssignment.objects.select_related("rule__made_by", "task", "user")
    current = rows.filter(pk=assignment.pk, ended_at=None).first()
    if lead is None or current is None:
        return None
    current.lead = lead
    return current


@transaction.atomic
def try_again(*, lead: Lead, at: datetime) -> LeadAssignment | None:
    """Give a lead that came when nobody could take it, by the rule that it meets now."""
    current = Lead.objects.select_for_update(of=("self",)).filter(pk=lead.pk, owner=None).first()
    if current is None or not current.is_open or current.assignments.exists():
        return None
    rule = routing.rule_for(current, at=at)
    return _give(current, rule, calendar.working_time(), rule.made_by, at) if rule else None


def end(*, lead: Lead, ending: Ending, at: datetime) -> None:
    """The lead is no longer waiting for the one to whom a rule gave it."""
    lead.assignments.filter(ended_at=None).update(ended_at=at, ending=ending)


def _give(lead: Lead, rule: RoutingRule, time: WorkingTime, by: User, at: datetime) -> LeadAssignment | None:
    RoutingRule.objects.select_for_update().get(pk=rule.pk)  # two leads at once do not go to the same turn
    had = set(lead.assignments.values_list("user_id", flat=True))
    user = routing.next_receiver(rule, besides=had, time=time, at=at)
    if user is None:
        return None
    _hand(lead, rule, user, by, at)
    take_by = time.after(at, rule.take_within) if rule.take_within else None
    task = _planned(lead, rule, user, at)
    return LeadAssignment.objects.create(lead=lead, rule=rule, user=user, at=at, take_by=take_by, task=task)


def _hand(lead: Lead, rule: RoutingRule, user: User | None, by: User, at: datetime) -> None:
    columns = {
        "owner": user,
        "department_id": user.department_id if user else lead.department_id,
        "assigned_at": at if user else None,
    }
    actions.store(record=lead, columns=columns, by=by, at=at)
    events.publish(LeadRouted(lead=lead, rule=rule, to=user, by=by, at=at))


def _planned(lead: Lead, rule: RoutingRule, user: User, at: datetime) -> Task | None:
    """The task of the rule, where the one who gets the lead sees it and may have tasks."""
    may = access.may(user, Action.CREATE, kinds.get("task")) and access.may_do(user, Action.VIEW, lead)
    if not rule.task or not may:
        return None
    due_at = lead.respond_by if lead.respond_by and lead.respond_by > at else None
    values = {"title": rule.task, "subject": Ref("lead", lead.pk), "owner": user.pk, "due_at": due_at or at}
    return tasks.create(values=values, by=user, at=at)
