"""What was exported and is imported again changes nothing; what was changed in between changes, and nothing else."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voronka.accounts.models import User
from voronka.activities.models import InteractionType
from voronka.core.errors import Refused
from voronka.imports.targets.base import Target
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.anything import records
from voronka.imports.tests.returned import NOW, brought, exported, made, stands, with_cells
from voronka.records import kinds
from voronka.records.actions import custom_fields
from voronka.records.field_rules import as_seen
from voronka.records.models import Classifier, ClassifierValue
from voronka.sales import defaults
from voronka.sales.models import Outcome, Pipeline, Stage

KINDS = ("organization", "person", "lead", "deal")
OWN: tuple[tuple[str, dict[str, Any]], ...] = (
    *((holds, {}) for holds in ("text", "long_text", "url", "number", "money", "date", "moment", "flag", "user")),
    ("choice", {"values": ["A", "=1+1"]}),
    ("choices", {"values": ["A", "B, C", "D; E"]}),
    ("link", {"target": "person"}),
)
pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]


def own(kind: str, holds: str) -> str:
    """The name of a field of the company's own."""
    return next(one.name for one in kinds.get(kind).own if str(one.label) == f"Своё: {holds}")


@pytest.fixture
def links(head: User, seller: User, admin: User) -> dict[str, list[int]]:
    """Own fields of every sort, and two of everything that records are linked to, alike by name."""
    defaults.ensure()
    for kind in KINDS:
        for holds, more in OWN:
            custom_fields.add(kind=kind, label=f"Своё: {holds}", holds=holds, given=more, by=admin)
    for classifier in Classifier.values:
        ClassifierValue.objects.create(classifier=classifier, name="-5 %, или @x")
    namesake = User.objects.create_user("second@example.com", "password", first_name="Иван", last_name="Громов")
    found = {"user": [head.pk, seller.pk, namesake.pk]}
    found["organization"] = [made("organization", head, name="Ромашка").pk for _number in range(2)]
    found["person"] = [made("person", head, last_name="Иванов").pk for _number in range(2)]
    found["lead"] = [made("lead", head, last_name="Иванов").pk]
    return found


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_was_exported_changes_nothing(
    kind: str, links: dict[str, list[int]], head: User, tmp_path: Path, data: st.DataObject
) -> None:
    with transaction.atomic():
        seen = as_seen(kinds.get(kind), head)
        for given in data.draw(st.lists(records(seen, links), min_size=1, max_size=3)):
            try:
                with transaction.atomic():
                    made(kind, head, **given)
            except Refused:
                continue
        before = stands(kind)
        path = tmp_path / f"{kind}.{data.draw(st.sampled_from(('xlsx', 'csv')))}"
        report = brought(kind, exported(kind, path, head), head)
        assert report.problems == []
        assert stands(kind) == before
        assert (report.created, report.updated, report.rejected) == (0, 0, 0)
        assert report.duplicates == len(before)
        transaction.set_rollback(True)


@pytest.mark.parametrize("code", ["xlsx", "csv"])
def test_a_campaign_comes_back_too(code: str, admin: User, tmp_path: Path) -> None:
    made("campaign", admin, name="=1+1", started_on="2026-02-01")
    before = stands("campaign")
    report = brought("campaign", exported("campaign", tmp_path / f"campaign.{code}", admin), admin)
    assert (report.problems, report.duplicates, stands("campaign")) == ([], 1, before)


@pytest.mark.parametrize("kind", ["interaction", "task"])
def test_calls_and_tasks_are_neither_changed_nor_made_twice(
    kind: str, links: dict[str, list[int]], admin: User, tmp_path: Path
) -> None:
    subject, call = f"person:{links['person'][0]}", InteractionType.objects.first()
    given: dict[str, dict[str, Any]] = {
        "interaction": {"text": "-5", "type": call and call.pk, "subject": subject, "happened_at": NOW},
        "task": {"title": "+7 перезвонить", "subject": subject, "due_at": NOW},
    }
    made(kind, admin, **given[kind])
    before = stands(kind)
    report = brought(kind, exported(kind, tmp_path / f"{kind}.csv", admin), admin)
    assert (report.created, report.updated, report.rejected) == (0, 0, 1)
    assert stands(kind) == before


