"""A record is made."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core import events, live
from voronka.core.errors import Forbidden, Refused
from voronka.records import access
from voronka.records.actions.constraints import constraints_told
from voronka.records.actions.ownership import with_department
from voronka.records.completeness import Completeness
from voronka.records.events import RecordCreated
from voronka.records.gates import gate_of
from voronka.records.history import written_by
from voronka.records.kinds import Kind
from voronka.records.models import Record
from voronka.records.search.index import index


def create(*, kind: Kind, values: Mapping[str, Any], by: User, at: datetime, by_hand: bool = True) -> Any:
    """Store a new record out of parsed `values` (by field name) and tell the world.

    The author becomes the owner unless `values` say otherwise (None = nobody's, for a queue).
    Raises Forbidden without the right to create (for a kind with `reach`: here), Refused where a required value is
    missing, one that is demanded at the moment where the record begins, or a rule is broken. What another action makes
    by itself (`by_hand=False`) asks nothing of the person's rights, and the company demands nothing of it.
    """
    kind = kind.whole
    if by_hand:
        access.require(by, Action.CREATE, kind)
    record: Record = kind.model(created_at=at, updated_at=at, created_by=by, owner=by, department_id=by.department_id)
    values = with_department(kind, values, by=by)
    put(kind, record, values)
    _complete(kind, record)
    with transaction.atomic(), written_by(by), constraints_told(kind):
        if kind.before_save:
            kind.before_save(record, dict(values))
        asked = by if by_hand else None
        Completeness(kind=kind, by=asked).require_new(record)
        gate_of(kind, by=asked, at=at).admit(record, {})
        record.save(force_insert=True)
        if by_hand and kind.reach and not access.visible(kind, by, Action.CREATE).filter(pk=record.pk).exists():
            raise Forbidden(_("Your role does not allow this."))
        index(kind, [record.pk])
        events.publish(RecordCreated(kind=kind, record=record, by=by, at=at))
        live.publish(kind=kind.name, id=record.pk, verb="created")
    return record


def put(kind: Kind, record: Record, values: Mapping[str, Any]) -> None:
    """Set parsed values on a record without saving it."""
    for name, value in values.items():
        kind.field(name).put(record, value)


def _complete(kind: Kind, record: Record) -> None:
    for field in kind.built:  # what the company demands of its own fields is asked where people type
        if field.required and not field.given(field.stored(record)):
            raise Refused(_("Fill in “%(field)s”.") % {"field": field.label}, field=field.name)
