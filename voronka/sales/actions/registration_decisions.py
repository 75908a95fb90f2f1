"""Claims are decided upon; protection is prolonged, given up, ended."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.errors import Conflict, Forbidden, NotFound, Refused
from voronka.records import access, kinds
from voronka.records.kinds import kind_of
from voronka.records.models import Record
from voronka.sales.actions import errands
from voronka.sales.actions.registration_steps import State, bounded, end, is_of, iso, stand, tell, write_down
from voronka.sales.models import Registration
from voronka.sales.registration.deciding import may_decide, oversees
from voronka.sales.registration.standing import covering, day_of, on_record

FURTHEST = timedelta(days=3650)


@transaction.atomic
def uphold(*, registration: Registration, reason: str, by: User, at: datetime) -> Registration:
    """Decide for the claimant: his protection begins, that of the other ends; both are told why."""
    current, over, reason = _deciding(registration, reason, by)
    for one in covering(current.record):
        if is_of(one, current.record):  # it may be the claimant’s own: a merge brings a claim and a protection together
            state = State.OVERRULED if one in over else State.RELEASED
            end(one, state, by=by, at=at, reason=reason)
    stand(current, at=at)
    _decided(current, State.UPHELD, reason, by, at)
    tell(current, "registration_upheld", by=by, at=at, until=iso(current.until), why=reason)
    title = _("Registered to you: “%(name)s”") % {"name": str(current.record)[:150]}
    _tell(current, current.record, title, reason, by=by, at=at)
    for one in over:
        said = _("Registered to %(who)s: “%(name)s”")
        title = said % {"who": current.registrar.full_name, "name": str(current.record)[:150]}
        _tell(one, current.record, title, reason, by=by, at=at)
    return current


@transaction.atomic
def refuse(*, registration: Registration, reason: str, by: User, at: datetime) -> Registration:
    """Decide against the claimant: the protection that stands goes on; both are told why."""
    current, over, reason = _deciding(registration, reason, by)
    current.state = State.REFUSED
    current.save(update_fields=["state"])
    _decided(current, State.REFUSED, reason, by, at)
    tell(current, "registration_refused", by=by, at=at, why=reason)
    title = _("Not registered to you: “%(name)s”") % {"name": str(current.record)[:150]}
    _tell(current, current.record, title, reason, by=by, at=at)
    for one in over:
        title = _("Your registration stays: “%(name)s”") % {"name": str(current.record)[:150]}
        _tell(one, current.record, title, reason, by=by, at=at)
    return current


@transaction.atomic
def withdraw(*, registration: Registration, by: User, at: datetime) -> Registration:
    """Take one’s own claim back."""
    current = _locked(registration, by)
    if current.registrar_id != by.pk:
        raise Forbidden(_("Only who claimed may withdraw."))
    if not current.is_waiting:
        raise Conflict(_("This has been decided already."), version=0)
    current.state = State.WITHDRAWN
    current.save(update_fields=["state"])
    _decided(current, State.WITHDRAWN, "", by, at)
    tell(current, "registration_withdrawn", by=by, at=at)
    return current


@transaction.atomic
def prolong(*, registration: Registration, until: date | None, reason: str, by: User, at: datetime) -> Registration:
    """Protect longer, by whoever is above the owner of the record; Refused without a later day or a reason."""
    current, reason = _locked(registration, by), bounded(reason)
    if not oversees(by, current.record):
        raise Forbidden(_("Somebody else decides about this."))
    if not current.stands or current.until is None:
        raise Conflict(_("This registration does not stand any more."), version=0)
    if until is None or not current.until < until <= day_of(at=at) + FURTHEST:
        raise Refused(_("Name a day after the one that stands."), field="until")
    if not reason:
        raise Refused(_("Say why it shall protect longer."), field="reason")
    current.until = until
    current.save(update_fields=["until"])
    write_down(current, "prolonged", by=by, at=at, reason=reason)
    tell(current, "registration_prolonged", by=by, at=at, until=iso(until), why=reason)
    return current


@transaction.atomic
def release(*, registration: Registration, reason: str = "", by: User, at: datetime) -> Registration:
    """Give one’s own protection up; whoever is above may end it too, and says why."""
    current, reason = _locked(registration, by), bounded(reason)
    if current.registrar_id != by.pk:
        if not oversees(by, current.record):
            raise Forbidden(_("Somebody else decides about this."))
        if not reason:
            raise Refused(_("Say why, so that it can be put right."), field="reason")
    if not current.stands:
        raise Conflict(_("This registration does not stand any more."), version=0)
    end(current, State.RELEASED, by=by, at=at, reason=reason)
    tell(current, "registration_released", by=by, at=at, why=reason)
    if current.registrar_id != by.pk:
        title = _("Your registration has ended: “%(name)s”") % {"name": str(current.record)[:150]}
        _tell(current, current.record, title, reason, by=by, at=at)
    return current


def _deciding(registration: Registration, reason: str, by: User) -> tuple[Registration, list[Registration], str]:
    """The claim and what stands against it, for this person to decide; Refused without a reason."""
    current, reason = _locked(registration, by), bounded(reason)
    if not current.is_waiting:
        raise Conflict(_("This has been decided already."), version=0)
    over = [one for one in covering(current.record) if one.registrar_id != current.registrar_id]
    if not may_decide(current, by, rivals=frozenset(one.registrar_id for one in over)):
        raise Forbidden(_("Somebody else decides about this."))
    if not reason:
        raise Refused(_("Say why: both sides are told."), field="reason")
    return current, over, reason


def _locked(registration: Registration, by: User) -> Registration:
    """The registration with its record for us alone, the record first, as whoever claims."""
    name = registration.target
    record = access.load(kinds.get(name), by, getattr(registration, f"{name}_id"), lock=True)
    rows = Registration.objects.select_for_update(of=("self",)).select_related("registrar", "task")
    current = rows.filter(pk=registration.pk, **on_record(record)).first()
    if current is None:
        raise NotFound
    setattr(current, name, record)
    return current


def _decided(current: Registration, state: State, reason: str, by: User, at: datetime) -> None:
    write_down(current, state, by=by, at=at, reason=reason)
    errands.settle(current.task, result=reason or _("Withdrawn"), by=by, at=at)


def _tell(one: Registration, record: Record, title: str, note: str, *, by: User, at: datetime) -> None:
    """A task for the registrar about the record, as far as he works here and sees it."""
    whom = one.registrar
    if whom.is_active and whom.pk != by.pk and access.visible(kind_of(record), whom).filter(pk=record.pk).exists():
        errands.give(about=record, to=whom, title=title, note=note, by=by, at=at)
