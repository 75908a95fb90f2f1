"""Consents out of files: yes, no or a day for each purpose, once however often the file comes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from voronka.accounts.models import User
from voronka.imports.plan import look
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.test_clients import NOW, brought
from voronka.people.models import Channel, Consent, ConsentPurpose, Person

pytestmark = [pytest.mark.django_db, pytest.mark.req("H12", "B8")]

HEAD = "ФИО;Код;Согласие;Согласие на рассылку;Дата согласия;Канал согласия;Подтверждение согласия\n"
FIRST = HEAD + "Петров Иван;1;да;12.02.2026;01.02.2026;На бумаге;Договор 15\nСидоров Пётр;2;;нет;;;\nЗуев Олег;3;;;;;\n"


def said() -> list[tuple[str, str, bool, datetime, str, str]]:
    names = {one.pk: one.last_name for one in Person.objects.all()}
    rows = Consent.objects.select_related("purpose").order_by("pk")
    return sorted((names[o.record_id], o.purpose.code, o.is_given, o.at, o.channel, o.proof) for o in rows)


def test_what_a_file_says_is_written_down_once(tmp_path: Path, head: User) -> None:
    assert brought(tmp_path, FIRST, "persons", head).counts()["created"] == 3
    day, other = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 2, 12, tzinfo=UTC)
    found = said()
    assert [row[:3] for row in found] == [
        ("Петров", "email", True), ("Петров", "processing", True), ("Сидоров", "email", False)
    ]  # fmt: skip
    assert abs(found[0][3] - other).days < 1
    assert abs(found[1][3] - day).days < 1
    assert found[0][4:] == found[1][4:] == (Channel.PAPER, "Договор 15")
    assert found[2][3:] == (NOW, Channel.FILE, "")
    one = Consent.objects.first()
    assert one
    assert (one.by, one.entered_at, one.text and one.text.version) == (head, NOW, 1)
    again = FIRST.replace("Петров Иван;", "Петров Иван С.;").replace("Сидоров Пётр;", "Сидоров П.;")
    brought(tmp_path, again, "persons", head)
    assert len(said()) == 3
    brought(tmp_path, FIRST.replace(";;нет;;;", ";;да;;;"), "persons", head)
    assert [row[:3] for row in said()][2:] == [("Сидоров", "email", False), ("Сидоров", "email", True)]


def test_a_dry_run_writes_nothing(tmp_path: Path, head: User) -> None:
    brought(tmp_path, FIRST, "persons", head, is_dry=True)
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Зуев;1;может быть;;;;\n", "может быть"),
        ("Зуев;1;да;;01.02.2126;;\n", "ещё не наступил"),
        ("Зуев;1;да;;01.02.2026;голубь;\n", "голубь"),
        ("Зуев;1;да;;31.02.2026;;\n", "31.02.2026"),
    ],
)
def test_what_is_not_understood_rejects_its_row(tmp_path: Path, head: User, row: str, why: str) -> None:
    report = brought(tmp_path, HEAD + row, "persons", head)
    assert report.counts()["rejected"] == 1
    assert why in report.problems[0][1]
    assert not Consent.objects.exists()


def test_a_purpose_without_a_wording_takes_no_agreement(tmp_path: Path, head: User) -> None:
    ConsentPurpose.objects.create(code="photos", name="Фото на сайте", position=9)
    text = "Фамилия;Фото на сайте\nЗуев;да\nПетров;нет\n"
    assert look(_file(tmp_path, text), TARGETS["persons"]).mapping["Фото на сайте"] == "consent_photos"
    report = brought(tmp_path, text, "persons", head)
    assert (report.counts()["created"], report.counts()["rejected"]) == (1, 1)
    assert [row[:3] for row in said()] == [("Петров", "photos", False)]


def test_leads_bring_theirs_and_a_purpose_out_of_use_is_no_column(tmp_path: Path, head: User) -> None:
    ConsentPurpose.objects.filter(code="sms").update(is_active=False)
    text = "Фамилия;Согласие на звонки;Согласие на SMS\nЗуев;да;да\n"
    assert "consent_sms" not in TARGETS["leads"].by_name
    assert brought(tmp_path, text, "leads", head).counts()["created"] == 1
    assert [(one.kind, one.purpose.code) for one in Consent.objects.all()] == [("lead", "calls")]


def _file(folder: Path, text: str) -> Path:
    path = folder / "look.csv"
    path.write_text(text, encoding="utf-8")
    return path
