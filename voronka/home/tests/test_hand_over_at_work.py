"""Much goes to others while the office works on: nothing is lost, nobody waits for ever, everybody's word counts."""

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once, somebody_waits, until
from voronka.activities.actions import tasks
from voronka.activities.models import Task
from voronka.home.actions.hand_overs import TakenBack, hand_over, take_back
from voronka.home.models import HandOver
from voronka.home.tests.test_hand_overs import NOW
from voronka.people.models import Organization, Person
from voronka.people.tasks import index_members
from voronka.records import actions, kinds
from voronka.records.models import SearchEntry
from voronka.records.search.index import index
from voronka.sales import defaults
from voronka.sales.models import Deal
from voronka.sales.tasks import index_deals_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("H2")]

CLIENTS = 400  # and five records of each
MODELS = (Organization, Person, Deal, Task)


def filled(owner: User, clients: int) -> None:
    """An organization, a person, two deals and a task each, as an import would make them."""
    common = {"owner": owner, "department": owner.department, "created_by": owner, "created_at": NOW, "updated_at": NOW}
    stage = defaults.ensure().stages.order_by("position")[0]
    firms = Organization.objects.bulk_create(Organization(name=f"Ромашка {n}", **common) for n in range(clients))
    Person.objects.bulk_create(Person(last_name=f"Петров {one.pk}", organization=one, **common) for one in firms)
    Deal.objects.bulk_create(
        Deal(
            name=f"Стеллажи {one.pk}", organization=one, pipeline=stage.pipeline, stage=stage, stage_since=NOW, **common
        )
        for one in firms * 2
    )
    made = Deal.objects.order_by("pk")[:clients]
    Task.objects.bulk_create(Task(title="Позвонить", subject_kind="deal", subject_id=one.pk, **common) for one in made)
    for kind in ("organization", "person", "deal", "task"):
        index(kinds.get(kind))


class Office:
    """Colleagues who go on working, each on a connection of its own, until the block ends; `errors` are theirs."""

    def __init__(self, *works: Callable[[], None]) -> None:
        self.errors: list[Exception] = []
        self.done = threading.Event()
        self.threads = [threading.Thread(target=self._go_on, args=(work,)) for work in works]

    def __enter__(self) -> "Office":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.done.set()
        for thread in self.threads:
            thread.join(60)

    def _go_on(self, work: Callable[[], None]) -> None:
        try:
            while not self.done.is_set():
                work()
        except Exception as error:  # noqa: BLE001  # the test looks at it
            self.errors.append(error)
        finally:
            connection.close()


class Works:
    """What colleagues do meanwhile, one thing at a call, and what they know they did."""

    def __init__(self, by: User, third: User) -> None:
        self.by, self.third, self.dice = by, third, random.Random(7)
        self.ids = {model: list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in MODELS}
        self.deals: dict[int, str] = {}
        self.clients: dict[int, str] = {}
        self.given_away: set[int] = set()
        self.closed: set[int] = set()

    def _change(self, model: type[Any], **changes: Any) -> Any:
        record = model.objects.get(pk=self.dice.choice(self.ids[model]))
        return actions.update(record=record, changes=changes, by=self.by, at=NOW)

    def rename_a_deal(self) -> None:
        deal = self._change(Deal, name=f"Печи {len(self.deals)} {self.dice.random()}")
        self.deals[deal.pk] = deal.name

    def rename_a_client(self) -> None:
        firm = self._change(Organization, name=f"Лютик {len(self.clients)} {self.dice.random()}")
        self.clients[firm.pk] = firm.name
        index_members(organization_id=firm.pk)
        index_deals_of(client="organization", client_id=firm.pk)

    def give_a_person_away(self) -> None:
        self.given_away.add(self._change(Person, owner=self.third.pk).pk)

    def close_a_task(self) -> None:
        task = Task.objects.filter(done_at=None).order_by("?").first()
        if task:
            self.closed.add(tasks.complete(task=task, by=self.by, at=NOW).pk)

    def all_stand(self) -> None:
        """What was done is there, and search knows it."""
        assert self.deals
        assert {pk: Deal.objects.get(pk=pk).name for pk in self.deals} == self.deals
        assert self.clients
        assert {pk: Organization.objects.get(pk=pk).name for pk in self.clients} == self.clients
        assert set(Person.objects.filter(owner=self.third).values_list("pk", flat=True)) == self.given_away
        assert not Task.objects.filter(pk__in=self.closed, done_at=None).exists()
        assert found_as_owned() == []


