"""Interactions are logged, corrected and erased, together with the next step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.activities import history, subjects
from voronka.activities.actions import tasks
from voronka.activities.events import InteractionLogged
from voronka.activities.models import Direction, HistoryEntry, HistoryLink, Interaction, InteractionType, Ref, Task
from voronka.core import events
from voronka.core.errors import Refused
from voronka.records import access, actions, kinds


@dataclass(frozen=True, kw_only=True)
class Step:
    """What is to be done next, by when and by whom (the one who logs, unless said).

    `more` are parsed values of other fields of the task.
    """

    title: str
    due_at: datetime | None = None
    owner: User | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def said(cls, *, title: str, due_at: datetime | None, owner: User | None = None) -> "Step | None":
        """The step that somebody named: a date alone means «get in touch», nothing at all means none."""
        if not title and due_at is None:
            return None
        return cls(title=title or _("Get in touch"), due_at=due_at, owner=owner)


@dataclass(frozen=True, kw_only=True)
class Logged:
    """What one form made: the entry, and the task of the next step if there is one."""

    interaction: Interaction
    task: Task | None


def log(
    *,
    subject: Any,
    type: InteractionType,  # noqa: A002  # the word that everybody says
    text: str = "",
    minutes: int | None = None,
    direction: str = "",
    happened_at: datetime | None = None,
    next_step: Step | None = None,
    completes: Iterable[Task] = (),
    more: Mapping[str, Any] = MappingProxyType({}),
    by: User,
    at: datetime,
) -> Logged:
    """Write down a contact with `subject`, plan the next step and close the steps that it `completes`, all or nothing.

    `more` are parsed values of other fields of the contact.

    Raises NotFound for a subject that is not for this person, Refused for an empty or impossible entry.
    """
    values = {
        "type": type.pk,
        "subject": subjects.ref(subject),
        "text": text,
        "minutes": minutes,
        "direction": direction or (Direction.OUT if type.has_direction else ""),
        "happened_at": happened_at or at,
        **more,
    }
    with transaction.atomic():
        made = create(values=values, by=by, at=at)
        for task in completes:
            tasks.complete(task=task, result=_first_line(text), is_logged=True, by=by, at=at)
        planned = _plan(next_step, subject, by, at) if next_step else None
    return Logged(interaction=made, task=planned)


def create(*, values: Mapping[str, Any], by: User, at: datetime) -> Interaction:
    """Store an interaction out of parsed `values` and put it into the history of its subject and of its clients.

    Without minutes it takes the usual length of its type. Raises Refused for one with neither length nor words.
    """
    given = {"happened_at": at, **{name: value for name, value in values.items() if value is not None}}
    subject = tasks.subject_of(given.get("subject"), by=by)
    if "minutes" not in given:
        given["minutes"] = _usual_minutes(given.get("type"))
    if not given["minutes"] and not given.get("text"):
        raise Refused(_("Write a word or two."), field="text")
    if given["happened_at"] > at:
        raise Refused(_("This has not happened yet: plan a task instead."), field="happened_at")
    with transaction.atomic():
        made: Interaction = actions.create(kind=kinds.get("interaction"), values=given, by=by, at=at)
        history.add(subject=subject, type="interaction", by=made.owner, at=made.happened_at, interaction=made)
        events.publish(InteractionLogged(interaction=made, by=by, at=at))
    return made


def edit(
    *, interaction: Interaction, changes: Mapping[str, Any], by: User, at: datetime, version: int | None = None
) -> Interaction:
    """Correct an entry: what was said, how long, when, of which type."""
    when = changes.get("happened_at")
    if when and when > at:
        raise Refused(_("This has not happened yet: plan a task instead."), field="happened_at")
    if "subject" in changes:
        raise Refused(_("An entry stays with the record that it was made for."), field="subject")
    changed: Interaction = actions.update(record=interaction, changes=changes, by=by, at=at, version=version)
    return changed


def follow(interaction: Interaction) -> None:
    """Keep the place and the author of an entry in the history as its interaction now says."""
    entries = HistoryEntry.objects.filter(interaction=interaction)
    with transaction.atomic():
        entries.update(at=interaction.happened_at, by=interaction.owner_id)
        HistoryLink.objects.filter(entry__interaction=interaction).update(at=interaction.happened_at)
        history.tell(_cards(interaction))


def delete(*, interaction: Interaction, by: User, at: datetime) -> None:
    """Erase an entry that should not have been."""
    kind = kinds.get("interaction")
    current: Interaction = access.load(kind, by, interaction.pk, action=Action.DELETE)
    cards = _cards(current)
    with transaction.atomic():
        actions.delete(kind=kind, ids=[current.pk], by=by, at=at)
        history.tell(cards)


def _usual_minutes(type_id: Any) -> int:
    return InteractionType.objects.filter(pk=type_id).values_list("default_minutes", flat=True).first() or 0


def _plan(step: Step, subject: Any, by: User, at: datetime) -> Task:
    values = {
        "title": step.title,
        "due_at": step.due_at,
        "subject": subjects.ref(subject),
        "owner": (step.owner or by).pk,
        **step.more,
    }
    return tasks.create(values=values, by=by, at=at)


def _cards(interaction: Interaction) -> list[Ref]:
    rows = HistoryLink.objects.filter(entry__interaction=interaction).values_list("kind", "record_id")
    return [Ref(kind, pk) for kind, pk in rows]


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0][:300]
