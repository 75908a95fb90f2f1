"""Whatever keeps something of a human being says what erasing makes of it, and after it nothing is left."""

from typing import Any

import pghistory.models
import pytest
from django.apps import apps
from django.db import connection, models

from tests.architecture.walk.canaries import NOW, WORD, Canaries
from voronka.accounts.models import User
from voronka.activities.models import HistoryEntry, HistoryLink
from voronka.home.models import QuickEntry
from voronka.imports.models import ImportedRow, ImportRun
from voronka.people.actions import consents
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import ConsentPurpose, Person
from voronka.records import actions, kinds
from voronka.records.actions import erasures, reads
from voronka.records.actions.custom_fields import add
from voronka.records.erasing import rules
from voronka.records.models import BulkChange, DuplicatePair, ExportEntry, Merge, Record, SavedView, Way
from voronka.records.search.index import index
from voronka.sales.models import Deal, Lead

pytestmark = [pytest.mark.django_db, pytest.mark.req("H12")]

# Tables of ours with free text or JSON that hold nothing of clients: model -> why.
HARMLESS: dict[str, str] = {
    **dict.fromkeys(
        ("BusinessUnit", "Department", "Role", "Grant", "User", "SpecialDay"), "the company and those who work in it"
    ),
    **dict.fromkeys(("SetupLink", "ApiToken"), "digests of secrets of employees"),
    **dict.fromkeys(
        (
            *("CardLayout", "ClassifierValue", "CustomField", "FieldRule", "InteractionType", "Obligation"),
            *("Pipeline", "Stage", "RoutingRule", "QualificationQuestion", "CheckItem", "Advice", "MacroStage"),
        ),
        "settings",
    ),
    **dict.fromkeys(
        ("CreationKey", "MergedRecord", "HistoryLink", "HandOverShare", "DuplicateSearch", "LeadConversion"), "ids only"
    ),
    **dict.fromkeys(
        ("ImportedRow", "ReadEntry", "Erasure", "Learning", "DealChance", "BonusEntry"), "ids, digests and numbers only"
    ),
    **dict.fromkeys(("ConsentPurpose", "ConsentText", "CompanyLookup", "RetentionRule"), "settings"),
    "SearchPassage": "stems, written anew out of the emptied text",
    "SearchWord": "words without whose they are; those that nobody else bears are pruned at the end of an erasure",
    "ForecastDay": "sums; its one text is the code of a currency",
    "BankAccount": "of a legal entity: papers that the law makes one keep",
}
SECRET = f"{WORD}{WORD}"


def silent_tables() -> list[str]:
    """Tables that could keep personal data, are no kinds, and of which no eraser speaks."""
    known = {model for eraser in rules.erasers() for model in eraser.models}
    found = []
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("voronka.") or issubclass(model, Record | pghistory.models.Event):
            continue
        free = [
            field
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
        ]
        if free and model not in known and model.__name__ not in HARMLESS:
            found.append(model.__name__)
    return found


def test_every_kind_and_every_relation_has_an_erase_rule() -> None:
    assert rules.undeclared() == [], "declare an Own or a Rule of voronka.records.erasing.rules in AppConfig.ready"


def test_every_table_with_free_text_has_an_eraser_or_a_reason() -> None:
    assert silent_tables() == [], "declare an Eraser of voronka.records.erasing.rules, or say why not in HARMLESS"


def test_what_is_kept_says_why() -> None:
    assert [one.name for one in rules.rules() if one.how is rules.How.KEEP and not one.reason] == []


