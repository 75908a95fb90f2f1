"""No value of any field, filter, sort or mark breaks a page, neither at once nor when it is read again."""

import base64
from contextlib import suppress
from datetime import UTC, datetime
from itertools import batched
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from tests.security.hostile import NASTY, Guest
from voronka.accounts.models import User
from voronka.activities.actions import types
from voronka.core.errors import Refused
from voronka.people.kinds import ORGANIZATION
from voronka.records import actions, kinds
from voronka.records.actions.given import accept
from voronka.records.fields import Field, FilterContext
from voronka.records.filters import compile_filter
from voronka.records.kinds import Kind
from voronka.records.listing import Question, ask
from voronka.sales import defaults

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
NAMES = ("organization", "person", "legal_entity", "lead", "deal", "campaign", "task", "interaction")
MARKS = ("x", "%00", "W10", '["\\ud800",5]', "[1, Infinity]", "[1, 1e999]", '["1e200000",5]', "[null, -1]",
         '["x", 1]', "[true, 1]", "[1, 9e99]", '["9999-12-31T23:59:59+00:00", 1]', "[[], {}]")  # fmt: skip

ADDRESS_WORDS = (
    "q", "text", "view", "sort", "after", "size", "columns", "pipeline", "owner", "period", "from", "to", "kind",
    "type", "topic", "before", "tab", "subject", "cell", "place", "of", "ids", "source",
)  # fmt: skip
PAGES = ("/", "/persons/", "/deals/board/", "/search/", "/reports/funnel/", "/tasks/plan/", "/tasks/subjects/",
         "/persons/lookup/", "/quick/", "/deals/export/", "/tasks/understood/", "/interactions/new/")  # fmt: skip


@pytest.fixture
def guest(admin: User) -> Guest:
    defaults.ensure()
    types.defaults()
    return Guest(admin)


def plain(kind: Kind, admin: User) -> dict[str, Any]:
    """The least that a record of the kind is made of."""
    about = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=admin, at=NOW)
    return {
        "organization": {"name": "Ромашка"},
        "person": {"last_name": "Иванов"},
        "legal_entity": {"name": "ООО «Ромашка»", "organization": about.pk},
        "lead": {"last_name": "Иванов"},
        "deal": {"name": "Поставка"},
        "campaign": {"name": "Выставка"},
        "task": {"title": "Позвонить"},
        "interaction": {
            "type": "call",
            "subject": f"organization:{about.pk}",
            "text": "Поговорили",
            "happened_at": NOW.isoformat(),
        },
    }[kind.name]


def made(guest: Guest, kind: Kind, given: dict[str, Any]) -> int:
    """The id of a record made through the API."""
    answer = guest.api("POST", kind.plural, given)
    assert answer.status_code == 201, answer.content
    return int(answer.json()["id"])


@pytest.mark.parametrize("name", NAMES)
def test_values_of_every_field(name: str, guest: Guest, admin: User, faults: list[str]) -> None:
    kind = kinds.get(name)
    given = plain(kind, admin)
    kept = made(guest, kind, given)
    fields = [one for one in kind.fields if one.editable]
    stored = []
    for value in NASTY:
        taken = [field.name for field in fields if taken_by(field, value, admin)]
        together = [given | dict.fromkeys(taken, value)]
        for one in (*together, *(given | {name: value} for name in taken)):
            answer = guest.api("POST", kind.plural, one)
            if answer.status_code == 201:
                stored.append(answer.json()["id"])
                if one in together:
                    break
        guest.api("POST", kind.plural, {field.name: value for field in fields if field.name not in taken})
    assert faults == []
    assert len(stored) > len(NASTY) / 2
    for field in fields:
        for value in ("\x00", "a\x00b", " ", "0001-01-01T00:00", "1e400", "-1", str(2**63)):
            sent = {field.name: value, "version": "1"}
            guest.client.post(reverse(f"{name}:field", args=[kept, field.name]), sent)
        assert faults == [], field.name
    read_again(guest, kind, [kept, *stored])
    assert faults == []


def taken_by(field: Field, value: Any, admin: User) -> bool:
    """Whether a field would store this value; whatever it raises but a refusal fails the test."""
    try:
        accept(field, value, by=admin)
    except Refused:
        return False
    return True


