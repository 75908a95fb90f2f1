"""Who brought a client or a deal: the first registrar, rivals, the head’s decision, the days of protection."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from voronka.accounts.models import Role, User
from voronka.activities.actions import interactions
from voronka.activities.models import HistoryEntry, InteractionType, Task
from voronka.core.errors import ActionError, Conflict, Forbidden, NotFound, Refused
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records import actions
from voronka.records.actions import erasures, merges
from voronka.sales.actions import conversion, registration_decisions, registrations
from voronka.sales.models import Registration, RegistrationState
from voronka.sales.registration.standing import protector
from voronka.sales.tests.conftest import NOW, MakeDeal, MakeLead

pytestmark = [pytest.mark.django_db, pytest.mark.req("H11")]
TODAY = date(2026, 3, 4)
State = RegistrationState


def make_firm(by: User, name: str = "Ромашка") -> Organization:
    made: Organization = actions.create(kind=ORGANIZATION, values={"name": name}, by=by, at=NOW)
    return made


def holder(record: Any, on: date = TODAY) -> User | None:
    found = protector(record, on=on)
    return found.registrar if found else None


@pytest.fixture
def firm(seller: User) -> Organization:
    """A client that the seller has made."""
    return make_firm(seller)


@pytest.fixture
def rival(colleague: User, own_role: Role) -> User:
    """A seller who sees what the colleague’s department has, and is above nobody: his rights are given to read."""
    colleague.roles.get().grants.filter(action="edit").update(scope="own")
    assert own_role
    return colleague


@pytest.fixture
def claimed(firm: Organization, rival: User, head: User) -> Registration:
    """The rival claims what the seller has registered; the head is asked."""
    assert head
    return registrations.claim(record=firm, evidence="Привёл с выставки", by=rival, at=NOW)


def test_who_makes_a_client_or_a_deal_is_its_first_registrar(
    seller: User, firm: Organization, make_deal: MakeDeal
) -> None:
    deal = make_deal(seller, organization=firm.pk)
    for record in (firm, deal):
        one = protector(record, on=TODAY)
        assert one is not None
        assert (one.registrar, one.since, one.until) == (seller, TODAY, TODAY + timedelta(days=89))
        assert one.record == record


def test_a_contact_of_a_client_is_not_registered_by_itself(seller: User, firm: Organization) -> None:
    person = actions.create(kind=PERSON, values={"last_name": "Белов", "organization": firm.pk}, by=seller, at=NOW)
    alone = actions.create(kind=PERSON, values={"last_name": "Чернов"}, by=seller, at=NOW)
    assert (holder(person), holder(alone)) == (None, seller)
    with pytest.raises(Refused):
        registrations.claim(record=person, evidence="x", by=seller, at=NOW)


def test_a_deal_with_somebody_elses_client_is_covered_by_him(
    firm: Organization, seller: User, head: User, make_deal: MakeDeal
) -> None:
    deal = make_deal(head, organization=firm.pk)
    assert holder(deal) == seller
    assert not Registration.objects.filter(deal=deal).exists()


def test_a_rival_waits_and_the_head_is_asked(
    claimed: Registration, firm: Organization, seller: User, head: User
) -> None:
    assert (claimed.state, claimed.stands, claimed.asked_of) == (State.WAITING, False, head)
    assert holder(firm) == seller
    task = Task.objects.get(owner=head)
    assert ("Соколова" in task.title, "Громов" in task.title, task.note) == (True, True, "Привёл с выставки")
    assert HistoryEntry.objects.filter(type="registration_claimed").count() == 1


def test_the_head_decides_for_the_rival_and_both_are_told(
    claimed: Registration, firm: Organization, seller: User, rival: User, head: User
) -> None:
    registration_decisions.uphold(registration=claimed, reason="Выставка была раньше", by=head, at=NOW)
    assert holder(firm) == rival
    assert [one.what for one in Registration.objects.get(registrar=seller).deeds.all()] == ["upheld", "overruled"]
    assert Task.objects.get(owner=head).done_at is not None
    assert {one.owner for one in Task.objects.filter(done_at=None, note="Выставка была раньше")} == {seller, rival}


def test_a_claim_of_who_has_it_already_is_decided_too(
    claimed: Registration, firm: Organization, rival: User, head: User
) -> None:
    Registration.objects.filter(stands=True).update(registrar=rival)  # as a merge leaves it
    registration_decisions.uphold(registration=claimed, reason="Его клиент", by=head, at=NOW)
    assert holder(firm) == rival
    assert list(Registration.objects.filter(stands=True)) == [claimed]


def test_whoever_has_left_gets_no_task_of_a_decision(claimed: Registration, rival: User, head: User) -> None:
    User.objects.filter(pk=rival.pk).update(is_active=False)
    registration_decisions.refuse(registration=claimed, reason="Уже не работает", by=head, at=NOW)
    assert not Task.objects.filter(owner=rival).exists()


def test_the_head_decides_against_the_rival(
    claimed: Registration, firm: Organization, seller: User, rival: User, head: User
) -> None:
    with pytest.raises(Refused):
        registration_decisions.refuse(registration=claimed, reason=" ", by=head, at=NOW)
    registration_decisions.refuse(registration=claimed, reason="Звонок был раньше", by=head, at=NOW)
    claimed.refresh_from_db()
    assert (claimed.state, holder(firm)) == (State.REFUSED, seller)
    assert Task.objects.filter(owner=rival, done_at=None, note="Звонок был раньше").exists()
    with pytest.raises(Conflict):
        registration_decisions.uphold(registration=claimed, reason="Передумал", by=head, at=NOW)


def test_only_who_is_above_and_has_no_side_decides(
    claimed: Registration, seller: User, rival: User, outsider: User, admin: User
) -> None:
    for user in (seller, rival):
        with pytest.raises(Forbidden):
            registration_decisions.uphold(registration=claimed, reason="Моё", by=user, at=NOW)
    with pytest.raises(NotFound):
        registration_decisions.uphold(registration=claimed, reason="Моё", by=outsider, at=NOW)
    registration_decisions.uphold(registration=claimed, reason="Так", by=admin, at=NOW)


def test_a_head_who_claims_is_not_his_own_judge(firm: Organization, head: User, admin: User) -> None:
    made = registrations.claim(record=firm, evidence="Мой клиент", by=head, at=NOW)
    assert made.asked_of == admin
    with pytest.raises(Forbidden):
        registration_decisions.uphold(registration=made, reason="Моё", by=head, at=NOW)


def test_protection_ends_by_its_date(firm: Organization, seller: User, rival: User, head: User) -> None:
    last, after = NOW + timedelta(days=89), NOW + timedelta(days=90)
    assert holder(firm, last.date()) == seller
    assert holder(firm, after.date()) is None
    assert registrations.claim(record=firm, evidence="Звонил", by=rival, at=last).is_waiting
    other = make_firm(seller, "Василёк")
    made = registrations.claim(record=other, evidence="Звонил", by=rival, at=after)
    assert (made.stands, holder(other, after.date())) == (True, rival)
    assert Registration.objects.get(organization=other, registrar=seller).state == State.EXPIRED
    assert head


def test_the_night_marks_what_has_passed(firm: Organization) -> None:
    assert registrations.expire(at=NOW + timedelta(days=89)) == 0
    assert registrations.expire(at=NOW + timedelta(days=90)) == 1
    one = Registration.objects.get()
    assert (one.state, one.stands, one.ended_on, one.deeds.last().by) == (State.EXPIRED, False, one.until, None)
    assert firm


def test_it_is_prolonged_by_a_deed_with_a_reason(firm: Organization, seller: User, head: User) -> None:
    one = Registration.objects.get()
    later = TODAY + timedelta(days=200)
    with pytest.raises(Forbidden):
        registration_decisions.prolong(registration=one, until=later, reason="Долгая сделка", by=seller, at=NOW)
    for until, reason in ((one.until, "Так"), (None, "Так"), (later, " ")):
        with pytest.raises(Refused):
            registration_decisions.prolong(registration=one, until=until, reason=reason, by=head, at=NOW)
    registration_decisions.prolong(registration=one, until=later, reason="Тендер", by=head, at=NOW)
    assert (holder(firm, later), one.deeds.last().reason) == (seller, "Тендер")


def test_it_is_given_up_and_taken_away(firm: Organization, seller: User, rival: User, head: User) -> None:
    one = Registration.objects.get()
    with pytest.raises(Forbidden):
        registration_decisions.release(registration=one, by=rival, at=NOW)
    with pytest.raises(Refused):
        registration_decisions.release(registration=one, by=head, at=NOW)
    registration_decisions.release(registration=one, by=seller, at=NOW)
    assert holder(firm) is None
    with pytest.raises(Conflict):
        registration_decisions.release(registration=one, by=seller, at=NOW)
    assert registrations.claim(record=firm, evidence="Звонил", by=rival, at=NOW).stands


def test_who_has_left_protects_nothing(firm: Organization, seller: User, rival: User) -> None:
    User.objects.filter(pk=seller.pk).update(is_active=False)
    assert holder(firm) is None
    registrations.claim(record=firm, evidence="Принял дела", by=rival, at=NOW)
    assert holder(firm) == rival
    assert Registration.objects.get(registrar=seller).state == State.RELEASED


def test_evidence_is_words_or_an_entry_of_the_history(firm: Organization, rival: User, seller: User) -> None:
    with pytest.raises(Refused) as told:
        registrations.claim(record=firm, evidence=" \x00", by=rival, at=NOW)
    assert told.value.field == "evidence"
    call = InteractionType.objects.get_or_create(code="call", defaults={"name": "Звонок"})[0]
    other = make_firm(seller, "Чужая")
    talk = interactions.log(subject=other, type=call, minutes=5, happened_at=NOW, by=rival, at=NOW).interaction
    with pytest.raises(Refused):
        registrations.claim(record=firm, interaction=talk.pk, by=rival, at=NOW)
    talk = interactions.log(subject=firm, type=call, minutes=5, happened_at=NOW, by=rival, at=NOW).interaction
    assert registrations.claim(record=firm, interaction=talk.pk, by=rival, at=NOW).interaction == talk


def test_one_claims_once_and_may_withdraw(claimed: Registration, firm: Organization, rival: User, seller: User) -> None:
    with pytest.raises(Refused):
        registrations.claim(record=firm, evidence="Ещё раз", by=rival, at=NOW)
    with pytest.raises(Refused):
        registrations.claim(record=firm, evidence="И так моё", by=seller, at=NOW)
    with pytest.raises(Forbidden):
        registration_decisions.withdraw(registration=claimed, by=seller, at=NOW)
    registration_decisions.withdraw(registration=claimed, by=rival, at=NOW)
    assert not Task.objects.filter(done_at=None).exists()


def test_a_waiting_claim_goes_before_a_later_one(claimed: Registration, firm: Organization, head: User) -> None:
    """The protection ends while the head thinks: who comes then does not overtake who waits."""
    made = registrations.claim(record=firm, evidence="Звонил", by=head, at=NOW + timedelta(days=100))
    assert made.is_waiting
    assert claimed.is_waiting


def test_a_foreign_record_is_not_there(firm: Organization, outsider: User) -> None:
    with pytest.raises(NotFound):
        registrations.claim(record=firm, evidence="Моё", by=outsider, at=NOW)


def test_a_converted_lead_registers_what_it_became(seller: User, make_lead: MakeLead, firm: Organization) -> None:
    lead = make_lead(seller)
    done = conversion.convert(
        lead=lead, organization=firm.pk, person=None, deal={"name": "Насосы"}, by=seller, at=NOW + timedelta(days=1)
    )
    grounds = dict(Registration.objects.values_list("deal", "ground"))
    assert grounds == {None: "made", done.deal and done.deal.pk: "converted"}


def test_merged_clients_keep_one_protection(seller: User, head: User, firm: Organization) -> None:
    other = make_firm(head, "Ромашка-2")
    merge = merges.merge(kind=ORGANIZATION, into=firm.pk, ids=[firm.pk, other.pk], values={}, by=head, at=NOW)
    assert Registration.objects.filter(organization=firm).count() == 2
    assert holder(firm) == seller
    merges.undo(merge=merge.pk, by=head, at=NOW)
    assert (holder(firm), holder(other)) == (seller, head)


def test_erasing_a_client_empties_words(seller: User, rival: User, admin: User) -> None:
    person = actions.create(kind=PERSON, values={"last_name": "Серебров"}, by=seller, at=NOW)
    made = registrations.claim(record=person, evidence="Серебров мой сосед", by=rival, at=NOW)
    registration_decisions.refuse(registration=made, reason="Серебров сам сказал", by=admin, at=NOW)
    erasures.erase(kind=PERSON, pk=person.pk, why="request", said=str(person), by=admin, at=NOW)
    made.refresh_from_db()
    assert (made.evidence, made.deeds.last().reason, Person.objects.count()) == ("", "Обезличено", 1)


def test_the_base_keeps_one_protection(firm: Organization, rival: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(
            organization=firm, registrar=rival, at=NOW, state=State.UPHELD, stands=True, since=TODAY, until=TODAY
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(registrar=rival, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_who_claim_at_once(firm: Organization, seller: User, rival: User, head: User) -> None:
    registration_decisions.release(registration=Registration.objects.get(), by=seller, at=NOW)

    def claim(user: User) -> Any:
        try:
            return registrations.claim(record=firm, evidence="Мой", by=user, at=NOW)
        except ActionError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(claim, (rival, head)))
    assert sorted(one.state for one in told) == [State.UPHELD, State.WAITING]
    assert Registration.objects.filter(stands=True).count() == 1
