"""A contact, an organization, a deal and a task are made in one go, and taken back in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.activities.actions import tasks
from voronka.activities.models import Ref, Task
from voronka.core.errors import Conflict, NotFound, Refused
from voronka.home.models import QuickEntry
from voronka.people.actions import legal_entities
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records import access, actions, kinds
from voronka.records.field_rules import fillable
from voronka.records.idempotency import once
from voronka.records.kinds import Kind
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal

type Target = int | Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be made: the id of an existing record, parsed values of a new one, or None for none.

    `entity` is a legal entity of the organization with its `accounts` (raw); without one the `inn` alone makes one.
    `subject` is what the task is about where neither a deal nor a client is made or named.
    `known` are the phones and letter boxes that an existing person is given where they are missing.
    """

    person: Target = None
    organization: Target = None
    inn: str = ""
    entity: Mapping[str, Any] | None = None
    accounts: Sequence[Mapping[str, str]] = ()
    deal: Mapping[str, Any] | None = None
    task: Mapping[str, Any] | None = None
    subject: Ref | None = None
    known: Mapping[str, list[str]] = field(default_factory=dict)


class _Entries:
    """What `once` keeps the keys of quick entry by."""

    name = "quick"
    model = QuickEntry


def enter(*, wanted: Wanted, key: str = "", by: User, at: datetime) -> QuickEntry:
    """Make everything in one transaction, once per `key`.

    The deal is of the client and the person, the task is about the deal, or else the person or the client.
    Raises Refused (its field names the kind too: `person-last_name`) and Forbidden; then nothing is made at all.
    """
    made: QuickEntry = once(kind=_Entries(), key=key, by=by, at=at, make=lambda: _enter(wanted, by, at))
    return made


@transaction.atomic
def _enter(wanted: Wanted, by: User, at: datetime) -> QuickEntry:
    news = (wanted.person, wanted.organization, wanted.entity, wanted.deal, wanted.task)
    if all(one is None or isinstance(one, int) for one in news):
        raise Refused(_("There is nothing to make here yet: type a name, a phone, a deal or a task."), field="text")
    making = _Making(by=by, at=at)
    client = making.client(wanted.organization, wanted.inn if wanted.entity is None else "")
    if wanted.entity is not None:
        making.entity(wanted.entity, wanted.accounts, client)
    human = making.human(wanted.person, client, wanted.known)
    deal = making.deal(wanted.deal, client, human) if wanted.deal is not None else None
    if wanted.task is not None:
        making.task(wanted.task, deal or human or client, wanted.subject)
    return QuickEntry.objects.create(user=by, at=at, made=making.made, completed=making.completed)


@transaction.atomic
def undo(*, pk: int, by: User, at: datetime) -> QuickEntry:
    """Take back one's own entry: what it made is erased, what it added is taken away.

    Raises NotFound for another's or one undone already, Conflict when somebody has gone on with a record meanwhile.
    """
    entry = QuickEntry.objects.select_for_update().filter(pk=pk, user=by, undone_at=None).first()
    if entry is None:
        raise NotFound(_("There is nothing to undo."))
    for name, record_id, version, before in entry.completed:
        record = access.visible(kinds.get(name), by, Action.EDIT).filter(pk=record_id).first()
        if record is not None and record.version == version:
            actions.update(record=record, changes=before, by=by, at=at, by_hand=False)
    for name, record_id, *version in reversed(entry.made):
        kind = kinds.get(name)
        record = kind.model._default_manager.filter(pk=record_id).first()
        if record is None:
            continue
        if record.version != (version or [1])[0]:
            raise Conflict(_("“%(name)s” has been changed since, so it stays.") % {"name": record}, version=0)
        actions.delete(kind=kind, ids=[record_id], by=by, at=at, right=Action.EDIT)
    entry.undone_at = at
    entry.save(update_fields=["undone_at"])
    return entry


@dataclass(frozen=True, kw_only=True)
class _Making:
    """Makes what is wanted and keeps what was made."""

    by: User
    at: datetime
    made: list[list[Any]] = field(default_factory=list)
    completed: list[list[Any]] = field(default_factory=list)

    def client(self, target: Target, inn: str) -> Organization | None:
        """The organization; the ИНН of a new one becomes its legal entity."""
        if target is None:
            return None
        if isinstance(target, int):
            known: Organization = access.load(ORGANIZATION, self.by, target)
            return known
        made: Organization = self.make(ORGANIZATION, target)
        if inn and access.may(self.by, Action.CREATE, LEGAL_ENTITY):
            self.make(LEGAL_ENTITY, {"name": made.name, "organization": made.pk, "inn": inn})
        return made

    def entity(
        self, values: Mapping[str, Any], accounts: Sequence[Mapping[str, str]], client: Organization | None
    ) -> None:
        """A legal entity of the organization, with its bank accounts."""
        if client is None:
            raise Refused(_("A legal entity belongs to an organization: choose or name one."), field="organization")
        given = {**values, "organization": client.pk}
        try:
            made = legal_entities.create(values=given, accounts=accounts, by=self.by, at=self.at)
        except Refused as refusal:
            raise refusal.under("legal_entity") from refusal
        self.made.append([LEGAL_ENTITY.name, made.pk, made.version])  # its accounts have counted it up

    def human(self, target: Target, client: Organization | None, known: Mapping[str, list[str]]) -> Person | None:
        """The person, of the client when there is one."""
        if target is None:
            return None
        if isinstance(target, int):
            return self.filled(access.load(PERSON, self.by, target), client, known)
        made: Person = self.make(PERSON, {**target, **({"organization": client.pk} if client else {})})
        return made

    def filled(self, person: Person, client: Organization | None, known: Mapping[str, list[str]]) -> Person:
        """What was typed and the card does not have is added, where this person may change the card."""
        changes: dict[str, Any] = {}
        for name in fillable(PERSON, known, self.by, making=False):
            values = known[name]
            there = getattr(person, name)
            if news := [one for one in values if one not in there]:
                changes[name] = [*there, *news]
        if client and person.organization_id is None:
            changes["organization"] = client.pk
        if not changes or not access.may_do(self.by, Action.EDIT, person):
            return person
        before = {name: getattr(person, PERSON.field(name).attribute) for name in changes}
        changed: Person = actions.update(record=person, changes=changes, by=self.by, at=self.at)
        self.completed.append([PERSON.name, changed.pk, changed.version, before])
        return changed

    def deal(self, values: Mapping[str, Any], client: Organization | None, human: Person | None) -> Deal:
        """The deal with them."""
        links = {
            "organization": client.pk if client else human and human.organization_id,
            "person": human and human.pk,
        }
        made: Deal = self.make(DEAL, {**links, **values})
        return made

    def task(self, values: Mapping[str, Any], subject: Any, otherwise: Ref | None) -> Task:
        """The task about the deal, the person or the client."""
        about = Ref(kinds.kind_of(subject).name, subject.pk) if subject is not None else otherwise
        try:
            task = tasks.create(values={**values, "subject": about}, by=self.by, at=self.at)
        except Refused as refusal:
            raise refusal.under("task") from refusal
        self.made.append(["task", task.pk])
        return task

    def make(self, kind: Kind, values: Mapping[str, Any]) -> Any:
        """A new record; a refusal names the kind and the field."""
        try:
            record = (kind.create or _plainly(kind))(values=values, by=self.by, at=self.at)
        except Refused as refusal:
            raise refusal.under(kind.name) from refusal
        self.made.append([kind.name, record.pk])
        return record


def _plainly(kind: Kind) -> Any:
    return lambda **given: actions.create(kind=kind, **given)