def read_again(guest: Guest, kind: Kind, ids: list[int]) -> None:
    """Whatever shows the stored values: lists in every order, cards, changes."""
    for field in kind.fields:
        if field.sortable:
            guest.api("GET", f"{kind.plural}?limit=30&sort=-{field.name}")
            guest.api("GET", f"{kind.plural}?limit=30&sort={field.name}")
    columns = ",".join(field.name for field in kind.fields)
    for size in (100, 100_000):
        guest.client.get(reverse(f"{kind.name}:list"), {"size": size, "columns": columns})
    for pk in ids:
        guest.api("GET", f"{kind.plural}/{pk}")
    for pk in ids[:: max(1, len(ids) // 12)]:
        guest.client.get(kind.url(pk))
        guest.api("GET", f"{kind.plural}/{pk}/changes")


@pytest.mark.parametrize("name", NAMES)
def test_filters_and_marks_of_every_field(name: str, guest: Guest, admin: User) -> None:
    kind = kinds.get(name)
    made(guest, kind, plain(kind, admin))
    context = FilterContext(by=admin, at=NOW, zone=ZoneInfo("Europe/Moscow"))
    marks = [base64.urlsafe_b64encode(mark.encode()).decode().rstrip("=") for mark in MARKS]
    lines = [
        {"field": field.name, "op": op, "value": value}
        for field in kind.fields
        for op in (*field.operators, "x")
        for value in NASTY
    ]
    understood = [line for line in lines if compiles(kind, line, context)]
    assert 0 < len(understood) < len(lines)
    for some in batched(understood, 12):
        ask(kind, Question(filter={"any": list(some)}), context, columns=("created_at",))
    for field in kind.fields:
        for mark in (*marks, *MARKS) if field.sortable else ():
            with suppress(Refused):
                ask(kind, Question(sort=field.name, after=mark), context, columns=("created_at",))


def compiles(kind: Kind, line: dict[str, Any], context: FilterContext) -> bool:
    """Whether the engine takes this line of a filter; whatever it raises but a refusal fails the test."""
    try:
        compile_filter(kind, line, context)
    except Refused:
        return False
    return True


@pytest.mark.parametrize("tree", ["[]", "{", '{"all":[{"field":"name","op":"has","value":"\\u0000"}]}', "[" * 4000,
                                  '{"not":{}}', '{"any":7}', '{"all":[[]]}', "null", '"x"', "\x00"])  # fmt: skip
def test_filters_of_pages_and_of_kept_views(tree: str, guest: Guest, faults: list[str]) -> None:
    address = reverse("person:list")
    guest.client.get(address, {"filter": tree})
    guest.client.get(reverse("person:filter"), {"filter": tree})
    guest.client.get(reverse("person:export"), {"filter": tree})
    guest.client.post(reverse("person:views"), {"filter": tree, "name": "a\x00b", "sort": "\x00", "columns": "\x00"})
    assert faults == []


@pytest.mark.parametrize("value", [one for one in NASTY if isinstance(one, str)])
def test_texts_in_addresses_and_forms(value: str, guest: Guest, admin: User, faults: list[str]) -> None:
    deal, lead = (made(guest, kinds.get(name), plain(kinds.get(name), admin)) for name in ("deal", "lead"))
    short = value[:2_000]
    for name in ADDRESS_WORDS:
        for address in (*PAGES, f"/history/deal/{deal}/", f"/deals/{deal}/"):
            if name in {"q", "text", "from", "to"} or address in {"/persons/", "/reports/funnel/"}:
                guest.client.get(address, {name: short})
    for verb in ("lose", "move", "win"):
        guest.api("POST", f"deals/{deal}/{verb}", {"reason": value, "comment": value, "stage": value})
    guest.api("POST", f"leads/{lead}/disqualify", {"reason": value, "comment": value})
    guest.api("POST", f"leads/{lead}/convert", {"organization": {"name": value}, "deal": {"name": value}})
    given = {"name": value, "title": value, "last_name": value, "idempotency_key": value, "key": value, "due": value,
             "subject": value, "type": value, "text": value, "minutes": value, "happened": value, "step_title": value,
             "step_due": value, "owner": value, "priority": value, "stage": value, "version": value}  # fmt: skip
    for address in ("/organizations/new/", "/persons/new/", "/leads/new/", "/deals/new/", "/tasks/new/",
                    "/interactions/new/", f"/history/deal/{deal}/log/", f"/history/deal/{deal}/plan/",
                    f"/deals/{deal}/stage/", f"/leads/{lead}/convert/", "/persons/bulk/edit/"):  # fmt: skip
        guest.client.post(address, given, headers={"HX-Request": "true"})
    assert faults == []
