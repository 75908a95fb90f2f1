"""Leads: named, queued, taken, assigned, disqualified, opened again."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once
from voronka.core.errors import Forbidden, NotFound, Refused
from voronka.records import access, actions
from voronka.records.edits import edits
from voronka.records.fields import FilterContext
from voronka.records.listing import Question, ask
from voronka.records.models import ClassifierValue, SearchEntry
from voronka.sales.actions import leads
from voronka.sales.kinds import LEAD
from voronka.sales.models import Lead, LeadState
from voronka.sales.tests.conftest import NOW, MakeLead


def chip(by: User, name: str) -> list[str]:
    tree = next(one.filter for one in LEAD.chips if one.name == name)
    context = FilterContext(by=by, at=NOW, zone=ZoneInfo("Europe/Moscow"))
    return [row.name for row in ask(LEAD, Question(filter=tree, sort="name"), context).page.rows]


@pytest.mark.req("B10")
@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ({"last_name": "Белов", "first_name": "Олег", "company": "Вега"}, "Белов Олег"),
        ({"last_name": "", "company": "Вега"}, "Вега"),
        ({"last_name": "", "phones": "8 903 123-45-67"}, "+79031234567"),
        ({"last_name": "", "emails": "a@b.ru"}, "a@b.ru"),
    ],
)
def test_a_lead_is_called_by_what_is_known(seller: User, make_lead: MakeLead, raw: Any, name: str) -> None:
    made = make_lead(seller, **raw)
    assert made.name == name
    assert (made.state, made.assigned_at) == (LeadState.OPEN, NOW)
    assert SearchEntry.objects.get(kind="lead", record_id=made.pk).title == name


def test_a_lead_of_nothing_is_refused(seller: User, make_lead: MakeLead) -> None:
    with pytest.raises(Refused):
        make_lead(seller, last_name="", note="кто-то звонил")


@pytest.mark.req("E1")
def test_queue_is_seen_by_the_department_and_owned_leads_by_their_owner(
    seller: User, outsider: User, colleague: User, make_lead: MakeLead
) -> None:
    make_lead(seller, last_name="Наш", owner=None)
    make_lead(seller, last_name="Общий", owner=None, department=None)
    make_lead(colleague, last_name="Марии")
    assert chip(seller, "queue") == ["Наш", "Общий"]
    assert chip(outsider, "queue") == ["Общий"]
    assert chip(colleague, "open") == ["Марии", "Наш", "Общий"]
    assert chip(seller, "mine") == []


def test_take_makes_it_mine(seller: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller, owner=None)
    assert lead.assigned_at is None
    later = NOW + timedelta(minutes=5)
    taken = leads.take(lead_id=lead.pk, by=seller, at=later)
    assert (taken.owner, taken.assigned_at) == (seller, later)
    assert leads.take(lead_id=lead.pk, by=seller, at=later + timedelta(1)).assigned_at == later
    assert edits(LEAD, lead.pk, by=seller)[0][0].by == seller


def test_take_of_a_foreign_lead_is_like_of_none(seller: User, outsider: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller)
    said = set()
    for pk in (lead.pk, 10**9):
        with pytest.raises(NotFound) as caught:
            leads.take(lead_id=pk, by=outsider, at=NOW)
        said.add(str(caught.value))
    assert len(said) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_at_once_one_wins(seller: User, colleague: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller, owner=None)
    results = at_once(
        lambda: leads.take(lead_id=lead.pk, by=seller, at=NOW),
        lambda: leads.take(lead_id=lead.pk, by=colleague, at=NOW),
    )
    lead.refresh_from_db()
    winners = [one for one in results if isinstance(one, Lead)]
    losers = [one for one in results if isinstance(one, Refused | NotFound)]
    assert len(winners) == len(losers) == 1
    assert lead.owner_id == winners[0].owner_id
    assert lead.version == 2


def test_assign_gives_away_and_back_to_the_queue(head: User, seller: User, outsider: User, make_lead: MakeLead) -> None:
    lead = make_lead(head)
    assert leads.assign(lead=lead, owner=seller, by=head, at=NOW).owner == seller
    queued = leads.assign(lead=lead, owner=None, by=head, at=NOW)
    assert (queued.owner, queued.assigned_at) == (None, None)
    outsider.is_active = False
    with pytest.raises(Refused):
        leads.assign(lead=lead, owner=outsider, by=head, at=NOW)


@pytest.mark.req("B10")
def test_disqualify_needs_a_reason(seller: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller)
    for nothing in (None, "", "0", "нет такой", ClassifierValue.objects.get(name="Дорого").pk):
        with pytest.raises(Refused) as caught:
            leads.disqualify(lead=lead, reason=nothing, by=seller, at=NOW)
        assert caught.value.field == "disqualify_reason"
    closed = leads.disqualify(lead=lead, reason="Спам", comment=" реклама ", by=seller, at=NOW)
    closed.refresh_from_db()
    assert (closed.state, closed.disqualified_at, closed.disqualified_by) == (LeadState.DISQUALIFIED, NOW, seller)
    assert (str(closed.disqualify_reason), closed.disqualify_comment, closed.version) == ("Спам", "реклама", 2)
    with pytest.raises(Refused):
        leads.disqualify(lead=lead, reason="Спам", by=seller, at=NOW)


def test_reopen(seller: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller)
    leads.disqualify(lead=lead, reason="Спам", by=seller, at=NOW)
    opened = leads.reopen(lead=lead, by=seller, at=NOW)
    opened.refresh_from_db()
    assert (opened.state, opened.disqualify_reason, opened.disqualify_comment) == (LeadState.OPEN, None, "")
    assert leads.reopen(lead=lead, by=seller, at=NOW).version == opened.version


def test_rights(seller: User, outsider: User, own_role: Any, make_lead: MakeLead) -> None:
    lead = make_lead(seller)
    with pytest.raises(NotFound):
        leads.disqualify(lead=lead, reason="Спам", by=outsider, at=NOW)
    own_role.grants.filter(action="edit").delete()
    with pytest.raises(Forbidden):
        leads.disqualify(lead=lead, reason="Спам", by=User.objects.get(pk=seller.pk), at=NOW)


def test_the_database_refuses_what_must_never_be(seller: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller)
    reason = ClassifierValue.objects.filter(classifier="disqualify_reason").first()
    for columns in (
        {"disqualified_at": NOW},
        {"disqualify_reason": reason},
        {"disqualified_at": NOW, "disqualify_reason": reason, "converted_at": NOW},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Lead.objects.filter(pk=lead.pk).update(**columns)


def test_erasing_of_a_queue_lead_is_not_for_everybody(seller: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller, owner=None)
    assert access.visible(LEAD, seller, "edit").filter(pk=lead.pk).exists()
    assert actions.delete(kind=LEAD, ids=[lead.pk], by=seller, at=NOW) == 0
