"""Contacts and events that lists are exported as: read back by the reader of vCards, as calendars read them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from voronka.accounts.models import User
from voronka.activities.actions import tasks
from voronka.activities.kinds import INTERACTION
from voronka.activities.models import InteractionType, Ref
from voronka.home.reading.vcards import Line, cards_in, lines_of
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.records import actions
from voronka.records.actions.given import read
from voronka.records.exporting.content_lines import LONGEST, folded, line

pytestmark = pytest.mark.req("B8")

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
SAYABLE = st.text(
    st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\x85")
)


@given(SAYABLE, SAYABLE)
@example("\\", "")
def test_whatever_is_written_is_read_back(first: str, second: str) -> None:
    text = "".join(folded(["BEGIN:VCARD", line("NOTE", first, second), "END:VCARD"]))
    assert all(len(piece.encode()) <= LONGEST for piece in text.split("\r\n"))
    [found] = lines_of(text)
    assert found.parts() == [first.strip(), second.strip()]


def sent(client: Client, by: User, address: str) -> str:
    client.force_login(by)
    answer: Any = client.get(address)
    return b"".join(answer.streaming_content).decode()


def lines(card: str) -> dict[str, Line]:
    return {one.name: one for one in lines_of(card)}


@pytest.mark.django_db
def test_people_and_organizations_become_contacts(client: Client, seller: User, outsider: User) -> None:
    firm = actions.create(
        kind=ORGANIZATION, values={"name": "ООО «Ромашка; цветы»", "phones": ["+74951112233"]}, by=seller, at=NOW
    )
    values = {
        "last_name": "Петров",
        "first_name": "Иван",
        "position": "Директор, снабжение",
        "organization": firm.pk,
        "phones": ["+79031234567", "+74951234567;ext=12"],
        "emails": ["ivan@romashka.ru"],
        "note": "Звонить\nпосле 15",
    }
    person = actions.create(kind=PERSON, values=values, by=seller, at=NOW)
    actions.create(kind=PERSON, values={"last_name": "Чужой"}, by=outsider, at=NOW)
    [card] = cards_in(sent(client, seller, "/persons/export/?format=vcf"))
    told = lines(card)
    assert told["N"].parts()[:3] == ["Петров", "Иван", ""]
    assert told["ORG"].parts() == ["ООО «Ромашка; цветы»"]
    assert told["TITLE"].text == "Директор, снабжение"
    assert [one.value for one in lines_of(card) if one.name == "TEL"] == ["+79031234567", "+74951234567 ext. 12"]
    assert told["EMAIL"].value == "ivan@romashka.ru"
    assert told["NOTE"].text == "Звонить\nпосле 15"
    assert f"UID:voronka-person-{person.pk}\r\n" in card.replace("\n", "\r\n").replace("\r\r", "\r")
    [card] = cards_in(sent(client, seller, "/organizations/export/?format=vcf"))
    assert (lines(card)["ORG"].text, lines(card)["FN"].text) == ("ООО «Ромашка; цветы»",) * 2


@pytest.mark.django_db
def test_tasks_become_events(client: Client, seller: User) -> None:
    firm = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=seller, at=NOW)
    call = {"title": "Позвонить; договор", "subject": Ref("organization", firm.pk), "due_at": NOW + timedelta(hours=3)}
    tasks.create(values=call, by=seller, at=NOW)
    last_second = datetime(2026, 3, 6, 20, 59, 59, tzinfo=UTC)  # of the day in Moscow
    tasks.create(values={"title": "Отчёт", "due_at": last_second}, by=seller, at=NOW)
    text = sent(client, seller, "/tasks/export/?format=ics&view=all")
    assert (text.startswith("BEGIN:VCALENDAR\r\n"), text.endswith("END:VCALENDAR\r\n")) == (True, True)
    event, report = text.split("BEGIN:VEVENT\r\n")[1:]
    assert "DTSTART:20260304T150000Z\r\nDURATION:PT30M\r\nSUMMARY:Позвонить\\; договор — Ромашка\r\n" in event
    assert "DTSTART;VALUE=DATE:20260306\r\nSUMMARY:Отчёт\r\n" in report


def test_calls_and_meetings_as_events(client: Client, seller: User) -> None:
    firm = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=seller, at=NOW)
    call = InteractionType.objects.get(code="call")
    given = {"type": call.pk, "subject": f"organization:{firm.pk}", "text": "=1+1; да\nнет", "happened_at": NOW}
    made = INTERACTION.create(values=read(INTERACTION, given, by=seller), by=seller, at=NOW)  # type: ignore[misc]  # it has one
    text = sent(client, seller, "/interactions/export/?format=ics")
    (event,) = text.split("BEGIN:VEVENT\r\n")[1:]
    assert f"UID:voronka-interaction-{made.pk}\r\n" in event
    assert f"DTSTART:{NOW:%Y%m%dT%H%M%SZ}\r\nDURATION:PT30M\r\nSUMMARY:{call.name} — Ромашка\r\n" in event
    assert "DESCRIPTION:=1+1\\; да\\nнет\r\n" in event
