"""What tests of activities share: clients made by hand, entries about them, a moment."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.activities.actions import interactions
from voronka.activities.models import InteractionType
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records import actions

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)

type MakeOrganization = Callable[..., Organization]
type MakePerson = Callable[..., Person]
type Log = Callable[..., interactions.Logged]


@pytest.fixture
def organization() -> MakeOrganization:
    """Makes organizations."""

    def make(by: User, name: str = "ООО «Ромашка»", **values: Any) -> Organization:
        made: Organization = actions.create(kind=ORGANIZATION, values={"name": name, **values}, by=by, at=NOW)
        return made

    return make


@pytest.fixture
def person() -> MakePerson:
    """Makes people."""

    def make(by: User, last_name: str = "Иванов", **values: Any) -> Person:
        made: Person = actions.create(kind=PERSON, values={"last_name": last_name, **values}, by=by, at=NOW)
        return made

    return make


@pytest.fixture
def call(db: None) -> InteractionType:
    """The type «call»."""
    return InteractionType.objects.get(code="call")


@pytest.fixture
def log(call: InteractionType) -> Log:
    """Logs calls."""

    def make(subject: Any, by: User, text: str = "Договорились о встрече", **more: Any) -> interactions.Logged:
        return interactions.log(subject=subject, by=by, **{"type": call, "text": text, "at": NOW} | more)

    return make
