"""Two people merge at once records that overlap: one of the merges happens, nothing is lost."""

import pytest

from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once
from voronka.core.errors import NotFound
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records.actions import merges
from voronka.records.models import Merge, MergedRecord, SearchEntry
from voronka.records.tests.test_merges import NOW, make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("X4")]


@pytest.mark.parametrize("round_", range(3))
def test_overlapping_merges(head: User, round_: int) -> None:
    firms = [make(ORGANIZATION, head, name=f"Ромашка {number}") for number in range(3)]
    people = [make(PERSON, head, last_name=f"Лугов {one.pk}", organization=one.pk) for one in firms]
    low, middle, high = (one.pk for one in firms)

    def merge(ids: list[int], into: int) -> Merge:
        return merges.merge(kind=ORGANIZATION, ids=ids, into=into, values={}, by=head, at=NOW)

    said = at_once(lambda: merge([low, middle], low), lambda: merge([high, middle], high))
    done = [one for one in said if isinstance(one, Merge)]
    assert len(done) == 1, said
    assert [type(one) for one in said if one not in done] == [NotFound], said
    stays = {low, high}
    assert set(Organization.objects.values_list("pk", flat=True)) == stays
    assert set(Person.objects.values_list("organization_id", flat=True)) == stays
    assert Person.objects.count() == len(people)
    assert list(MergedRecord.objects.values_list("old_id", "into_id")) == [(middle, done[0].into_id)]
    assert set(SearchEntry.objects.filter(kind="organization").values_list("record_id", flat=True)) == stays


def test_both_ways_at_once(head: User) -> None:
    one, other = (make(ORGANIZATION, head, name=name).pk for name in ("Ромашка", "Василёк"))
    said = at_once(
        lambda: merges.merge(kind=ORGANIZATION, ids=[one, other], into=one, values={}, by=head, at=NOW),
        lambda: merges.merge(kind=ORGANIZATION, ids=[one, other], into=other, values={}, by=head, at=NOW),
    )
    assert sorted(type(each).__name__ for each in said) == ["Merge", "NotFound"], said
    assert Organization.objects.count() == 1
