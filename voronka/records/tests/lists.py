"""What the tests of lists share: people of the cast with records, and the list as a client sees it."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from voronka.accounts.models import User
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records import actions, filter_tree
from voronka.records.actions.given import read

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HTMX = {"HX-Request": "true"}


def person(by: User, last_name: str, **raw: Any) -> Person:
    """A person made by somebody of the cast."""
    given = {"last_name": last_name} | raw
    made: Person = actions.create(kind=PERSON, values=read(PERSON, given, by=by), by=by, at=NOW)
    return made


def organization(by: User, name: str, **raw: Any) -> Organization:
    """An organization made by somebody of the cast."""
    made: Organization = actions.create(
        kind=ORGANIZATION, values=read(ORGANIZATION, {"name": name} | raw, by=by), by=by, at=NOW
    )
    return made


def line(field: str, op: str, value: Any = None) -> dict[str, Any]:
    """One line of a filter."""
    return {"field": field, "op": op} | ({} if value is None else {"value": value})


def address(path: str = "/persons/", tree: Any = None, **words: Any) -> str:
    """The address of a list with a filter and other words."""
    given = ({"f": filter_tree.write(tree)} if tree else {}) | words
    return f"{path}?{urlencode(given, doseq=True)}"


def seen(client: Client, user: User, url: str, **extra: Any) -> HttpResponse:
    """What this person gets at the address."""
    client.force_login(user)
    return client.get(url, **extra)


def text(response: Any) -> str:
    """The body of an answer as text, streamed or not."""
    body: bytes = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8-sig")
