"""Rows of several records, attacked: a bad row spoils no good one, and nobody is linked to whom they may not see."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from voronka.accounts.models import User
from voronka.activities.models import Interaction, Task
from voronka.imports.actions import halting, runs, working
from voronka.imports.engine import portions
from voronka.imports.models.runs import RunState
from voronka.imports.terms import OwnerTo, RowTerms
from voronka.imports.tests.test_several_records import HEAD, MAPPING, ROWS, brought
from voronka.people.models import Organization, Person
from voronka.sales import defaults
from voronka.sales.models import Deal

pytestmark = pytest.mark.req("B8")

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def ready(db: None, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    defaults.ensure()


def test_same_deals_of_other_clients_are_others(head: User, tmp_path: Path) -> None:
    mapping = {"Сделка": "name", "Сумма": "amount", "Клиент": "organizations.name"}
    for client in ("Ромашка", "Лютик"):
        brought(tmp_path, head, f"Сделка;Сумма;Клиент\nПродление;100;{client}\n", "deals", mapping=mapping)
    assert {one.organization.name for one in Deal.objects.all() if one.organization} == {"Ромашка", "Лютик"}


@pytest.mark.parametrize(
    "rows",
    [
        "Иванов Иван;+7 903 000-00-01;Ромашка;;;Станок;много;;\nИванов Иван;+7 903 000-00-01;Ромашка;;;Насос;300;;\n",
        "Иванов Иван;+7 903 000-00-01;Ромашка;;;Станок;много;;\nИванов Иван;+7 903 000-00-01;;;;Насос;300;;\n",
        "Иванов Иван;+7 903 000-00-01;;;;Насос;300;;\nИванов Иван;+7 903 000-00-01;Ромашка;;;Станок;много;;\n",
    ],
)
@pytest.mark.parametrize("is_dry", [True, False])
def test_a_bad_row_is_told_and_spoils_no_good_one(head: User, tmp_path: Path, rows: str, is_dry: bool) -> None:
    report = brought(tmp_path, head, HEAD + rows, is_dry=is_dry)
    bad = 2 if rows.splitlines()[0].endswith("много;;") else 3
    assert (report.rejected, [number for number, _reason in report.problems]) == (1, [bad])
    assert report.parts["deal"] == [1, 0]
    if not is_dry:
        assert [one.name for one in Deal.objects.all()] == ["Насос"]
        assert Person.objects.get().organization == Organization.objects.first()
        assert Organization.objects.exists() == ("Ромашка;;;Насос" in rows)


def test_a_new_row_adds_to_what_the_last_file_brought(head: User, tmp_path: Path) -> None:
    brought(tmp_path, head)
    more = "Иванов Иван;+7 903 000-00-01, +7 903 000-00-77;Ромашка;;+7 495 222-22-22;Пила;5;;\n"
    brought(tmp_path, head, HEAD + ROWS + more)
    assert "+79030000077" in Person.objects.get(last_name="Иванов").phones
    assert "+74952222222" in Organization.objects.get().phones


@pytest.mark.req("E1")
def test_a_known_row_links_nobody_to_whom_one_may_not_see(seller: User, colleague: User, tmp_path: Path) -> None:
    own = {"ФИО": "full_name", "Телефон": "phones"}
    brought(tmp_path, colleague, "ФИО;Телефон\nИванов Иван;+7 903 000-00-01\n", mapping=own)
    text = "ФИО;Телефон;Сделка;Что\nИванов Иван;+7 903 000-00-01;Станок;Звонок\n"
    report = brought(tmp_path, seller, text, mapping=own | {"Сделка": "deals.name", "Что": "tasks.title"})
    assert (report.rejected, Deal.objects.count(), Task.objects.count()) == (1, 0, 0)


def test_what_is_shared_out_goes_by_rows(head: User, seller: User, colleague: User, tmp_path: Path) -> None:
    terms = RowTerms(owner=OwnerTo.SHARE, among=(seller.email, colleague.email))
    text = "ФИО;Сделка;Фирма\nА;1;Ромашка\nБ;2;Лютик\nА;3;Ромашка\nВ;4;Клевер\n"
    mapping = {"ФИО": "full_name", "Сделка": "deals.name", "Фирма": "organizations.name"}
    brought(tmp_path, head, text, mapping=mapping, terms=terms)
    assert {one.owner for one in Person.objects.all()} == {seller, colleague}
    assert all(one.person and one.owner == one.person.owner for one in Deal.objects.all())


def test_what_vanishes_between_the_kinds_is_told(head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "Иванов Иван;+7 903 000-00-01;Ромашка;;;Станок;100;Звонил;Выслать\nСидоров;;;;;Вал;7;Было;Надо\n"
    terms = runs.Terms(mapping=MAPPING, region="RU", is_dry=False)
    file = SimpleUploadedFile("a.csv", (HEAD + rows).encode())
    run = runs.bring(file=file, target="persons", terms=terms, by=head, at=NOW)
    whole = portions.Portions._store

    def stored(self: portions.Portions, *place: int) -> None:
        whole(self, *place)
        if self.kind == "person":
            halting.pause(run=run, by=head)

    monkeypatch.setattr(portions.Portions, "_store", stored)
    working.work(run_id=run.pk, at=NOW)
    monkeypatch.setattr(portions.Portions, "_store", whole)
    Person.objects.get(last_name="Иванов").delete()
    halting.resume(run=run, by=head, at=NOW + timedelta(hours=1))
    working.work(run_id=run.pk, at=NOW + timedelta(hours=1))
    run.refresh_from_db()
    assert run.state == RunState.DONE
    deals = set(Deal.objects.values_list("pk", flat=True))
    assert {one.subject_id for one in [*Task.objects.all(), *Interaction.objects.all()]} == deals
    assert {number for number, _reason in run.problems} == {2}


def test_people_of_a_file_that_gives_only_last_names(head: User, tmp_path: Path) -> None:
    mapping = {"Фамилия": "last_name", "Фирма": "organizations.name", "Сделка": "deals.name"}
    text = "Фамилия;Фирма;Сделка\nИванов;Ромашка;Станок\nИванов;Ромашка;Насос\n"
    for _time in range(2):
        report = brought(tmp_path, head, text, mapping=mapping)
        assert report.rejected == 0
    assert (Person.objects.count(), Deal.objects.count()) == (1, 2)