# What is written into the first row of a file, and the columns of the table that it changes.
CHANGES: dict[str, tuple[dict[str, str], set[str]]] = {
    "organization": (
        {"name": "=2+2", "website": "new.example", "note": "'-7", "region": "", "probability": "40"},
        {"name", "website", "note", "probability"},
    ),
    "person": (
        {"position": "'@y", "organization": "Лютик", "Своё: date": "05.03.2027", "role": "-5 %, или @x"},
        {"position", "organization_id", "custom", "role_id"},
    ),
    "lead": ({"company": "+7", "amount": "12,50", "phones": "+7 903 123-45-68"}, {"company", "amount", "phones"}),
    "deal": ({"amount": "7", "person": "Петрова", "Своё: flag": "да"}, {"amount", "person_id", "custom"}),
}
KEPT_BY_RULES = {"version", "updated_at"}


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_cells_that_were_changed_change(
    kind: str, links: dict[str, list[int]], admin: User, tmp_path: Path
) -> None:
    made("organization", admin, name="Лютик")
    made("person", admin, last_name="Петрова")
    for word in ("Первый", "Второй"):
        name = "name" if kinds.get(kind).field("name").editable else "last_name"
        made(kind, admin, **{name: word, "note": "о нём", own(kind, "text"): "=1", own(kind, "choices"): "A"})
    cells, changed = CHANGES[kind]
    before = stands(kind)
    report = brought(kind, with_cells(exported(kind, tmp_path / f"{kind}.csv", admin), **cells), admin)
    assert (report.problems, report.created, report.updated) == ([], 0, 1)
    differ = [{name for name in one if one[name] != other[name]} - KEPT_BY_RULES
              for one, other in zip(before, stands(kind), strict=True)]  # fmt: skip
    assert [one for one in differ if one] == [changed]


def test_a_closed_deal_comes_back_as_it_is(links: dict[str, list[int]], admin: User, tmp_path: Path) -> None:
    lost = Stage.objects.filter(outcome=Outcome.LOST).first()
    reason = ClassifierValue.objects.filter(classifier=Classifier.LOST_REASON).first()
    assert lost
    assert reason
    made("deal", admin, name="Сделка", stage=lost.pk, lost_reason=reason.pk, lost_comment="=1")
    before, pipelines = stands("deal"), Pipeline.objects.count()
    report = brought("deal", exported("deal", tmp_path / "deal.csv", admin), admin)
    assert (report.problems, report.duplicates, stands("deal")) == ([], 1, before)
    assert Pipeline.objects.count() == pipelines


# Fields that a table shows and an import does not change in a known record, with the reason.
WORKED_OUT = "is worked out of something else"
BY_ACTIONS = "is moved by an action, which keeps its history"
STANDARD = {
    "department": "follows the owner",
    "created_at": "is when the record was made",
    "updated_at": WORKED_OUT,
    "next_step": WORKED_OUT,
}
NOT_TAKEN_BACK = {
    "organization": STANDARD,
    "person": STANDARD | {"name": WORKED_OUT},
    "lead": STANDARD
    | {"name": WORKED_OUT, "take": WORKED_OUT}
    | dict.fromkeys(
        (
            "state",
            "assigned_at",
            "converted_at",
            "organization",
            "person",
            "disqualified_at",
            "disqualify_reason",
            "verdicts",
            "waits",
            "answer",
            "respond_by",
            "answered_at",
            "answer_minutes",
        ),
        BY_ACTIONS,
    )
    | {"disqualify_comment": BY_ACTIONS},
    "deal": STANDARD
    | dict.fromkeys(
        (
            *("been", "been_macro", "forecast_now", "left", "reached_macro", "reached_macro_today"),
            *("macro_stage", "unit", "waiting_approval"),
        ),
        WORKED_OUT,
    )
    | {"reached": WORKED_OUT, "stop_loss": WORKED_OUT, "currency": "stands beside the amount: «100 USD»"}
    | dict.fromkeys(("pipeline", "stage", "outcome", "stage_since", "closed_at", "expected_close_on"), BY_ACTIONS)
    | dict.fromkeys(("lead", "lost_reason", "lost_comment", "win_back_on"), BY_ACTIONS),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_field_is_taken_back_or_has_its_reason(kind: str) -> None:
    target = TARGETS[kinds.get(kind).plural]
    assert {one.name for one in target.kind.built if not _is_taken(target, one.name)} == set(NOT_TAKEN_BACK[kind])


def _is_taken(target: Target, name: str) -> bool:
    staged = target.by_name[name].staged if name in target.by_name else ()
    return any("__" not in column and column not in {*target.kept, "created_at"} for column, _type in staged)
