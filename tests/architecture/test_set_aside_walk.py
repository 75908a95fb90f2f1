"""What the company does without is told by no address, not even to an administrator: a walk with canaries."""

import re

import pytest

from tests.architecture.walk.canaries import WORD, Canaries
from tests.architecture.walk.walking import Walk
from voronka.accounts.models import Department, User
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, POSITION
from voronka.records import aside
from voronka.records.actions import set_aside

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.req("B12")]

GONE = (ORGANIZATION, POSITION, LEGAL_ENTITY)
# What is kept of a person is theirs to know, with the places of work that the company no longer shows.
OF_THE_SUBJECT = re.compile(r"/everything/")
SONG = re.compile(rf"{WORD} ({'|'.join(str(kind.model._meta.model_name) for kind in GONE)})\b")


@pytest.fixture
def canaries(sales: Department) -> Canaries:
    return Canaries(User.objects.create_user("owner@example.com", None, first_name="Ирина", department=sales))


def test_what_is_set_aside_is_nowhere(canaries: Canaries, admin: User, faults: list[str]) -> None:
    set_aside.do_without(names=["organization"], by=admin)
    assert aside.names() == {kind.name for kind in GONE}
    walk = Walk(admin, canaries)
    asked_of = walk.everywhere(thorough=False, methods={"GET"})
    found = [str(asked) for asked in asked_of if SONG.search(asked.body) and not OF_THE_SUBJECT.search(asked.address)]
    assert found == []
    assert faults == []


def test_the_walk_has_eyes(canaries: Canaries, admin: User) -> None:
    walk = Walk(admin, canaries)
    for kind in GONE:
        assert SONG.search(walk.ask("GET", f"/api/v1/{kind.plural}").body), kind.name
