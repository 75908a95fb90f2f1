"""Who agrees that a deal comes to a stage, and whether somebody has agreed."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from voronka.accounts.models import Action, Grant, User
from voronka.sales.models import Approval, Deal, Stage

DEAL = "deal"  # the kind


def deciders(stage: Stage) -> QuerySet[User]:
    """Who may agree: the named person or those of the role, as far as they may see deals at all.

    The administrators where none of them does, or works here any more. One query, one more for the administrators.
    """
    found = _able(Q(pk=stage.approver_id) if stage.approver_id else _of_role(stage.approver_role_id))
    return found if found.exists() else User.objects.filter(is_active=True, is_superuser=True)


def approves(stage: Stage, user: User) -> bool:
    """Whether this person may agree for the stage."""
    return stage.needs_approval and deciders(stage).filter(pk=user.pk).exists()


def stages_of(user: User) -> QuerySet[Stage]:
    """The stages for which this person may agree: `approves` for a question about many."""
    able = _able(Q(pk=OuterRef("approver")) | _of_role(OuterRef("approver_role")))
    mine = Exists(able.filter(pk=user.pk))
    rows = Stage.objects.exclude(approver=None, approver_role=None)
    return rows.filter(mine | ~Exists(able)) if user.is_superuser and user.is_active else rows.filter(mine)


def _of_role(role: Any) -> Q:
    return Q(roles=role, roles__is_active=True)


def _able(meant: Q) -> QuerySet[User]:
    """Those who are meant, work here and may see deals at all."""
    rights = Grant.objects.filter(role__users=OuterRef("pk"), role__is_active=True, kind=DEAL, action=Action.VIEW)
    return User.objects.filter(meant, is_active=True).filter(Q(is_superuser=True) | Exists(rights)).distinct()


def agreed(deal: Deal, stage: Stage) -> bool:
    """Whether the move from where the deal stands has been granted since it came there."""
    granted = Approval.objects.filter(deal=deal.pk, to_stage=stage, is_granted=True)
    stands = Deal.objects.filter(pk=deal.pk).values_list("stage_id", "stage_since").first()
    return stands is not None and granted.filter(from_stage=stands[0], asked_at__gte=stands[1]).exists()


def whom_to_ask(deal: Deal, stage: Stage) -> User | None:
    """The one who gets the question: of the owner's department before others, with the fewest questions waiting."""
    waiting = Count("waiting_approvals", filter=Q(waiting_approvals__decided_at=None))
    people = (
        User.objects.filter(pk__in=deciders(stage).values("pk")).annotate(waiting=waiting).order_by("waiting", "pk")
    )
    return min(people, key=lambda one: one.department_id != deal.department_id, default=None)


def named(stage: Stage) -> str:
    """The person or the role, as people say it."""
    return str(stage.approver or stage.approver_role or "")
