"""What the API can do with contacts and tasks beyond keeping them."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Header, Router, Status

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.activities.actions import interactions, steps, tasks
from voronka.activities.actions.interactions import Step
from voronka.activities.forms import INPUTS, together
from voronka.activities.models import Interaction, InteractionType, Ref, Task
from voronka.activities.queries.history import Line, Question, of_card
from voronka.activities.queries.next_steps import planned_with
from voronka.activities.schemas import DoneIn, DoneOut, HistoryOut, LogIn, LogOut, StepIn
from voronka.core import quick_dates
from voronka.core.errors import Refused
from voronka.core.problems import CONFLICTS, REFUSALS
from voronka.records import access, kinds
from voronka.records.actions.given import read_new
from voronka.records.idempotency import once
from voronka.records.kinds import Kind

done = Router(tags=["tasks"])


def with_history(router: Router, kind: Kind) -> Router:
    """Give a kind's router its history and the logging of contacts."""
    _history(router, kind)
    _logging(router, kind)
    return router


def _history(router: Router, kind: Kind) -> None:
    @router.get(
        "/{int:pk}/history",
        response={200: HistoryOut, **REFUSALS},
        operation_id=f"{kind.name}_history",
        summary=gettext_noop("What happened, newest first"),
    )
    def history(request: HttpRequest, pk: int, q: str = "", topic: str = "", after: str = "") -> Any:
        by = asker(request)
        access.load(kind, by, pk)
        found = of_card(Ref(kind.name, pk), by, Question(topic=topic[:40], text=_plain(q)[:200], after=after[:200]))
        return {"items": [_entry(line, Ref(kind.name, pk)) for line in found.lines], "next": found.after}


def _logging(router: Router, kind: Kind) -> None:
    @router.post(
        "/{int:pk}/interactions",
        response={201: LogOut, **REFUSALS},
        operation_id=f"{kind.name}_log",
        summary=gettext_noop("Log a contact, with the next step"),
    )
    def log(
        request: HttpRequest,
        pk: int,
        body: LogIn,
        idempotency_key: Annotated[str, Header(alias="Idempotency-Key", max_length=80)] = "",
    ) -> Any:
        by, at = asker(request), timezone.now()
        record = access.load(kind, by, pk)
        step, more = together(lambda: _step(body.next_step, by, at), lambda: _contact_more(body.fields, body.text, by))
        closing = Task.objects.filter(pk__in=body.completes, subject_kind=kind.name, subject_id=pk, done_at=None)

        def make() -> Interaction:
            return interactions.log(
                subject=record,
                type=_type(body.type),
                text=_plain(body.text),
                minutes=body.minutes,
                direction=body.direction,
                happened_at=body.happened_at and _aware(body.happened_at),
                next_step=step,
                completes=list(closing),
                more=more,
                by=by,
                at=at,
            ).interaction

        key = f"log:{idempotency_key}" if idempotency_key else ""
        logged = once(kind=kinds.get("interaction"), key=key, by=by, at=at, make=make)
        planned = planned_with(logged)
        return Status(201, {"interaction": logged.pk, "task": planned and planned.pk})


@done.post(
    "/{int:pk}/complete",
    response={200: DoneOut, **CONFLICTS},
    operation_id="task_complete",
    summary=gettext_noop("Do a task: result, next step"),
)
def complete(request: HttpRequest, pk: int, body: DoneIn) -> Any:
    """Do a task."""
    by, at = asker(request), timezone.now()
    task: Task = access.load(kinds.get("task"), by, pk, action=Action.EDIT)
    kind = _type(body.type) if body.type else None
    left = steps.finish(
        task=task,
        result=body.result,
        type=kind,
        next_step=_step(body.next_step, by, at),
        more=_contact_more(body.fields, body.result, by) if kind and task.subject else {},
        by=by,
        at=at,
    )
    return {
        "task": left.task.pk,
        "interaction": left.interaction and left.interaction.pk,
        "next_task": left.next_task and left.next_task.pk,
    }


@done.post(
    "/{int:pk}/reopen",
    response={204: None, **CONFLICTS},
    operation_id="task_reopen",
    summary=gettext_noop("Take «done» back"),
)
def reopen(request: HttpRequest, pk: int) -> Any:
    """Open a task again."""
    by = asker(request)
    task: Task = access.load(kinds.get("task"), by, pk, action=Action.EDIT)
    tasks.reopen(task=task, by=by, at=timezone.now())
    return Status(204, None)


def _type(text: str) -> InteractionType:
    text = _plain(text)
    found = InteractionType.objects.filter(Q(code=text) | Q(name__iexact=text), is_active=True).first()
    if found is None:
        raise Refused(_("Choose what it was."), field="type")
    return found


def _contact_more(fields: dict[str, Any], text: str, by: User) -> dict[str, Any]:
    """Further fields of a contact, and the refusal of one that lacks what the company demands."""
    filled = {"type", "subject", "direction", "minutes", "happened_at", *(("text",) if text.strip() else ())}
    _refuse_twice(fields, "interaction")
    return read_new(kinds.get("interaction"), fields, by=by, settled=filled)


def _refuse_twice(fields: dict[str, Any], kind: str) -> None:
    """What the request has a place of its own for is not given among the further fields."""
    if twice := next((name for name in fields if name in INPUTS[kind]), None):
        raise Refused(_("There is no field “%(name)s”.") % {"name": twice}, field=twice)


def _step(given: StepIn | None, by: User, at: datetime) -> Step | None:
    if given is None:
        return None
    owner = User.objects.filter(pk=given.owner, is_active=True).first() if given.owner else None
    if given.owner and owner is None:
        raise Refused(_("Choose somebody who works here."), field="owner")
    step = Step.said(title=_plain(given.title), due_at=_due(given.due, at), owner=owner)
    if step is None:
        return None
    _refuse_twice(given.fields, "task")
    filled = {"title", "subject", "owner", *(("due_at",) if step.due_at else ())}
    try:
        return replace(step, more=read_new(kinds.get("task"), given.fields, by=by, settled=filled))
    except Refused as refusal:
        raise refusal.under("next_step") from refusal


def _due(text: str, at: datetime) -> datetime | None:
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text) if "T" in text else None
        return _aware(moment) if moment else quick_dates.read(text, timezone.localtime(at)).at
    except ValueError:
        message = _("Such a time was not understood. Try “tomorrow at 15”, “friday”, “15.03”.")
        raise Refused(message, field="due") from None


def _plain(text: str) -> str:
    """Without the sign that no text column takes."""
    return text.strip()


def _aware(moment: datetime) -> datetime:
    if not 1900 < moment.year < 9000:
        raise Refused(
            _("Such a time was not understood. Try “tomorrow at 15”, “friday”, “15.03”."), field="happened_at"
        )
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _entry(line: Line, card: Ref) -> dict[str, Any]:
    contact = line.interaction
    return {
        "id": line.id,
        "at": line.at,
        "type": contact.type.code if contact else line.look.code,
        "text": contact.text if contact else " ".join(part for part in (line.text, line.note) if part),
        "by": line.by and {"id": line.by.pk, "name": line.by.full_name},
        "home": str(line.home.ref if line.home else card),
        "interaction": contact and contact.pk,
        "task": line.task and line.task.pk,
        "minutes": contact and contact.minutes,
    }
