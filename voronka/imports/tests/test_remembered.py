"""What was chosen for a file is chosen again for the next one with the same headings; values are counted."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from voronka.accounts.models import User
from voronka.imports.actions import from_disk, runs
from voronka.imports.actions import terms as actions
from voronka.imports.actions.runs import Terms
from voronka.imports.columns import Column
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.survey import Survey, unknown
from voronka.imports.targets.registry import TARGETS
from voronka.imports.terms import terms_of
from voronka.imports.tests.test_clients import NOW
from voronka.imports.value_lists import ValueList, value_lists
from voronka.records.models import ClassifierValue

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]
TEXT = "Фамилия;Город;Телефон\nИванов;Тула;89031234567\n"
TERMS = {"fixed": {"called": "Ваня", "consent_email": "да"}, "conflicts": "fill", "ground": "consent"}


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def brought_in(by: User, text: str = TEXT, name: str = "а.csv") -> ImportRun:
    return runs.upload(file=SimpleUploadedFile(name, text.encode()), target="persons", by=by, at=NOW)


def carried_out(by: User, run_jobs: Callable[[], int], text: str = TEXT) -> ImportRun:
    run = brought_in(by, text)
    mapping = {"Фамилия": "last_name", "Город": "note"}
    runs.check(run=run, mapping=mapping, region="KZ", by=by, at=NOW, rows=terms_of(TERMS), adds_values=False)
    run_jobs()
    runs.go(run=run, by=by, at=NOW)
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.survey, run.found, run.conflicts) == (RunState.DONE, {}, {}, [])
    return run


def test_the_same_headings_recall_what_was_chosen(head: User, run_jobs: Callable[[], int]) -> None:
    before = carried_out(head, run_jobs)
    run = brought_in(head, "Телефон;Фамилия;Город\n1;Петров;Уфа\n", "другое имя.csv")
    assert (run.like, run.mapping, run.region) == (before, {"Фамилия": "last_name", "Город": "note"}, "KZ")
    assert (run.terms, run.adds_values) == (TERMS, False)
    other = brought_in(head, "Фамилия;Телефон\nПетров;1\n")
    assert (other.like, other.terms) == (None, {})


def test_what_a_colleague_chose_is_recalled_without_the_consent(
    head: User, colleague: User, run_jobs: Callable[[], int]
) -> None:
    carried_out(colleague, run_jobs)
    run = brought_in(head)
    assert (run.mapping["Город"], run.terms) == ("note", {"fixed": {"called": "Ваня"}, "conflicts": "fill"})
    mine = carried_out(head, run_jobs)
    carried_out(colleague, run_jobs, TEXT.replace("Иванов", "Зуев"))
    assert brought_in(head).like == mine


def test_programs_and_unfinished_imports_recall_nothing(head: User, run_jobs: Callable[[], int]) -> None:
    brought_in(head)
    assert brought_in(head).like is None
    carried_out(head, run_jobs)
    file = SimpleUploadedFile("а.csv", TEXT.encode())
    run = runs.bring(file=file, target="persons", terms=Terms(mapping={}, region="", is_dry=True), by=head, at=NOW)
    assert (run.like, run.terms, run.mapping["Телефон"]) == (None, {}, "phones")


def test_the_memory_of_the_disk(head: User, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(TEXT, encoding="utf-8")
    run, _report = from_disk.bring(
        path=path, target=TARGETS["persons"], by=head, at=NOW, terms=terms_of({"fixed": {"note": "x"}})
    )
    assert run
    assert brought_in(head).terms == {"fixed": {"note": "x"}}


def test_a_short_file_is_counted_at_once(head: User) -> None:
    run = brought_in(head, "Фамилия;Город\nА;Тула\nБ;Тула\nВ;\n")
    assert run.survey["columns"]["Город"] == {"values": [["Тула", 2]], "rest": 0}
    assert (run.survey["rows"], run.survey["is_whole"]) == (3, True)


def test_a_long_file_is_counted_by_a_job(head: User, run_jobs: Callable[[], int]) -> None:
    rows = "".join(f"Л{n};Город {n % 3}\n" for n in range(4000))
    run = brought_in(head, f"Фамилия;Город\n{rows}")
    assert (run.survey["rows"], run.survey["is_whole"]) == (3000, False)
    run_jobs()
    run.refresh_from_db()
    assert (run.survey["rows"], run.survey["is_whole"]) == (4000, True)
    assert run.survey["columns"]["Фамилия"] == {"values": [], "rest": 4000}
    assert run.survey["columns"]["Город"]["values"][0] == ["Город 0", 1334]
    actions.count(run_id=run.pk)


def test_values_beyond_two_hundred_are_only_counted() -> None:
    told = Survey(["x"]).add([["a"], ["a"], *([str(n)] for n in range(300))]).as_json(is_whole=True)
    assert (len(told["columns"]["x"]["values"]), told["columns"]["x"]["rest"]) == (200, 101)


def test_what_a_list_lacks_is_found_with_what_it_is_like(db: None) -> None:
    for name in ("Выставка", "Сайт", "Сарафанное радио"):
        ClassifierValue.objects.create(classifier="source", name=name)
    known = value_lists(TARGETS["leads"], ["source", "note", "owner"])
    assert set(known) == {"source", "owner"}
    source: ValueList = known["source"]
    assert isinstance(source.column, Column)
    cells = [["выставка", 5], ["Выставка 2025", 3], ["выставка 2025", 1], ["Сарафаное радио", 1], ["Xyz", 2]]
    assert unknown({"values": cells}, source) == ([("Выставка 2025", 4), ("Xyz", 2), ("Сарафаное радио", 1)], 0)
    assert (source.near("Выставка 2025"), source.near("Xyz")) == (["Выставка"], [])
    assert source.near("сарафаное радио") == ["Сарафанное радио"]