@pytest.mark.parametrize("name", ["sales.Deal.person", "activities.Task.subject_id", "records.Erasure.record_id"])
def test_the_guard_bites(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(rules._rules, name)
    assert rules.undeclared() == [name]
    monkeypatch.delitem(rules._own, "lead")
    assert "lead" in rules.undeclared()


@pytest.fixture
def person(admin: User) -> Person:
    """Somebody with a secret word in every place where one can be, and with a past."""
    add(kind="person", label="Девичья фамилия", holds="text", given={"is_personal": True}, by=admin)
    canaries = Canaries(admin)
    found: Person = canaries.made[Person]
    Deal.objects.filter(pk=canaries.made[Deal].pk).update(organization=None, amount=150_000)
    Lead.objects.filter(pk=canaries.made[Lead].pk).update(organization=None)
    for kind in kinds.all_kinds():
        record = canaries.made[kind.model]
        if {"subject_kind", "subject_id"} <= {field.name for field in kind.model._meta.concrete_fields}:
            kind.model._default_manager.filter(pk=record.pk).update(subject_kind="person", subject_id=found.pk)
        if kind.name in {"person", "lead", "deal", "task", "interaction"}:
            kind.model._default_manager.filter(pk=record.pk).update(**secrets(kind.model))
            index(kind, [record.pk])
    Person.objects.filter(pk=found.pk).update(custom={"devich_ia_familiia": SECRET, key_of(): SECRET})
    Person.objects.filter(pk=found.pk).update(last_name=SECRET, first_name="Иван", phones=["+79035550011"])
    keep_copies(found, admin)
    return Person.objects.get(pk=found.pk)


def key_of() -> str:
    """The key that the own field was given."""
    return next(one.key for one in kinds.get("person").own)


def secrets(model: Any) -> dict[str, Any]:
    """The secret word for every free text of a table that is written in the canaries' words now."""
    return {
        field.name: SECRET
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not (field.choices or field.generated or field.name in {"lost_comment", "disqualify_comment", "inn"})
        and field.name != "subject_kind"
        and (field.max_length or 99) > len(SECRET)
    }


def keep_copies(person: Person, by: User) -> None:
    """Every table of the engine that keeps something beside the records."""
    before = {"last_name": SECRET, "phones": ["+79035550011"], "note": SECRET}
    other = {"kind": "person", "by": by, "at": NOW}
    Merge.objects.create(
        into_id=person.pk, ids=[999_999], names=[SECRET], before={"1": before}, moved=[before], **other
    )
    BulkChange.objects.create(user=by, kind="person", given={"note": SECRET}, before={str(person.pk): before}, at=NOW)
    DuplicatePair.objects.create(kind="person", low_id=person.pk, high_id=999_998, score=1, found_at=NOW)
    ExportEntry.objects.create(user=by, kind="person", format="csv", text=SECRET, count=1, at=NOW, filter={"a": SECRET})
    SavedView.objects.create(kind="person", name=SECRET, owner=by, created_at=NOW, filter={"q": "8 903 555-00-11"})
    words = f'{{"q": "{SECRET}"}}'
    reads.keep(
        shown={"person": {person.pk: None}}, way=Way.LIST, place="/", question=words, address=None, by=by, at=NOW
    )
    purpose = ConsentPurpose.objects.get(code="email")
    consents.record(about=person, purpose=purpose, is_given=True, channel="mail", proof=SECRET, by=by, at=NOW)
    run = ImportRun.objects.create(
        kind="person", owner=by, file_name=f"{SECRET}.csv", problems=[SECRET], created_at=NOW
    )
    ImportedRow.objects.create(kind="person", digest="0", record_id=person.pk, run=run)
    QuickEntry.objects.create(user=by, at=NOW, completed=[["person", person.pk, 1, before]])
    entry = HistoryEntry.objects.create(
        subject_kind="person", subject_id=person.pk, type="task_done", at=NOW, data={"title": SECRET}
    )
    HistoryLink.objects.create(entry=entry, kind="person", record_id=person.pk, at=NOW)


def left() -> list[str]:
    """Tables whose rows, as text, still hold the secret word or the phone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ~* %s',  # names come from the catalogue
                [f"{SECRET}|903\\D*555\\D*00\\D*11"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_after_erasing_nothing_is_left_in_any_table(person: Person, admin: User) -> None:
    deal = Deal.objects.get(person=person)
    stood = {name: getattr(deal, name) for name in ("amount", "stage_id", "outcome", "created_at", "stage_since")}
    assert len(left()) > 12
    done = erasures.erase(kind=PERSON, pk=person.pk, why="request", said=str(person), by=admin, at=NOW)
    assert left() == []
    deal.refresh_from_db()
    assert {name: getattr(deal, name) for name in stood} == stood
    assert done.counts["deal"] == 1


def test_what_is_of_others_too_loses_only_the_words(admin: User) -> None:
    company = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=admin, at=NOW)
    values = {"last_name": "Петров", "first_name": "Иван", "phones": ["+79035550011"], "organization": company.pk}
    made = actions.create(kind=PERSON, values=values, by=admin, at=NOW)
    note = "Петрову Ивану звонить на 8 (903) 555-00-11 после обеда, счёт 150 000"
    company = actions.update(record=company, changes={"note": note}, by=admin, at=NOW)
    erasures.erase(kind=PERSON, pk=made.pk, why="request", said="Петров Иван", by=admin, at=NOW)
    company.refresh_from_db()
    assert company.note == "█████ звонить на █████ после обеда, счёт 150 000"
    assert company.name == "Ромашка"
