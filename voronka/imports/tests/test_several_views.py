"""Rows of several records on the page of their import."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.imports.actions import runs
from voronka.imports.tests.test_several_records import HEAD, MAPPING, ROWS
from voronka.sales import defaults

pytestmark = pytest.mark.req("B8")

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def ready(db: None, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    defaults.ensure()


def test_kinds_stand_in_the_order_in_which_they_link(client: Client, head: User, run_jobs: Callable[[], int]) -> None:
    terms = runs.Terms(mapping=MAPPING, region="RU", is_dry=True)
    file = SimpleUploadedFile("a.csv", (HEAD + ROWS).encode())
    run = runs.bring(file=file, target="persons", terms=terms, by=head, at=NOW)
    run_jobs()
    client.force_login(head)
    page = client.get(reverse("imports:run", args=[run.pk])).content.decode()
    parts = page.partition("import__parts")[2].partition("</ul>")[0]
    places = [parts.index(label) for label in ("Организации", "Люди", "Сделки", "Взаимодействия", "Дела")]
    assert places == sorted(places)
