"""The page, the API: an import under way says how far it is, is paused and let go on by its owner only."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.imports.actions import runs
from voronka.imports.models import ImportPortion, ImportRun
from voronka.imports.models.runs import RunState
from voronka.people.models import Person

pytestmark = pytest.mark.req("B8")

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
PEOPLE = "Фамилия\nИванов\nПетров\n".encode()


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def run(head: User) -> ImportRun:
    """An import whose job waits."""
    terms = runs.Terms(mapping={}, region="RU", is_dry=False)
    return runs.bring(file=SimpleUploadedFile("a.csv", PEOPLE), target="persons", terms=terms, by=head, at=NOW)


def address(run: ImportRun, name: str = "run") -> str:
    return reverse(f"imports:{name}", args=[run.pk])


def test_page_pauses_and_lets_go_on(client: Client, head: User, run: ImportRun, run_jobs: Callable[[], int]) -> None:
    client.force_login(head)
    assert address(run, "pause") in client.get(address(run)).content.decode()
    assert client.post(address(run, "pause")).status_code == 303
    page = client.get(address(run)).content.decode()
    assert address(run, "resume") in page
    assert address(run, "cancel") in page
    assert "every" not in page.partition('id="step"')[2].partition(">")[0]
    run_jobs()
    assert not Person.objects.exists()
    assert client.post(address(run, "resume")).status_code == 303
    run_jobs()
    assert Person.objects.count() == 2
    assert client.post(address(run, "resume")).status_code == 409


def test_a_pace_is_read_with_its_thousands_parted(client: Client, head: User, run: ImportRun) -> None:
    ImportRun.objects.update(attempt=1, rows_read=9_000_000, writing_at=timezone.now() - timedelta(seconds=1000))
    ImportPortion.objects.create(
        run=run, attempt=1, kind="person", number=0, rows=7_091_500, created=1, updated=0, duplicates=0, rejected=0,
        trace="6b1cbd36-0000-4000-8000-000000000000",
    )  # fmt: skip
    client.force_login(head)
    assert re.search("7\u00a00\\d\\d строк[аи]? в секунду", client.get(address(run)).content.decode())


def test_page_says_how_far_it_is(client: Client, head: User, run: ImportRun) -> None:
    ImportRun.objects.update(attempt=1, rows_read=12_000, writing_at=timezone.now() - timedelta(minutes=10))
    ImportPortion.objects.create(
        run=run, attempt=1, kind="person", number=0, rows=5000, created=5000, updated=0, duplicates=0, rejected=0,
        trace="6b1cbd36-0000-4000-8000-000000000000",
    )  # fmt: skip
    client.force_login(head)
    page = " ".join(client.get(address(run)).content.decode().replace("\xa0", " ").split())
    assert "5 000 / 12 000" in page
    assert "строк в секунду" in page
    assert "осталось около" in page


@pytest.mark.parametrize("name", ["pause", "resume"])
def test_nobody_else_does(client: Client, run: ImportRun, colleague: User, admin: User, name: str) -> None:
    for user in (colleague, admin):
        client.force_login(user)
        assert client.post(address(run, name)).status_code == 404
    run.refresh_from_db()
    assert run.state == RunState.WORKING


@pytest.mark.parametrize("name", ["pause", "resume"])
def test_bad_request_changes_nothing(client: Client, head: User, run: ImportRun, name: str) -> None:
    client.force_login(head)
    assert client.get(address(run, name)).status_code == 405
    assert client.post(reverse(f"imports:{name}", args=[run.pk + 1])).status_code == 404


def test_a_check_is_not_paused(client: Client, head: User, run: ImportRun) -> None:
    ImportRun.objects.update(is_dry=True)
    client.force_login(head)
    assert address(run, "pause") not in client.get(address(run)).content.decode()
    assert client.post(address(run, "pause")).status_code == 422


def test_program_pauses_and_lets_go_on(head: User, colleague: User, run: ImportRun) -> None:
    url = f"/api/v1/imports/{run.pk}"
    assert _program(colleague).post(f"{url}/pause").status_code == 404
    answer = _program(head).post(f"{url}/pause")
    assert (answer.status_code, answer.json()["state"]) == (200, "paused")
    assert _program(head).get(url).json()["rows_written"] == 0
    answer = _program(head).post(f"{url}/resume")
    assert (answer.status_code, answer.json()["state"]) == (202, "working")
    assert _program(head).post(f"{url}/resume").status_code == 409


def _program(user: User) -> Client:
    _token, plain = tokens.issue(user=user, name="test", at=timezone.now())
    return Client(headers={"Authorization": f"Bearer {plain}"})


def test_what_rests_does_not_look_as_if_it_moved(client: Client, head: User, run: ImportRun) -> None:
    client.force_login(head)
    client.post(address(run, "pause"))
    page = client.get(address(run)).content.decode()
    assert "Пока ничего не записано." in page
    assert "<progress" not in page


def test_what_is_written_is_not_taken_back_by_a_slip(client: Client, head: User, run: ImportRun) -> None:
    client.force_login(head)
    for attempt, is_asked in ((0, False), (1, True)):
        ImportRun.objects.update(attempt=attempt, writing_at=NOW)
        assert ("hx-confirm" in client.get(address(run)).content.decode()) == is_asked


def test_a_file_that_is_here_already_says_that_there_is_nothing_to_do(
    client: Client, head: User, run_jobs: Callable[[], int]
) -> None:
    text = "Код;Фамилия\n1;Иванов\n".encode()
    for is_dry in (False, True):
        terms = runs.Terms(mapping={}, region="RU", is_dry=is_dry)
        file = SimpleUploadedFile("a.csv", text)
        again = runs.bring(file=file, target="persons", terms=terms, by=head, at=NOW)
        run_jobs()
    client.force_login(head)
    page = client.get(address(again)).content.decode()
    assert "Импортировать нечего" in page
    assert 'class="fates"' not in page


def test_the_empty_page_says_in_which_order(client: Client, head: User) -> None:
    client.force_login(head)
    page = client.get(reverse("imports:imports")).content.decode()
    assert "организации, люди, лиды, сделки" in page