@pytest.mark.once
def test_nothing_is_lost_while_others_work(
    seller: User, colleague: User, head: User, outsider: User, admin: User
) -> None:
    filled(seller, CLIENTS)
    works = Works(admin, outsider)
    with Office(works.rename_a_deal, works.rename_a_client, works.give_a_person_away, works.close_a_task) as office:
        done = hand_over(of=seller, to=[colleague, head], by=admin, at=NOW)
    assert office.errors == []
    works.all_stand()
    for model in (Organization, Person, Deal):
        assert not model.objects.filter(owner=seller).exists()
    assert set(Task.objects.filter(owner=seller).values_list("pk", flat=True)) <= works.closed

    since = Organization.objects.order_by("pk")[0]
    actions.update(record=since, changes={"owner": outsider.pk}, by=admin, at=NOW)
    with Office(works.rename_a_deal, works.rename_a_client) as office:
        back = take_back(hand_over=done, by=admin, at=NOW)
    assert office.errors == []
    works.all_stand()
    assert list(Organization.objects.exclude(owner=seller)) == [since]
    assert not Deal.objects.exclude(owner=seller).exists()
    assert (back.count > 0, back.left > 0) == (True, True)


def found_as_owned() -> list[tuple[str, int]]:
    """Records that search takes for somebody else's, or finds by an old name of their client."""
    wrong = []
    for name in ("organization", "person", "deal", "task"):
        kind = kinds.get(name)
        entries = SearchEntry.objects.filter(kind=name)
        known = {pk: (owner, subtitle) for pk, owner, subtitle in entries.values_list("record_id", "owner", "subtitle")}
        rows = kind.model._default_manager.select_related("owner")
        told = rows.select_related("organization") if name in {"person", "deal"} else rows
        wrong += [
            (name, one.pk)
            for one in told
            if known[one.pk][0] != one.owner_id
            or (name in {"person", "deal"} and known[one.pk][1] != one.organization.name)
        ]
    return wrong


def test_who_owns_a_record_is_not_forgotten_by_a_job_that_runs_beside(
    seller: User, colleague: User, admin: User
) -> None:
    """The job has read the person, waits for its entry, and must not write who had it before."""
    filled(seller, 1)
    person, firm = Person.objects.get(), Organization.objects.get()
    job = threading.Thread(target=lambda: (index_members(organization_id=firm.pk), connection.close()))
    with transaction.atomic():
        actions.update(record=person, changes={"owner": colleague.pk}, by=admin, at=NOW)
        job.start()
        until(somebody_waits)
    job.join(30)
    assert SearchEntry.objects.get(kind="person").owner == colleague


@pytest.mark.parametrize("way", ["there", "back"])
def test_whoever_holds_a_client_and_comes_to_its_deals_is_waited_for(
    seller: User, colleague: User, admin: User, way: str
) -> None:
    """As a merge does: a hand-over that held the deals and waited for the client would be stuck with it for good."""
    filled(seller, 1)

    def give() -> HandOver:
        return hand_over(of=seller, to=[colleague], by=admin, at=NOW)

    done = give() if way == "back" else None
    act: Callable[[], object] = (lambda: take_back(hand_over=done, by=admin, at=NOW)) if done else give
    said: list[object] = []
    other = threading.Thread(target=lambda: said.extend(at_once(act)))
    with transaction.atomic():
        Organization.objects.select_for_update().get()
        other.start()
        until(somebody_waits)
        Deal.objects.update(note="слито")
    other.join(30)
    assert isinstance(said[0], TakenBack if done else HandOver), said
    assert {one.note for one in Deal.objects.all()} == {"слито"}
