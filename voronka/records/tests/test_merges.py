"""Records become one with everything that hangs on them, and are parted again exactly as they were."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from voronka.accounts.models import User
from voronka.activities.actions import interactions, tasks
from voronka.activities.models import HistoryEntry, HistoryLink, InteractionType, Ref, Task
from voronka.core.errors import Conflict, Forbidden, NotFound, Refused
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.people.models import LegalEntity, Organization, Person
from voronka.records import actions
from voronka.records.actions import duplicates, merges
from voronka.records.merging import redirects, rules
from voronka.records.merging.values import ALL, chosen
from voronka.records.models import DuplicatePair, Merge, SearchEntry
from voronka.sales import defaults
from voronka.sales.kinds import DEAL, LEAD

pytestmark = [pytest.mark.django_db, pytest.mark.req("X4")]

NOW = datetime(2026, 3, 4, 12, 0, 0, 123456, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
# What a merge and its undoing leave on purpose.
LEFT = {"pghistory_context", "records_merge", "records_mergedrecord", "procrastinate_jobs", "procrastinate_events"}


def make(kind: Any, by: User, **values: Any) -> Any:
    record = actions.create(kind=kind, values=values, by=by, at=NOW)
    return kind.model.objects.get(pk=record.pk)


def snapshot() -> dict[str, list[str]]:
    """Every row of every table of ours but the history of changes, which only grows."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            if table.startswith(("pghistory", "procrastinate")) or table in LEFT or table.endswith("event"):
                continue
            cursor.execute(f"SELECT to_jsonb(r)::text FROM {table} r ORDER BY 1")
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


def stripped(rows: dict[str, list[str]], into: int, kind: str) -> dict[str, list[str]]:
    """A snapshot without what must go on: the version of the kept record, the moment of the index, both entries."""
    entries = set(HistoryEntry.objects.filter(type__in=("merged", "unmerged")).values_list("pk", flat=True))
    result = {}
    for table, lines in rows.items():
        kept = []
        for line in lines:
            row = json.loads(line)
            if row.get("entry_id") in entries or (table == "activities_historyentry" and row["id"] in entries):
                continue
            if table == "records_searchentry":
                row = {name: value for name, value in row.items() if name not in {"id", "updated_at"}}
            if table == f"people_{kind}" and row["id"] == into:
                row["version"] = 0
            kept.append(json.dumps(row, sort_keys=True, ensure_ascii=False))
        result[table] = sorted(kept)
    return result


@pytest.fixture
def twins(head: User) -> tuple[Organization, Organization]:
    defaults.ensure()
    one = make(ORGANIZATION, head, name="ООО «Ромашка»", phones=["+74951112233"], external_id="A-1")
    other = make(ORGANIZATION, head, name="Ромашка", emails=["info@romashka.ru"], address="Тула", note="старая")
    for kind, values in (
        (PERSON, {"last_name": "Лугов", "organization": other.pk}),
        (LEGAL_ENTITY, {"name": "ООО Ромашка", "organization": other.pk, "inn": "7707083893"}),
        (LEAD, {"company": "Ромашка"}),
    ):
        make(kind, head, **values)
    return one, other


def merged(one: Any, other: Any, by: User, kind: Any = ORGANIZATION, **picks: str) -> Merge:
    records = [type(one).objects.get(pk=pk) for pk in sorted((one.pk, other.pk))]
    into = next(record for record in records if record.pk == one.pk)
    values = chosen(kind, records, into, picks, by=by)
    return merges.merge(kind=kind, ids=[one.pk, other.pk], into=one.pk, values=values, by=by, at=NOW)


