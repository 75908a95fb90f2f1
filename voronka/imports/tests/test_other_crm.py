"""The export of another CRM comes over whole: once on the real files, always on a small set of the same shapes."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Count, Q, Sum

from voronka.accounts.models import User
from voronka.activities.models import HistoryEntry
from voronka.imports.engine.report import Report
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.brought import carry_out_file
from voronka.people.models import Organization, Person
from voronka.sales import defaults
from voronka.sales.models import Deal, Lead, StageChange

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
FILES = {"organizations": "Accounts", "persons": "Contacts", "leads": "Leads", "deals": "Potentials"}
SHARED = Path(os.environ.get("VORONKA_SHARED", Path(__file__).resolve().parents[4] / "shared"))


@dataclass(frozen=True)
class Export:
    folder: Path
    rows: dict[str, int]
    total: Decimal
    won: int
    lost: int


SMALL = Export(
    folder=Path(__file__).parent / "data",
    rows={"organizations": 4, "persons": 3, "leads": 5, "deals": 4},
    total=Decimal(45_000),
    won=1,
    lost=1,
)
REAL = Export(
    folder=SHARED / "data" / "zoho",
    rows={"organizations": 2229, "persons": 1265, "leads": 3900, "deals": 3632},
    total=Decimal(231_380_900),
    won=1425,
    lost=485,
)


@pytest.fixture(params=[pytest.param(SMALL, id="small"), pytest.param(REAL, id="real", marks=pytest.mark.once)])
def export(request: pytest.FixtureRequest) -> Export:
    chosen: Export = request.param
    if not chosen.folder.is_dir():
        pytest.skip(f"the real export is not here: {chosen.folder} (set VORONKA_SHARED); the small set stands for it")
    return chosen


def brought(export: Export, by: User) -> dict[str, Report]:
    return {
        target: carry_out_file(path=export.folder / f"{name}.csv", target=TARGETS[target], by=by, at=NOW)
        for target, name in FILES.items()
    }


@pytest.mark.req("B8")
@pytest.mark.req("B10")
@pytest.mark.req("H7")
def test_everything_arrives_once(export: Export, admin: User) -> None:
    first = brought(export, admin)
    assert {target: report.created for target, report in first.items()} == export.rows
    assert {target: report.rejected for target, report in first.items()} == dict.fromkeys(export.rows, 0)

    deals = Deal.objects.aggregate(
        total=Sum("amount"),
        won=Count("pk", filter=Q(outcome="won")),
        lost=Count("pk", filter=Q(outcome="lost")),
        linked=Count("lead", distinct=True),
    )
    assert deals == {"total": export.total, "won": export.won, "lost": export.lost, "linked": export.rows["deals"]}
    assert set(Deal.objects.values_list("currency", flat=True)) == {"USD"}
    assert not Person.objects.filter(organization=None).exists()
    assert not Organization.objects.filter(name="").exists()
    assert all(number.startswith("+1") for person in Person.objects.all() for number in person.phones)

    check_stages_became_a_pipeline_with_history(export)
    check_converted_leads_are_no_work(export)
    check_each_record_has_a_history(export)

    again = brought(export, admin)
    for target, count in export.rows.items():
        assert again[target].counts() == {
            "rows": count, "created": 0, "updated": 0, "duplicates": count, "rejected": 0
        }  # fmt: skip


def check_stages_became_a_pipeline_with_history(export: Export) -> None:
    assert Deal.objects.values("pipeline").distinct().count() == 1
    histories = StageChange.objects.filter(from_stage=None)
    assert histories.count() == export.rows["deals"]
    assert StageChange.objects.exclude(from_stage=None).count() == export.won + export.lost


def check_each_record_has_a_history(export: Export) -> None:
    kinds = HistoryEntry.objects.filter(type="created").values_list("subject_kind").annotate(Count("pk"))
    assert {TARGETS[target].kind.name: count for target, count in export.rows.items()} == dict(kinds)


def check_converted_leads_are_no_work(export: Export) -> None:
    """The rest stands in the queue."""
    states = dict(Lead.objects.values_list("state").annotate(Count("pk")))
    assert states == {"converted": export.rows["deals"], "open": export.rows["leads"] - export.rows["deals"]}
    assert not Lead.objects.exclude(owner=None).exists()


@pytest.mark.req("B8")
def test_deal_of_a_lead_that_is_not_there_is_rejected_with_a_reason(admin: User) -> None:
    path = SMALL.folder / "Potentials.csv"
    report = carry_out_file(path=path, target=TARGETS["deals"], by=admin, at=NOW)
    assert (report.created, report.rejected) == (0, SMALL.rows["deals"])
    assert not Deal.objects.exists()
    assert report.problems[0][1]


def test_seller_makes_no_stages(tmp_path: Path, seller: User) -> None:
    defaults.ensure()
    path = tmp_path / "deals.csv"
    rows = "Станок;1 500 000 ₽;Переговоры\nЛиния;10;Тендер\nПечь;5;Успешно\n"
    path.write_text("Сделка;Сумма;Этап\n" + rows, encoding="utf-8")
    report = carry_out_file(path=path, target=TARGETS["deals"], by=seller, at=NOW)
    assert (report.created, report.rejected) == (2, 1)
    assert sorted(Deal.objects.values_list("stage__name", "amount", "owner")) == [
        ("Выиграна", Decimal(5), seller.pk),
        ("Переговоры", Decimal(1_500_000), seller.pk),
    ]
