"""Places of work: one of several becomes the main one, and a person leaves."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core.errors import NotFound, Refused
from voronka.people.kinds import ORGANIZATION, PERSON, POSITION
from voronka.people.models import Person, Position
from voronka.records import access, actions
from voronka.records.actions.given import require_editable

NOWHERE = {"organization": None, "position": "", "role": None, "works_since_on": None}


@transaction.atomic
def make_main(*, position: Position, by: User, at: datetime) -> Person:
    """The organization of a position becomes the person's main one; the one before takes its place.

    Raises Refused for a former position, Forbidden and NotFound by access to the person.
    """
    person: Person = access.load(PERSON, by, position.person_id, action=Action.EDIT, lock=True)
    current: Position = access.load(POSITION, by, position.pk, action=Action.EDIT, lock=True)
    if current.until_on:
        raise Refused(_("They do not work there any more: take the last day away first."))
    before = _held(person)
    changes = {
        "organization": current.organization_id,
        "position": current.title,
        "role": current.role_id,
        "works_since_on": current.since_on,
    }
    if before["organization"] is None:
        actions.delete(kind=POSITION, ids=[current.pk], by=by, at=at, right=Action.EDIT)
        return _moved(person, changes, by, at)
    person = _moved(person, changes, by, at)
    actions.update(record=current, changes=before, by=by, at=at, by_hand=False)
    return person


@transaction.atomic
def leave(*, person: Person, on: date, by: User, at: datetime) -> Position:
    """The person's main place of work is a former one from the day `on`; another one may be made the main one.

    Raises Refused where there is none, or none that `by` may see, or where the day does not fit.
    """
    current: Person = access.load(PERSON, by, person.pk, action=Action.EDIT, lock=True)
    held = _held(current)
    seen = access.visible(ORGANIZATION, by)
    if held["organization"] is None or not seen.filter(pk=held["organization"]).exists():
        raise Refused(_("This person has no organization."))
    _moved(current, NOWHERE, by, at)
    values = held | {"person": current.pk, "until_on": on}
    made: Position = actions.create(kind=POSITION, values=values, by=by, at=at)
    return made


@transaction.atomic
def end(*, position: Position, on: date, by: User, at: datetime) -> Position:
    """The person does not work there any more from the day `on`."""
    ended: Position = actions.update(record=position, changes={"until_on": on}, by=by, at=at)
    return ended


def _held(person: Person) -> dict[str, Any]:
    """The main place of work as the fields of a position."""
    return {
        "organization": person.organization_id,
        "title": person.position,
        "role": person.role_id,
        "since_on": person.works_since_on,
    }


def _moved(person: Person, changes: dict[str, Any], by: User, at: datetime) -> Person:
    require_editable(PERSON, ["organization"], by=by)
    moved: Person = actions.update(record=person, changes=changes, by=by, at=at, by_hand=False)
    if moved.organization_id != changes["organization"]:
        raise NotFound
    return moved
