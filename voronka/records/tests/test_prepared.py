"""Prepared questions: the same answers as the plain ones, whoever asks and whatever for, and SQL worked out once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F, Q, QuerySet

from voronka.accounts.models import User
from voronka.core import prepared as core
from voronka.core.among import Among
from voronka.people.kinds import PERSON
from voronka.people.models import Person
from voronka.records import access
from voronka.records.prepared import prepared
from voronka.records.tests.lists import organization, person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def question() -> tuple[Any, list[str]]:
    """A question about persons by what they are called, and the note of each time that it was put together."""
    made: list[str] = []

    @prepared
    def called(*, by: User, name: str, ids: tuple[int, ...]) -> QuerySet[Person]:
        made.append(name)
        rows = access.visible(PERSON, by).filter(last_name=name, pk__in=ids)
        return rows.select_related("owner", "organization").order_by("-pk")[:5]

    return called, made


def test_it_answers_as_the_plain_question_does(seller: User, colleague: User, head: User, admin: User) -> None:
    called, made = question()
    firm = organization(seller, "Ромашка")
    people = [person(owner, name) for owner in (seller, colleague) for name in ("Громов", "Котов")]
    Person.objects.filter(pk=people[0].pk).update(organization=firm)
    ids = tuple(one.pk for one in people)
    for user in (seller, colleague, head, admin):
        for name in ("Громов", "Котов", "Никто", "x' OR 1=1 --", "%s"):
            plain = access.visible(PERSON, user).filter(last_name=name, pk__in=ids).order_by("-pk")
            assert [(one.pk, one.organization, one.owner) for one in called(by=user, name=name, ids=ids)] == [
                (one.pk, one.organization, one.owner) for one in plain
            ]
    assert len(made) <= 2 * 4, "twice for each sort of rights, however many names"


def test_the_rights_are_those_of_the_one_who_asks(seller: User, outsider: User) -> None:
    called, _made = question()
    mine, theirs = person(seller, "Громова"), person(outsider, "Громова")
    ids = mine.pk, theirs.pk
    for _again in range(2):
        assert called(by=seller, name="Громова", ids=ids) == [mine]
        assert called(by=outsider, name="Громова", ids=ids) == [theirs]


def test_none_and_the_number_of_values_make_a_shape_of_their_own(seller: User) -> None:
    @prepared
    def under(*, parent: int | None) -> QuerySet[Person]:
        return Person.objects.filter(organization_id=parent)

    one = person(seller, "Громова")
    firm = organization(seller, "Ромашка")
    assert under(parent=None) == [one]
    assert under(parent=firm.pk) == []
    assert under(parent=None) == [one]


@pytest.mark.parametrize("pk", [2**31, 2**63, 10**30, -(10**30)])
def test_a_number_beyond_all_ids_finds_nothing(seller: User, pk: int) -> None:
    called, _made = question()
    person(seller, "Громова")
    assert called(by=seller, name="Громова", ids=(pk,)) == []


def test_any_number_of_ids_is_one_shape(seller: User) -> None:
    made: list[int] = []

    @prepared
    def among(*, ids: list[int]) -> QuerySet[Person]:
        made.append(len(ids))
        return Person.objects.filter(Among("pk", ids)).order_by("pk")

    people = [person(seller, "Громова") for _one in range(4)]
    for number in range(5):
        assert among(ids=[one.pk for one in people[:number]]) == people[:number]
    assert among(ids=[people[0].pk, 2**40]) == people[:1]
    assert made == [1, 0, 2]


def test_moments_stand_in_it(seller: User) -> None:
    @prepared
    def since(*, at: datetime) -> QuerySet[Person]:
        return Person.objects.filter(created_at__gte=at).annotate(age=at - F("created_at"))

    one = person(seller, "Громова")
    Person.objects.filter(pk=one.pk).update(created_at=NOW)
    for hours in (-5, 0, 5):
        at = NOW + timedelta(hours=hours)
        assert [found.age for found in since(at=at)] == ([at - NOW] if hours <= 0 else [])


def test_what_reckons_with_a_value_stays_a_plain_question(seller: User) -> None:
    @prepared
    def lately(*, at: datetime) -> QuerySet[Person]:
        return Person.objects.filter(created_at__gte=at - timedelta(days=1))

    one = person(seller, "Громова")
    Person.objects.filter(pk=one.pk).update(created_at=NOW)
    assert [lately(at=NOW), lately(at=NOW + timedelta(days=9))] == [[one], []]
    assert {name.rpartition(".")[2] for name in core.unfit} == {"lately"}
    core.unfit.clear()


def test_columns_of_the_asker_are_not_to_be_had(seller: User) -> None:
    @prepared
    def namesakes(*, by: User) -> QuerySet[Person]:
        return Person.objects.filter(Q(first_name=by.first_name))

    with pytest.raises(User.DoesNotExist):
        namesakes(by=seller)
