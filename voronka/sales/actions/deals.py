"""What is done with deals: made, moved, handed over, won, lost, opened again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core import events
from voronka.core.errors import Conflict, Refused
from voronka.records import access, actions
from voronka.records.edits import edits
from voronka.records.history import as_of_version, writer_of_version
from voronka.sales import winning_back
from voronka.sales.actions import participants, signals, way
from voronka.sales.actions.way import NOTHING, Done
from voronka.sales.events import DealGivenBack, DealMoveUndone
from voronka.sales.gate.lacks import WIP, heads
from voronka.sales.history_entries import forget_move
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Outcome, Stage, StageChange
from voronka.sales.queries import pipelines
from voronka.sales.queries.demands import as_given

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
OWNED = ("owner_id", "department_id")


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
    has moved the deal since. `done` is what is filled, ticked and logged on the way, in the same transaction; with an
    owner among its values the deal comes to the stage as that person's. `over_limit` says that a head lets the deal in
    where no more should stand. Raises Refused for a stage out of use, for a loss without a reason, and where the gate
    finds something lacking (docs/adr/0032); when another action moves it along (`by_hand=False`) nothing is demanded.
    """
    changes: dict[str, Any] = {**done.values, "stage": stage.pk}
    if stage.outcome == Outcome.LOST:
        changes |= _loss(reason, comment, by)
    with transaction.atomic():
        current: Deal = access.load(DEAL, by, deal.pk, action=Action.EDIT, lock=True)
        if current.stage_id == stage.pk:
            done = NOTHING  # a form that was sent twice logs no second call
        way.carry_out(current, done, by=by, at=at)
        waived = {WIP} if over_limit and heads(by, as_given(current, changes, by)) else ()
        moved: Deal = actions.update(
            record=deal, changes=changes, by=by, at=at, version=version, by_hand=by_hand, waived=waived
        )
    return moved


def hand_over(
    *,
    deal: Deal,
    owner: int | None,
    stage: Stage | None = None,
    by: User,
    at: datetime,
    version: int | None = None,
    reason: Any = None,
    comment: str = "",
    done: Done = NOTHING,
    over_limit: bool = False,
) -> Deal:
    """Give a deal to somebody and, where a stage is named, bring it there: both in one step, or neither.

    `owner` is the id as the field has read it, None for nobody; the department follows. All else is as with `move`,
    and so is what is raised; Conflict too when somebody else has given the deal away since `version`.
    """
    given = replace(done, values={**done.values, "owner": owner})
    if stage is None:
        handed: Deal = actions.update(record=deal, changes=given.values, by=by, at=at, version=version)
        return handed
    return move(
        deal=deal, stage=stage, by=by, at=at, version=version, reason=reason, comment=comment, done=given,
        over_limit=over_limit,
    )  # fmt: skip


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
    """Take back one's own last move, handing over, or both in one, as if it had not been.

    The time in the stage runs on from where it began. `version` is the deal's one after the deed. Raises Conflict,
    which names what was changed, when the deal has changed since; Refused when the last deed was somebody else's.
    """
    current: Deal = access.load(DEAL, by, deal.pk, action=Action.EDIT, lock=True)
    if current.version != version:
        raise Conflict(_changed_since(current, by), version=current.version)
    then, done_at = as_of_version(DEAL, current.pk, version - 1), current.updated_at
    is_moved, is_given = (bool(then and then[name] != getattr(current, name)) for name in ("stage_id", "owner_id"))
    is_own = _is_own_move(current, then, by) if is_moved else is_given and _is_written(current, by)
    if then is None or not is_own:
        raise Refused(_("Only one’s own last move can be taken back."))
    if is_moved:
        _forget_change(current, then)
        signals.reopen(current, ended_at=done_at)
        winning_back.withdraw(current, lost_at=done_at, by=by, at=at)
    forget_move(current, done_at)
    names = (*(FOLLOWING if is_moved else ()), *(OWNED if is_given else ()))
    columns = {name: then[name] for name in names}
    actions.store(record=current, columns=columns, by=by, at=at, is_taken_back=True)
    if is_moved:
        current.stage = Stage.objects.get(pk=current.stage_id)
        participants.on_taken_back(current, by=by, at=at)
        events.publish(DealMoveUndone(deal=current, by=by, at=at))
    if is_given:
        events.publish(DealGivenBack(deal=current, given_at=done_at, by=by, at=at))
    return current


def _is_own_move(deal: Deal, then: Mapping[str, Any] | None, by: User) -> bool:
    """Whether the last move is this person's and led here from where the deal stood `then`."""
    last, before = [*StageChange.objects.filter(deal=deal).order_by("-at", "-pk")[:2], None, None][:2]
    if last is None or then is None or last.by_id != by.pk or last.from_stage_id != then["stage_id"]:
        return False
    return before is None or then["stage_since"] <= before.at  # else that was another move, taken back since


def _is_written(deal: Deal, by: User) -> bool:
    return writer_of_version(DEAL, deal.pk, deal.version) == by.pk


def _forget_change(deal: Deal, then: Mapping[str, Any]) -> None:
    if not Stage.objects.filter(pk=then["stage_id"], is_active=True, pipeline__is_active=True).exists():
        raise Refused(_("The stage where it stood is no longer in use."))
    StageChange.objects.filter(deal=deal).order_by("-at", "-pk")[0].delete()


def _changed_since(deal: Deal, by: User) -> str:
    """Who has changed the deal last, and what of it, as far as this person may see."""
    found, _more = edits(DEAL, deal.pk, by=by, size=1)
    if not found or found[0].by is None or not found[0].changes:
        return _("The deal has changed since, so this cannot be taken back.")
    what = ", ".join(change.label for change in found[0].changes)
    said = _("%(who)s has changed the deal since (%(what)s), so this cannot be taken back.")
    return said % {"who": found[0].by.full_name, "what": what}


def _loss(reason: Any, comment: str, by: User) -> dict[str, Any]:
    field = DEAL.field("lost_reason")
    if not field.given(reason):
        raise Refused(_("Say why the deal is lost."), field="lost_reason")
    return {
        "lost_reason": field.parse(reason, by=by),
        "lost_comment": DEAL.field("lost_comment").accept(comment, by=by),
    }
