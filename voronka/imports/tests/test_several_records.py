"""A row that carries an organization, a person, a deal, a note and a task: each is made once, and they are linked."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from voronka.accounts.models import Grant, User
from voronka.activities.models import Interaction, Task
from voronka.core.errors import Refused
from voronka.imports.actions import halting, runs, undoing
from voronka.imports.engine import portions
from voronka.imports.engine.report import Report
from voronka.imports.models import ImportPortion, ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.progress import progress_of
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.brought import carry_out_file
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import LegalEntity, Organization, Person
from voronka.records import actions
from voronka.sales import defaults
from voronka.sales.models import Deal

pytestmark = pytest.mark.req("B8")

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
MAPPING = {
    "ФИО": "full_name",
    "Телефон": "phones",
    "Фирма": "organization",
    "ИНН": "organizations.inn",
    "Телефон фирмы": "organizations.phones",
    "Сделка": "deals.name",
    "Сумма": "deals.amount",
    "Что было": "interactions.text",
    "Что сделать": "tasks.title",
}
HEAD = ";".join(MAPPING) + "\n"
ROWS = (
    "Иванов Иван;+7 903 000-00-01;Ромашка;7707083893;;Станок;100;Звонил, просил КП;Выслать КП\n"
    "Петров Пётр;+7 903 000-00-02;Ромашка;;+7 495 111-11-11;Линия;200;;\n"
    "Иванов Иван;+7 903 000-00-01;Ромашка;;;Насос;300;;Позвонить\n"
    "Сидоров Семён;+7 903 000-00-03;;;;;;;\n"
)


@pytest.fixture(autouse=True)
def ready(db: None, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    defaults.ensure()


def brought(folder: Path, by: User, text: str = HEAD + ROWS, target: str = "persons", **options: Any) -> Report:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return carry_out_file(path=path, target=TARGETS[target], by=by, at=NOW, **({"mapping": MAPPING} | options))


def stand() -> dict[str, int]:
    return {one.__name__: one.objects.count() for one in (Organization, Person, Deal, Interaction, Task)}


ALL = {"Organization": 1, "Person": 3, "Deal": 3, "Interaction": 1, "Task": 2}


def test_each_is_made_once_and_they_are_linked(head: User, tmp_path: Path) -> None:
    report = brought(tmp_path, head)
    assert (report.rows, report.created, report.rejected, report.problems) == (4, 3, 0, [])
    assert report.parts == {
        "organization": [1, 0], "person": [3, 0], "deal": [3, 0], "interaction": [1, 0], "task": [2, 0],
    }  # fmt: skip
    assert stand() == ALL
    firm = Organization.objects.get()
    assert firm.phones == ["+74951111111"]  # what a further row says of it is not lost
    assert LegalEntity.objects.get().organization == firm
    ivanov = Person.objects.get(last_name="Иванов")
    assert {one.organization for one in Person.objects.exclude(last_name="Сидоров")} == {firm}
    assert {(one.name, one.organization, one.person) for one in Deal.objects.filter(person=ivanov)} == {
        ("Станок", firm, ivanov), ("Насос", firm, ivanov),
    }  # fmt: skip
    note = Interaction.objects.get()
    deal = Deal.objects.get(name="Станок")
    assert (note.text, note.subject_kind, note.subject_id) == ("Звонил, просил КП", "deal", deal.pk)
    assert note.happened_at == NOW
    assert {(one.title, one.subject_id) for one in Task.objects.all()} == {
        ("Выслать КП", deal.pk), ("Позвонить", Deal.objects.get(name="Насос").pk),
    }  # fmt: skip


def test_a_second_time_nothing_is_made(head: User, tmp_path: Path) -> None:
    brought(tmp_path, head)
    again = brought(tmp_path, head)
    assert (again.created, again.updated, again.rejected) == (0, 0, 0)
    assert {tuple(counts) for counts in again.parts.values()} == {(0, 0)}
    assert stand() == ALL


def test_a_trial_says_the_same_and_leaves_nothing(head: User, tmp_path: Path) -> None:
    report = brought(tmp_path, head, is_dry=True)
    assert (report.created, report.parts["deal"], report.parts["organization"]) == (3, [3, 0], [1, 0])
    assert not any(stand().values())


def test_a_row_goes_in_whole_or_not_at_all(head: User, tmp_path: Path) -> None:
    bad = "Белов Борис;+7 903 000-00-09;Лютик;;;Пресс;много;;\nЧернов Яков;;Ромашка;123;;;;;\n"
    report = brought(tmp_path, head, HEAD + ROWS + bad)
    assert (report.created, report.rejected) == (3, 2)
    assert [number for number, _reason in report.problems] == [6, 7]
    assert report.problems[0][1].startswith("Сделка: ")
    assert report.problems[1][1].startswith("Организация: ")
    assert stand() == ALL


def test_a_record_of_a_bad_row_stays_where_a_good_row_needs_it(head: User, tmp_path: Path) -> None:
    rows = "Белов Борис;;Лютик;;;Пресс;много;;\nЧернов Яков;;Лютик;;;Вал;5;;\n"
    report = brought(tmp_path, head, HEAD + rows)
    assert (report.created, report.rejected) == (1, 1)
    assert Deal.objects.get().organization == Organization.objects.get(name="Лютик")


def test_known_clients_get_what_is_new(head: User, tmp_path: Path) -> None:
    firm = actions.create(kind=ORGANIZATION, values={"name": "РОМАШКА"}, by=head, at=NOW)
    person = actions.create(
        kind=PERSON,
        values={"last_name": "Иванов", "first_name": "Иван", "phones": ["+79030000001"]},
        by=head,
        at=NOW,
    )
    report = brought(tmp_path, head)
    assert report.parts["organization"] == [0, 1]
    assert report.parts["person"] == [2, 1]
    person.refresh_from_db()
    assert (person.organization, Organization.objects.get()) == (firm, firm)
    assert Deal.objects.filter(person=person, organization=firm).count() == 2


def test_deals_carry_their_client_and_its_person(head: User, tmp_path: Path) -> None:
    mapping = {"Сделка": "name", "Клиент": "organization", "Контакт": "person", "Телефон": "persons.phones"}
    text = ";".join(mapping) + "\nСтанок;Ромашка;Иванов Иван;+7 903 000-00-01\nЛиния;Ромашка;Иванов Иван;\n"
    text += "Насос;;;\n"
    report = brought(tmp_path, head, text, "deals", mapping=mapping)
    assert (report.created, report.problems) == (3, [])
    person = Person.objects.get(phones=["+79030000001"])
    assert person.organization is None  # only a named column makes an organization of the row
    assert {one.organization.name for one in Deal.objects.exclude(name="Насос")} == {"Ромашка"}


def test_bare_names_in_one_organization_are_one_person(head: User, tmp_path: Path) -> None:
    mapping = {"ФИО": "full_name", "Фирма": "organizations.name", "Сделка": "deals.name"}
    text = ";".join(mapping) + "\nИванов Иван;Ромашка;А\nИванов Иван;Ромашка;Б\nИванов Иван;Лютик;В\n"
    brought(tmp_path, head, text, mapping=mapping)
    assert (Person.objects.count(), Deal.objects.count()) == (2, 3)
    brought(tmp_path, head, text.replace("В\n", "Г\n"), mapping=mapping)
    assert (Person.objects.count(), Deal.objects.count()) == (2, 4)


@pytest.mark.req("E1")
def test_a_client_that_one_may_only_see_is_linked_and_not_changed(
    seller: User, colleague: User, tmp_path: Path
) -> None:
    firm = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=colleague, at=NOW)
    Grant.objects.filter(role__in=seller.roles.all(), kind="organization", action="view").update(scope="all")
    report = brought(tmp_path, seller)
    firm.refresh_from_db()
    assert (firm.phones, report.rejected) == ([], 0)
    assert Person.objects.get(last_name="Петров").organization == firm


@pytest.mark.req("E1")
def test_what_one_may_not_make_is_not_offered(seller: User, tmp_path: Path) -> None:
    Grant.objects.filter(role__in=seller.roles.all(), kind="deal", action="create").delete()
    file = SimpleUploadedFile("a.csv", (HEAD + ROWS).encode())
    terms = runs.Terms(mapping=MAPPING, region="RU", is_dry=True)
    with pytest.raises(Refused):
        runs.bring(file=file, target="persons", terms=terms, by=seller, at=NOW)


def test_a_job_writes_it_in_portions_and_all_of_it_is_undone(
    head: User, run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "SIZE", 2)
    file = SimpleUploadedFile("a.csv", (HEAD + ROWS).encode())
    terms = runs.Terms(mapping=MAPPING, region="RU", is_dry=False)
    run = runs.bring(file=file, target="persons", terms=terms, by=head, at=NOW)
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.DONE, "")
    assert run.counts["parts"]["deal"] == [3, 0]
    assert stand() == ALL
    undoing.undo(run=run, by=head, at=NOW)
    run_jobs()
    assert ImportRun.objects.get().state == RunState.UNDONE
    assert not any(stand().values())


def test_a_job_that_rests_between_the_kinds_goes_on_with_the_next_one(
    head: User, run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portions, "SIZE", 2)
    terms = runs.Terms(mapping=MAPPING, region="RU", is_dry=False)
    run = runs.bring(
        file=SimpleUploadedFile("a.csv", (HEAD + ROWS).encode()), target="persons", terms=terms, by=head, at=NOW
    )
    whole = portions.Portions._store

    def stored(self: portions.Portions, *place: int) -> None:
        whole(self, *place)
        if ImportPortion.objects.count() == 5:
            halting.pause(run=run, by=head)

    monkeypatch.setattr(portions.Portions, "_store", stored)
    run_jobs()
    run.refresh_from_db()
    assert (run.state, stand()["Organization"], stand()["Deal"]) == (RunState.PAUSED, 1, 0)
    halting.resume(run=run, by=head, at=NOW)
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.error, stand()) == (RunState.DONE, "", ALL)
    assert run.counts["parts"]["task"] == [2, 0]
    assert progress_of(run, at=NOW).done == 4
