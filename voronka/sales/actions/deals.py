"""What is done with deals: made, moved, won, lost, opened again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core import events
from voronka.core.errors import Conflict, Refused
from voronka.records import access, actions
from voronka.records.history import as_of_version
from voronka.sales.actions import participants, way
from voronka.sales.actions.way import NOTHING, Done
from voronka.sales.events import DealMoveUndone
from voronka.sales.gate.lacks import WIP, heads
from voronka.sales.history_entries import forget_move
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Outcome, Stage, StageChange
from voronka.sales.queries import pipelines

FOLLOWING = (
    "pipeline_id",
    "stage_id",
    "outcome",
    "stage_since",
    "closed_at",
    "lost_reason_id",
    "lost_comment",
    "win_back_on",
)


def create(*, values: Mapping[str, Any], by: User, at: datetime) -> Deal:
    """A new deal out of parsed values; without a stage it begins at the first one of the first pipeline."""
    deal: Deal = actions.create(kind=DEAL, values=values, by=by, at=at)
    return deal


def move(
    *,
    deal: Deal,
    stage: Stage,
    by: User,
    at: datetime,
    version: int | None = None,
    reason: Any = None,
    comment: str = "",
    done: Done = NOTHING,
    over_limit: bool = False,
    by_hand: bool = True,
) -> Deal:
    """Bring a deal to a stage, of another pipeline too; a stage of loss asks for the reason (id or name of a value).

    Moving to where it stands changes nothing. `version` is the one that the person saw: Conflict when somebody else
    has moved the deal since. `done` is what is filled, ticked and logged on the way, in the same transaction.
    `over_limit` says that a head lets the deal in where no more should stand. Raises Refused for a stage out of use,
    for a loss without a reason, and where the gate finds something lacking (docs/adr/0032); when another action moves
    it along (`by_hand=False`) nothing is demanded.
    """
    changes: dict[str, Any] = {**done.values, "stage": stage.pk}
    if stage.outcome == Outcome.LOST:
        changes |= _loss(reason, comment, by)
    with transaction.atomic():
        current: Deal = access.load(DEAL, by, deal.pk, action=Action.EDIT, lock=True)
        if current.stage_id == stage.pk:
            done = NOTHING  # a form that was sent twice logs no second call
        way.carry_out(current, done, by=by, at=at)
        waived = {WIP} if over_limit and heads(by, current) else ()
        moved: Deal = actions.update(
            record=deal, changes=changes, by=by, at=at, version=version, by_hand=by_hand, waived=waived
        )
    return moved


def win(*, deal: Deal, by: User, at: datetime, version: int | None = None) -> Deal:
    """The client has bought."""
    stage = pipelines.closing_stage(deal.pipeline_id, Outcome.WON)
    return move(deal=deal, stage=stage, by=by, at=at, version=version)


def lose(*, deal: Deal, reason: Any, comment: str = "", by: User, at: datetime, version: int | None = None) -> Deal:
    """The client has not bought; the reason must be said."""
    stage = pipelines.closing_stage(deal.pipeline_id, Outcome.LOST)
    return move(deal=deal, stage=stage, by=by, at=at, version=version, reason=reason, comment=comment)


def reopen(*, deal: Deal, by: User, at: datetime) -> Deal:
    """Work on a closed deal again, at the open stage where it stood last; an open one stays as it is."""
    if deal.is_open:
        return deal
    return move(deal=deal, stage=pipelines.left_last(deal), by=by, at=at)


@transaction.atomic
def undo_move(*, deal: Deal, version: int, by: User, at: datetime) -> Deal:
    """Take back one's own last move, as if it had not been: the time in the stage runs on from where it began.

    `version` is the deal's one after the move. Raises Conflict when the deal has changed since, Refused when the last
    move was somebody else's.
    """
    current: Deal = access.load(DEAL, by, deal.pk, action=Action.EDIT, lock=True)
    last, before = [*StageChange.objects.filter(deal=current).order_by("-at", "-pk")[:2], None, None][:2]
    then = as_of_version(DEAL, current.pk, version - 1)
    if current.version != version:
        raise Conflict(_("The deal has changed since, so the move cannot be taken back."), version=current.version)
    is_own = last is not None and last.by_id == by.pk and then is not None and last.from_stage_id == then["stage_id"]
    was_overlaid = then and before and then["stage_since"] > before.at  # that version is another move, taken back since
    if last is None or then is None or not is_own or was_overlaid:
        raise Refused(_("Only one’s own last move can be taken back."))
    if not Stage.objects.filter(pk=then["stage_id"], is_active=True, pipeline__is_active=True).exists():
        raise Refused(_("The stage where it stood is no longer in use."))
    last.delete()
    forget_move(current, last.at)
    actions.store(record=current, columns={name: then[name] for name in FOLLOWING}, by=by, at=at)
    current.stage = Stage.objects.get(pk=current.stage_id)
    participants.on_taken_back(current, by=by, at=at)
    events.publish(DealMoveUndone(deal=current, by=by, at=at))
    return current


def _loss(reason: Any, comment: str, by: User) -> dict[str, Any]:
    field = DEAL.field("lost_reason")
    if not field.given(reason):
        raise Refused(_("Say why the deal is lost."), field="lost_reason")
    return {
        "lost_reason": field.parse(reason, by=by),
        "lost_comment": DEAL.field("lost_comment").accept(comment, by=by),
    }
