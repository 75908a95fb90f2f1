"""Forgetting somebody with a long past asks the database as often as forgetting somebody with a short one."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from voronka.accounts.models import User
from voronka.activities.actions import interactions, tasks
from voronka.activities.models import Interaction, InteractionType, Task
from voronka.activities.subjects import ref
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import Person
from voronka.records import actions
from voronka.records.actions import bulk, erasures, reads
from voronka.records.erasing.words import words_of
from voronka.records.history import event_model
from voronka.records.models import BulkChange, ReadQuestion, SavedView, SearchWord, Way
from voronka.sales import defaults
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal

pytestmark = [pytest.mark.django_db, pytest.mark.req("H12")]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
LAST = "Петров"


def lived(by: User, count: int) -> Person:
    """A person of an organization, with as many deals, notes, tasks, changes and questions about them."""
    organization = actions.create(kind=ORGANIZATION, values={"name": f"Завод {LAST}а"}, by=by, at=NOW)
    values = {"last_name": LAST, "organization": organization.pk, "phones": ["+79031234567"]}
    person: Person = actions.create(kind=PERSON, values=values, by=by, at=NOW)
    type_ = InteractionType.objects.filter(is_active=True)[0]
    for number in range(count):
        said = f"{LAST}у {number}: 8 (903) 123-45-67"
        named = {"name": said, "organization": organization.pk, "person": person.pk}
        deal = actions.create(kind=DEAL, values=named, by=by, at=NOW)
        for about in (person, organization, deal):
            interactions.log(subject=about, type=type_, text=said, by=by, at=NOW)
            tasks.create(values={"title": said, "subject": ref(about)}, by=by, at=NOW)
        actions.update(record=person, changes={"note": said}, by=by, at=NOW)
        bulk.change(kind=PERSON, ids=[person.pk], values={"preferences": said}, by=by, at=NOW)
        seen = {"person": {person.pk: None}}
        reads.keep(shown=seen, way=Way.LIST, place="/", question=said, address=None, by=by, at=NOW)
        tree = {"field": "name", "op": "has", "value": LAST}
        SavedView.objects.create(owner=by, kind="person", name=said, filter=tree, created_at=NOW)
    return person


def asked_to_forget(by: User, count: int) -> int:
    """How many statements it takes."""
    person = lived(by, count)
    with CaptureQueriesContext(connection) as captured:
        erasures.erase(kind=PERSON, pk=person.pk, why="request", said=LAST, by=by, at=NOW)
    return len(captured.captured_queries)


def test_what_everybody_looked_for_is_asked_by_an_index() -> None:
    words = words_of([{"last_name": "Петров", "first_name": "Иван", "phones": ["+79031234567"], "emails": ["p@x.ru"]}])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = ReadQuestion.objects.filter(words.may_stand(text="text", digits="digits")).explain()
    assert plan.count("Bitmap Index Scan") == 2, plan
    plan = SearchWord.objects.filter(word__iregex=f"^(?:{'|'.join(words.pieces)})$").explain()
    assert "search_word_trgm" in plan, plan


@pytest.mark.own_sql
@pytest.mark.parametrize(
    "said", ["Петрову", "иван петров", "8 (903) 123-45-67", "9031234567", "P@X.RU", "кв. 5 петровых +7 903 1234567"]
)
def test_whatever_the_pattern_finds_an_index_finds(said: str) -> None:
    words = words_of([{"last_name": "Петров", "first_name": "Иван", "phones": ["+79031234567"], "emails": ["p@x.ru"]}])
    ReadQuestion.objects.create(digest="d", text=said)
    assert words.gone(said) != said
    assert ReadQuestion.objects.filter(words.may_stand(text="text", digits="digits")).exists()


@pytest.mark.parametrize("count", [2, 25])
def test_a_long_past_costs_no_more_statements(admin: User, count: int) -> None:
    defaults.ensure()
    assert asked_to_forget(admin, count) <= 200
    texts = {Interaction: "text", Task: "title", Deal: "name", event_model(DEAL): "name", ReadQuestion: "text"}
    for model, column in texts.items():
        rows = model._default_manager.values_list(column, flat=True)
        assert len(rows) >= count
        assert not [text for text in rows if LAST in text or "123-45-67" in text]
    assert LAST not in str(list(BulkChange.objects.values_list("before", "given")))
    assert LAST not in str(list(SavedView.objects.values_list("name", "filter")))
    assert {tuple(one) for one in Deal.objects.values_list("amount", "external_id")} == {(None, "")}
