"""Deals out of files: their money."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.imports.engine.report import Report
from voronka.imports.targets.pipelines import outcome_of
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.brought import carry_out_file
from voronka.people.models import Person
from voronka.sales import defaults
from voronka.sales.models import Deal, Stage

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
HEADING = "Код;Сделка;Сумма\n"


@pytest.fixture(autouse=True)
def pipeline(db: None) -> None:
    defaults.ensure()


def brought(folder: Path, text: str, by: User, **options: Any) -> Report:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return carry_out_file(path=path, target=TARGETS["deals"], by=by, at=NOW, **options)


def money() -> tuple[str, Decimal | None, str]:
    deal = Deal.objects.get()
    return deal.name, deal.amount, deal.currency


@pytest.mark.req("B8")
@pytest.mark.parametrize(
    ("row", "after"),
    [
        ("1;Станок 2;", ("Станок 2", Decimal(22_700), "USD")),
        ("1;Станок;23 000", ("Станок", Decimal(23_000), "USD")),
        ("1;Станок;€5", ("Станок", Decimal(5), "EUR")),
    ],
    ids=["no amount", "no currency", "another currency"],
)
def test_currency_changes_with_the_amount_only(
    tmp_path: Path, head: User, row: str, after: tuple[str, Decimal, str]
) -> None:
    brought(tmp_path, HEADING + '1;Станок;"$22,700.00"\n', head)
    assert brought(tmp_path, f"{HEADING}{row}\n", head).updated == 1
    assert money() == after


def test_amount_without_a_currency_is_in_the_usual_one(tmp_path: Path, head: User) -> None:
    brought(tmp_path, f"{HEADING}1;Станок;1 500,50\n", head)
    assert money() == ("Станок", Decimal("1500.50"), "RUB")


@pytest.mark.req("B8")
def test_currency_that_deals_do_not_have_rejects_the_row_and_names_those_they_have(tmp_path: Path, head: User) -> None:
    report = brought(tmp_path, f"{HEADING}1;Станок;£100\n", head)
    assert (report.created, report.rejected) == (0, 1)
    assert all(code in report.problems[0][1] for code in ("RUB", "USD", "KZT"))


def stages_made(folder: Path, admin: User, *rows: str) -> list[str]:
    text = "Сделка;Этап;Вероятность\n" + "".join(f"Станок;{row}\n" for row in rows)
    brought(folder, text, admin)
    pipeline = Deal.objects.first().pipeline_id  # type: ignore[union-attr]  # there is one
    return list(Stage.objects.filter(pipeline=pipeline).order_by("position").values_list("name", flat=True))


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        (("Цех;70%", "Won;100", "Смета;20", "Lost;0", "Замер;50"), ["Смета", "Замер", "Цех", "Won", "Lost"]),
        (("Negotiation;", "Lost;", "Prospect;", "Won;", "Quote;"), ["Prospect", "Quote", "Negotiation", "Won", "Lost"]),
        (("Цех;10", "Lost;", "Цех;90", "Won;", "Смета;20"), ["Цех", "Смета", "Won", "Lost"]),
    ],
    ids=["by the file", "by usual names", "as they first stand"],
)
def test_stages_of_a_new_pipeline_stand_by_their_chance(
    tmp_path: Path, admin: User, rows: tuple[str, ...], order: list[str]
) -> None:
    assert stages_made(tmp_path, admin, *rows) == order


@pytest.mark.req("B10")
@pytest.mark.parametrize(
    ("stage", "outcome"),
    [
        ("Сделка успешна", "won"),
        ("Сделка провалена", "lost"),
        ("Анализ причины провала", "lost"),
        ("Analyze failure", "lost"),
        ("Неуспешно", "lost"),
        ("Успешно реализовано", "won"),
        ("Закрыто и не реализовано", "lost"),
        ("Подготовка документов", "open"),
    ],
)
def test_closing_stages_of_other_programs_close(stage: str, outcome: str) -> None:
    assert outcome_of(stage) == outcome


def osina(by: User, middle_name: str = "Павловна", last_name: str = "Осина") -> None:
    stamps = {"owner": by, "created_at": NOW, "updated_at": NOW}
    Person.objects.create(last_name=last_name, first_name="Вера", middle_name=middle_name, **stamps)


@pytest.mark.req("B10")
@pytest.mark.parametrize(
    ("said", "found"),
    [("Вера Осина", True), ("Осина Вера", True), ("Вера Павловна Осина", True), ("Осина", False), ("Вера", False)],
)
def test_a_deal_finds_its_person_without_the_patronymic(tmp_path: Path, admin: User, said: str, found: bool) -> None:
    Person.objects.create(
        last_name="Осина", first_name="Вера", middle_name="Павловна", owner=admin, created_at=NOW, updated_at=NOW
    )
    Person.objects.create(
        last_name="Осинина", first_name="Вера", middle_name="Павловна", owner=admin, created_at=NOW, updated_at=NOW
    )
    brought(tmp_path, f"Сделка;Контакт\nСтанок;{said}\n", admin)
    assert bool(Deal.objects.get().person) == found


def test_of_two_persons_without_their_patronymics_nobody_is_guessed(tmp_path: Path, admin: User) -> None:
    for middle in ("Павловна", "Петровна"):
        Person.objects.create(
            last_name="Осина", first_name="Вера", middle_name=middle, owner=admin, created_at=NOW, updated_at=NOW
        )
    brought(tmp_path, "Сделка;Контакт\nСтанок;Вера Осина\n", admin)
    assert Deal.objects.get().person is None