class TestMerge:
    def test_everything_moves_and_the_fields_are_joined(self, twins: Any, head: User) -> None:
        one, other = twins
        deal = make(DEAL, head, name="Поставка", organization=other.pk)
        task = tasks.create(values={"title": "Позвонить", "subject": Ref("organization", other.pk)}, by=head, at=NOW)
        merged(one, other, head, emails=ALL)
        one.refresh_from_db()
        assert (one.phones, one.emails, one.address) == (["+74951112233"], ["info@romashka.ru"], "Тула")
        assert not Organization.objects.filter(pk=other.pk).exists()
        assert Person.objects.get(last_name="Лугов").organization_id == one.pk
        assert LegalEntity.objects.get().organization_id == one.pk
        deal.refresh_from_db()
        assert deal.organization_id == one.pk
        assert Task.objects.get(pk=task.pk).subject_id == one.pk
        assert not HistoryLink.objects.filter(kind="organization", record_id=other.pk).exists()
        assert not SearchEntry.objects.filter(kind="organization", record_id=other.pk).exists()
        assert SearchEntry.objects.get(kind="deal").subtitle == one.name

    def test_the_old_id_leads_on_through_chains(self, twins: Any, head: User, outsider: User) -> None:
        one, other = twins
        third = make(ORGANIZATION, head, name="Ромашка плюс")
        merged(one, other, head)
        merged(third, one, head)
        assert redirects.now_at(ORGANIZATION, other.pk, head) == third.pk
        assert redirects.now_at(ORGANIZATION, other.pk, outsider) is None

    def test_needs_the_right_to_edit_all(self, twins: Any, head: User, seller: User, outsider: User) -> None:
        _one, other = twins
        mine = make(ORGANIZATION, seller, name="Ромашка")
        for by in (seller, outsider):
            with pytest.raises((NotFound, Forbidden)):
                merges.merge(kind=ORGANIZATION, ids=[mine.pk, other.pk], into=mine.pk, values={}, by=by, at=NOW)

    def test_a_second_merge_of_the_pair_finds_nothing(self, twins: Any, head: User) -> None:
        merged(*twins, head)
        with pytest.raises(NotFound):
            merges.merge(kind=ORGANIZATION, ids=[one.pk for one in twins], into=twins[0].pk, values={}, by=head, at=NOW)

    def test_a_changed_record_is_told(self, twins: Any, head: User) -> None:
        one, other = twins
        read = {one.pk: one.version, other.pk: other.version}
        actions.update(record=other, changes={"note": "новая"}, by=head, at=NOW)
        with pytest.raises(Conflict):
            merges.merge(kind=ORGANIZATION, ids=[*read], into=one.pk, values={}, by=head, at=NOW, versions=read)
        assert Organization.objects.filter(pk=other.pk).exists()

    @pytest.mark.parametrize("count", [1, 6])
    def test_two_to_five(self, head: User, count: int) -> None:
        ids = [make(ORGANIZATION, head, name=f"Ромашка {number}").pk for number in range(count)]
        with pytest.raises(Refused):
            merges.merge(kind=ORGANIZATION, ids=ids, into=ids[0], values={}, by=head, at=NOW)

    def test_an_unknown_relation_stops_it(self, twins: Any, head: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delitem(rules._rules, "sales.Deal.organization")
        assert rules.undeclared() == ["sales.Deal.organization"]
        with pytest.raises(Refused, match=r"sales\.Deal\.organization"):
            merged(*twins, head)


class TestUndo:
    def test_restores_every_row(self, twins: Any, head: User) -> None:
        one, other = twins
        lead = make(LEAD, head, company="Лид", phones=["+79990001122"])
        make(DEAL, head, name="Поставка", organization=other.pk)
        make(DEAL, head, name="Своя", organization=one.pk)
        tasks.create(values={"title": "Позвонить", "subject": Ref("organization", other.pk)}, by=head, at=NOW)
        call = InteractionType.objects.get(code="call")
        interactions.log(subject=other, type=call, text="Поговорили", by=head, at=NOW)
        third = make(ORGANIZATION, head, name="Ромашка плюс")
        duplicates.tell_apart(kind=ORGANIZATION, ids=(other.pk, third.pk), by=head, at=NOW)
        before = snapshot()
        done = merged(one, other, head, name=str(other.pk), external_id=str(other.pk))
        assert DuplicatePair.objects.get(decision="different").low_id == min(one.pk, third.pk)
        undone = merges.undo(merge=done.pk, by=head, at=LATER)
        assert undone.lost == ()
        assert lead
        assert stripped(snapshot(), one.pk, "organization") == stripped(before, one.pk, "organization")

    def test_of_persons(self, twins: Any, head: User) -> None:
        organization = twins[0]
        one = make(PERSON, head, last_name="Иванов", first_name="Пётр", organization=organization.pk)
        other = make(PERSON, head, last_name="Ivanov", phones=["+79031112233"], organization=organization.pk)
        make(DEAL, head, name="Поставка", person=other.pk, organization=organization.pk)
        before = snapshot()
        done = merged(one, other, head, PERSON)
        assert Person.objects.get(pk=one.pk).phones == ["+79031112233"]
        merges.undo(merge=done.pk, by=head, at=LATER)
        assert stripped(snapshot(), one.pk, "person") == stripped(before, one.pk, "person")

    def test_names_what_was_changed_since(self, twins: Any, head: User) -> None:
        one, other = twins
        deal = make(DEAL, head, name="Поставка", organization=other.pk)
        done = merged(one, other, head)
        third = make(ORGANIZATION, head, name="Третья")
        actions.update(record=deal, changes={"organization": third.pk}, by=head, at=NOW)
        actions.update(record=one, changes={"note": "после"}, by=head, at=NOW)
        undone = merges.undo(merge=done.pk, by=head, at=LATER)
        deal.refresh_from_db()
        one.refresh_from_db()
        assert deal.organization_id == third.pk
        assert one.note == "после"
        assert one.address == ""
        assert len(undone.lost) == 2

    def test_once_and_within_thirty_days_by_those_who_may(self, twins: Any, head: User, outsider: User) -> None:
        done = merged(*twins, head)
        with pytest.raises(NotFound):
            merges.undo(merge=done.pk, by=outsider, at=LATER)
        with pytest.raises(Refused):
            merges.undo(merge=done.pk, by=head, at=NOW + timedelta(days=31))
        merges.undo(merge=done.pk, by=head, at=LATER)
        with pytest.raises(Refused):
            merges.undo(merge=done.pk, by=head, at=LATER)

    def test_the_later_merge_first(self, twins: Any, head: User) -> None:
        one, other = twins
        third = make(ORGANIZATION, head, name="Ромашка плюс")
        first = merged(one, other, head)
        second = merged(third, one, head)
        with pytest.raises(Refused):
            merges.undo(merge=first.pk, by=head, at=LATER)
        merges.undo(merge=second.pk, by=head, at=LATER)
        merges.undo(merge=first.pk, by=head, at=LATER)
        assert Organization.objects.count() == 3
