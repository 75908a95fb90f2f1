"""A B2B funnel taken over from another CRM: as many deals at each stage as in its file, and no fewer when rolled up."""

import csv
import os
from collections import Counter
from pathlib import Path

import pytest
from django.db.models import Count

from voronka import imports
from voronka.accounts.models import User
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.brought import carry_out_file
from voronka.reports.queries.common_funnel import common_funnel
from voronka.reports.tests.conftest import NOW, chosen, context
from voronka.sales.models import Deal, Stage, StageChange

SMALL = Path(imports.__file__).parent / "tests" / "data"
SHARED = Path(os.environ.get("VORONKA_SHARED", Path(__file__).resolve().parents[4] / "shared"))
REAL = SHARED / "data" / "zoho"
FILES = {"organizations": "Accounts", "persons": "Contacts", "leads": "Leads", "deals": "Potentials"}


@pytest.fixture(params=[pytest.param(SMALL, id="small"), pytest.param(REAL, id="real", marks=pytest.mark.once)])
def folder(request: pytest.FixtureRequest) -> Path:
    chosen_one: Path = request.param
    if not chosen_one.is_dir():
        pytest.skip(f"the real export is not here: {chosen_one} (set VORONKA_SHARED); the small set stands for it")
    return chosen_one


@pytest.mark.req("H7", "B8")
def test_each_stage_has_as_many_deals_as_the_file(folder: Path, admin: User) -> None:
    for target, name in FILES.items():
        carry_out_file(path=folder / f"{name}.csv", target=TARGETS[target], by=admin, at=NOW)
    with (folder / "Potentials.csv").open(encoding="utf-8-sig", newline="") as file:
        told = Counter(row["Stage"] for row in csv.DictReader(file))
    came = dict(Deal.objects.values_list("stage__name").annotate(Count("pk")))
    assert sorted(came.values()) == sorted(told.values())
    assert {name: came[name] for name in told if name in came} == {
        name: count for name, count in told.items() if name in came
    }
    assert not StageChange.objects.filter(macro_stage=None).exists()

    for as_it_was in (True, False):
        found = common_funnel(chosen(as_it_was=as_it_was), context(admin))
        standing = [step.standing.part.count for step in (*found.steps, *found.paused)]
        natives = Stage.objects.filter(outcome="open").annotate(count=Count("deals"))
        assert sum(standing) == found.standing.part.count == sum(stage.count for stage in natives)
        assert found.total.count == sum(told.values())
        assert found.won.count == Deal.objects.filter(outcome="won").count()
