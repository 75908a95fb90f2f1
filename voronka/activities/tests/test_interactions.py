"""Interactions: logged with the next step, corrected, erased, seen with their subject."""

from datetime import timedelta

import pytest

from voronka.accounts.models import User
from voronka.activities.actions import interactions, tasks
from voronka.activities.actions.interactions import Step
from voronka.activities.kinds import INTERACTION
from voronka.activities.models import HistoryEntry, HistoryLink, Interaction, InteractionType, Task
from voronka.activities.subjects import ref
from voronka.activities.tests.conftest import NOW, Log, MakeOrganization, MakePerson
from voronka.core.errors import Forbidden, NotFound, Refused
from voronka.records import access


@pytest.mark.req("E11")
def test_one_form_makes_the_entry_and_the_next_step(seller: User, organization: MakeOrganization, log: Log) -> None:
    client = organization(seller)
    due = NOW + timedelta(days=1)
    made = log(client, seller, next_step=Step(title="Выслать договор", due_at=due), minutes=15)
    assert (made.interaction.subject, made.interaction.minutes) == (ref(client), 15)
    assert made.task is not None
    assert (made.task.title, made.task.due_at, made.task.owner, made.task.subject) == (
        "Выслать договор",
        due,
        seller,
        ref(client),
    )


@pytest.mark.req("E6")
def test_type_gives_the_usual_length_and_direction(
    seller: User, organization: MakeOrganization, log: Log, call: InteractionType
) -> None:
    made = log(organization(seller), seller).interaction
    assert (made.minutes, made.direction) == (call.default_minutes, "out")


def test_log_completes_the_previous_step(seller: User, organization: MakeOrganization, log: Log) -> None:
    client = organization(seller)
    before = log(client, seller, next_step=Step(title="Позвонить")).task
    assert before is not None
    log(client, seller, "Дозвонился", completes=[before], next_step=Step(title="Встретиться"))
    before.refresh_from_db()
    assert (before.done_by, before.result) == (seller, "Дозвонился")
    assert list(Task.objects.filter(done_at=None).values_list("title", flat=True)) == ["Встретиться"]


def test_a_failed_step_leaves_nothing(seller: User, organization: MakeOrganization, log: Log) -> None:
    client = organization(seller)
    with pytest.raises(Refused):
        log(client, seller, next_step=Step(title=""))
    assert not Interaction.objects.exists()
    assert not HistoryEntry.objects.filter(type="interaction").exists()


def test_foreign_subject_is_as_absent(seller: User, outsider: User, organization: MakeOrganization, log: Log) -> None:
    client = organization(seller)
    with pytest.raises(NotFound):
        log(client, outsider)


def test_the_future_is_a_task(seller: User, organization: MakeOrganization, log: Log) -> None:
    client = organization(seller)
    with pytest.raises(Refused):
        log(client, seller, happened_at=NOW + timedelta(hours=1))


def test_an_entry_shows_on_the_cards_above(
    seller: User, organization: MakeOrganization, person: MakePerson, log: Log
) -> None:
    client = organization(seller)
    human = person(seller, organization=client.pk)
    made = log(human, seller).interaction
    cards = set(HistoryLink.objects.filter(entry__interaction=made).values_list("kind", "record_id"))
    assert cards == {("person", human.pk), ("organization", client.pk)}


@pytest.mark.req("E1")
def test_an_entry_is_seen_with_its_subject(
    seller: User, colleague: User, outsider: User, organization: MakeOrganization, log: Log
) -> None:
    made = log(organization(seller), seller).interaction
    for user, sees in ((seller, True), (colleague, True), (outsider, False)):
        assert access.visible(INTERACTION, user).filter(pk=made.pk).exists() is sees


def test_only_own_entries_are_corrected(
    seller: User, head: User, colleague: User, organization: MakeOrganization, log: Log
) -> None:
    theirs = log(organization(seller), head).interaction
    with pytest.raises(Forbidden):
        interactions.edit(interaction=theirs, changes={"text": "иначе"}, by=seller, at=NOW)
    mine = interactions.edit(interaction=theirs, changes={"text": "иначе"}, by=head, at=NOW)
    assert mine.text == "иначе"


def test_a_corrected_moment_moves_the_entry(seller: User, organization: MakeOrganization, log: Log) -> None:
    made = log(organization(seller), seller).interaction
    earlier = NOW - timedelta(days=2)
    interactions.edit(interaction=made, changes={"happened_at": earlier}, by=seller, at=NOW)
    assert made.entry.__class__.objects.get(interaction=made).at == earlier
    assert set(HistoryLink.objects.filter(entry__interaction=made).values_list("at", flat=True)) == {earlier}


def test_an_erased_entry_leaves_no_trace(seller: User, organization: MakeOrganization, log: Log) -> None:
    made = log(organization(seller), seller).interaction
    interactions.delete(interaction=made, by=seller, at=NOW)
    assert not HistoryEntry.objects.filter(type="interaction").exists()
    assert not Interaction.objects.exists()


def test_generic_create_needs_a_subject(seller: User) -> None:
    with pytest.raises(Refused):
        interactions.create(values={"type": InteractionType.objects.first().pk}, by=seller, at=NOW)  # type: ignore[union-attr]  # types are there
    assert tasks.create(values={"title": "Отчёт"}, by=seller, at=NOW).subject is None
