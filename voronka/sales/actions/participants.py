"""Somebody begins to take part in a deal, and ends: with the stage that he works at, or the question put to him."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from voronka.accounts.actions import taking_part
from voronka.accounts.models import Action, Grant, User
from voronka.accounts.queries import department_ids_below
from voronka.activities import history
from voronka.core import live
from voronka.records.events import RecordCreated
from voronka.sales.actions import errands
from voronka.sales.events import DealMoved
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Part, Participant, Stage


def on_created(event: RecordCreated) -> None:
    """A new deal may begin at a stage with a performer."""
    if event.kind is DEAL:
        _hand_over(event.record, event.record.stage, by=event.by, at=event.at)


def on_moved(event: DealMoved) -> None:
    """Who worked at the stage that is left has done his part; who works at the next one begins."""
    for one in _at_work(event.deal).filter(part=Part.PERFORMER):
        end(one, by=event.by, at=event.at)
    _hand_over(event.deal, event.to_stage, by=event.by, at=event.at)


def on_taken_back(deal: Deal, *, by: User, at: datetime) -> None:
    """A move was taken back: those whose part it had ended go on, with a task of their own again."""
    for one in _at_work(deal).filter(part=Part.PERFORMER):
        end(one, by=by, at=at)
    _hand_over(deal, deal.stage, by=by, at=at)


def begin(*, deal: Deal, user: User, stage: Stage, part: Part, by: User, at: datetime, task: str = "") -> Participant:
    """Somebody takes part from now on, sees the deal, and has a task where one is named."""
    made, _is_new = Participant.objects.get_or_create(
        deal=deal, user=user, part=part, ended_at=None, defaults={"stage": stage, "since": at}
    )
    taking_part.begin(user.pk)
    if task:
        due = at + timedelta(days=stage.days_norm or 1)
        made.task = errands.give(about=deal, to=user, title=task, note=stage.guide, by=by, at=at, due_at=due)
        made.save(update_fields=["task"])
    live.publish(kind=DEAL.name, id=deal.pk, verb="participants")
    return made


def end(participant: Participant, *, by: User, at: datetime) -> None:
    """Somebody takes part no longer."""
    participant.ended_at = max(at, participant.since)
    participant.save(update_fields=["ended_at"])
    errands.settle(participant.task, result=_("The deal has gone on."), by=by, at=at)
    others = Participant.objects.filter(user=participant.user_id, ended_at=None)
    taking_part.end(participant.user_id, still=others.exists)
    live.publish(kind=DEAL.name, id=participant.deal_id, verb="participants")


def end_of(deal: Deal, part: Part, *, by: User, at: datetime) -> None:
    """Nobody does this for the deal any longer."""
    for one in _at_work(deal).filter(part=part):
        end(one, by=by, at=at)


def candidates(stage: Stage) -> QuerySet[User]:
    """Who may work at the stage: of those it names, whoever works here and may change deals at all."""
    if stage.performer_id:
        meant = Q(pk=stage.performer_id)
    elif stage.performer_role_id:
        meant = Q(roles=stage.performer_role_id)
    else:
        meant = Q(department__in=department_ids_below(stage.performer_department_id))
    rights = Grant.objects.filter(role__users=OuterRef("pk"), role__is_active=True, kind=DEAL.name, action=Action.EDIT)
    people = User.objects.filter(meant, is_active=True)
    return people.filter(Q(is_superuser=True) | Exists(rights)).distinct()


def _hand_over(deal: Deal, stage: Stage, *, by: User, at: datetime) -> None:
    if not stage.has_performer:
        return
    performer = _chosen(deal, stage)
    if performer is None:
        history.add(subject=deal, type="no_performer", by=by, at=at, data={"to": stage.name})
        return
    task = stage.performer_task or _("%(stage)s: do your part") % {"stage": stage.name}
    begin(deal=deal, user=performer, stage=stage, part=Part.PERFORMER, by=by, at=at, task=task)
    history.add(subject=deal, type="participant", by=by, at=at, data={"who": performer.full_name, "to": stage.name})


def _chosen(deal: Deal, stage: Stage) -> User | None:
    """Whoever did it for this deal before, else the one who takes part in the fewest."""
    busy = Count("participations", filter=Q(participations__ended_at=None, participations__part=Part.PERFORMER))
    people = User.objects.filter(pk__in=candidates(stage).values("pk"))
    before = Participant.objects.filter(deal=deal, stage=stage, part=Part.PERFORMER, user=OuterRef("pk"))
    return people.annotate(busy=busy, was=Exists(before)).order_by("-was", "busy", "pk").first()


def _at_work(deal: Deal) -> QuerySet[Participant]:
    return Participant.objects.filter(deal=deal, ended_at=None).select_related("task")
