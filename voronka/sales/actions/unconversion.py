"""A conversion is taken back: what it made goes, as long as nobody has worked with it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.activities.models import Interaction, Task
from voronka.core import events
from voronka.core.errors import Refused
from voronka.people.kinds import PERSON
from voronka.people.models import BankAccount, LegalEntity, Person, Position
from voronka.records import access, actions, kinds
from voronka.records.history import as_of_version
from voronka.sales.events import LeadUnconverted
from voronka.sales.kinds import LEAD
from voronka.sales.models import (
    Approval,
    CheckMark,
    Decision,
    Expense,
    Ground,
    Lead,
    LeadConversion,
    Payment,
    Registration,
)
from voronka.sales.models.registrations import TARGETS

DAYS = 30
# What would be erased along with a record, by the kind of it: somebody's work, which leaves its version as it was.
HANGING: Mapping[str, tuple[tuple[type[Model], str], ...]] = {
    "organization": ((LegalEntity, "organization"),),
    "legal_entity": ((BankAccount, "legal_entity"),),
    "person": ((Position, "person"),),
    "deal": ((CheckMark, "deal"), (Approval, "deal"), (Expense, "deal"), (Decision, "deal"), (Payment, "deal")),
}


@transaction.atomic
def undo(*, lead: Lead, by: User, at: datetime) -> Lead:
    """Make an open lead of a converted one, and erase the records that the conversion made.

    What it only attached stays; a person that learnt a phone or a letter box from the lead forgets it, if nobody has
    changed the card since. Raises Refused where a record that was made has been changed or worked with since, naming
    it, and after thirty days.
    """
    current: Lead = access.load(LEAD, by, lead.pk, action=Action.EDIT, lock=True)
    kept = LeadConversion.objects.filter(lead=current, undone_at=None).first()
    if current.converted_at is None or kept is None or at - kept.at > timedelta(days=DAYS):
        raise Refused(_("This conversion cannot be taken back any more."))
    columns: dict[str, Any] = {"converted_at": None, "converted_by": None, "organization": None, "person": None}
    if not kept.had_owner:
        columns |= {"owner": None, "assigned_at": None}
    actions.store(record=current, columns=columns, by=by, at=at)
    for name, pk, version in reversed(kept.made):
        _erase(name, pk, version, by, at)
    _forget(kept.completed, by, at)
    kept.undone_at, kept.undone_by = at, by
    kept.save(update_fields=["undone_at", "undone_by"])
    events.publish(LeadUnconverted(lead=current, by=by, at=at))
    return current


def _erase(name: str, pk: int, version: int, by: User, at: datetime) -> None:
    kind = kinds.get(name)
    record = kind.model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if record is None:
        return
    if record.version != version or _is_worked_with(name, pk):
        raise Refused(_("“%(record)s” has been worked with since, so the conversion stays.") % {"record": record})
    if not actions.delete(kind=kind, ids=[pk], by=by, at=at, right=Action.EDIT):
        raise Refused(_("Your role does not allow this."))


def _is_worked_with(name: str, pk: int) -> bool:
    about: dict[str, Any] = {"subject_kind": name, "subject_id": pk}
    hanging: list[tuple[type[Model], dict[str, Any]]] = [(Interaction, about), (Task, about)]
    if name in TARGETS:
        hanging.append((Registration, {name: pk, "ground": Ground.CLAIMED}))
    hanging += [(model, {column: pk}) for model, column in HANGING.get(name, ())]
    return any(model._default_manager.filter(**which).exists() for model, which in hanging)


def _forget(completed: dict[str, Any], by: User, at: datetime) -> None:
    """The person is as before the conversion, unless somebody has changed the card since."""
    if not completed:
        return
    person = Person.objects.select_for_update(of=("self",)).filter(pk=completed["id"]).first()
    then = as_of_version(PERSON, completed["id"], completed["version"] - 1)
    if person and then and person.version == completed["version"] and access.may_do(by, Action.EDIT, person):
        changes = {name: PERSON.field(name).kept(then) for name in completed["names"]}
        actions.update(record=person, changes=changes, by=by, at=at, by_hand=False)
