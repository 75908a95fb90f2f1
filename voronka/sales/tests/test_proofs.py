"""The bill of an expense: kept as it is, for who sees the deal, a download only; gone with what it belonged to."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.people.kinds import PERSON
from voronka.people.models import Person
from voronka.records.actions import erasures
from voronka.sales.actions import deals, economics, proofs
from voronka.sales.models import Deal, Expense, Pipeline
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.test_economics import trip

pytestmark = [pytest.mark.django_db, pytest.mark.req("H5")]
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def files(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def spent(deal: Deal, by: User, name: str = "чек.pdf", content: bytes = b"%PDF-1.7") -> Expense:
    proof = ContentFile(content, name=name)
    kind = trip(deal.pipeline)
    return economics.spend(deal=deal, kind=kind, amount=Decimal(100), on=NOW.date(), proof=proof, by=by, at=NOW)


def test_a_bill_is_told_with_the_expense_and_downloaded(
    client: Client, seller: User, outsider: User, make_deal: MakeDeal, pipeline: Pipeline
) -> None:
    deal = make_deal(seller)
    client.force_login(seller)
    given = {"kind": trip(pipeline).pk, "amount": "4100", "on": NOW.date().isoformat()}
    file = SimpleUploadedFile("билет в Тверь.pdf", b"%PDF-1.7 <script>")
    address = reverse("sales:expense-new", args=[deal.pk])
    assert client.post(address, {**given, "proof": file}, headers=HTMX).status_code == 204
    expense = Expense.objects.get()
    download = reverse("sales:expense-proof", args=[deal.pk, expense.pk])
    panel = client.get(f"/deals/{deal.pk}/panels/economics/", headers=HTMX).content.decode()
    assert download in panel
    assert "билет в Тверь.pdf" in panel
    answer: Any = client.get(download)
    assert b"".join(answer) == b"%PDF-1.7 <script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    client.force_login(outsider)
    assert client.get(download).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"), [("вирус.html", b"<script>"), ("пусто.pdf", b""), ("без-вида", b"x"), ("x.pdf.exe", b"MZ")]
)
def test_other_files_are_refused_with_words(seller: User, make_deal: MakeDeal, name: str, content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        spent(make_deal(seller), seller, name, content)
    assert refused.value.field == "proof"
    assert not Expense.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("чек.pdf", b"<html><script>alert(1)</script>"),
        ("чек.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("чек.jpg", b"MZ\x90\x00"),
        ("счёт.xlsx", b"<table><tr><td>1</td></tr></table>"),
    ],
)
def test_the_content_is_what_the_name_says(seller: User, make_deal: MakeDeal, name: str, content: bytes) -> None:
    with pytest.raises(Refused, match="не то") as refused:
        spent(make_deal(seller), seller, name, content)
    assert (refused.value.field, Expense.objects.exists()) == ("proof", False)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("фото.JPG", b"\xff\xd8\xff\xe0rest"),
        ("фото.jpeg", b"RIFF\x24\x00\x00\x00WEBPVP8 "),  # so messengers call what they send
        ("фото.heic", b"\x00\x00\x00\x18ftypheic"),
        ("снимок.png", b"\x89PNG\r\n\x1a\nrest"),
        ("счёт.xlsx", b"PK\x03\x04rest"),
        ("счёт.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"),
        ("письмо.doc", b"{\\rtf1 rest"),
        ("скан.pdf", b"\xef\xbb\xbf%PDF-1.4 rest"),
        ("заметка.txt", "Такси".encode("cp1251")),
    ],
)
def test_files_as_programs_write_them_are_kept_whole(
    seller: User, make_deal: MakeDeal, name: str, content: bytes
) -> None:
    assert spent(make_deal(seller), seller, name, content).proof.read() == content


def test_a_large_file_is_refused(seller: User, make_deal: MakeDeal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "LARGEST", 4)
    with pytest.raises(Refused, match="10"):
        spent(make_deal(seller), seller)


def test_names_are_cut_and_lead_nowhere(seller: User, make_deal: MakeDeal, files: Path) -> None:
    deal = make_deal(seller)
    assert spent(deal, seller, "..\\..\\etc/чек\n.pdf").proof_name == "чек.pdf"
    long = spent(deal, seller, f"{'щ' * 300}.pdf")
    assert (len(long.proof_name), long.proof_name[-4:]) == (120, ".pdf")
    assert all(path.parent == files / "expenses" for path in files.rglob("*") if path.is_file())


def test_what_fails_leaves_no_file(seller: User, make_deal: MakeDeal, files: Path) -> None:
    deal = make_deal(seller)
    kind = trip(deal.pipeline)
    expense = Expense(deal=deal, kind=kind, amount=Decimal(-1), on=NOW.date(), by=seller, at=NOW)
    file = ContentFile(b"%PDF-1.7", name="чек.pdf")
    with pytest.raises(Exception, match="expense_is_positive"), proofs.kept(expense, file):
        expense.save()
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_files_without_an_expense_are_swept_after_a_day(seller: User, make_deal: MakeDeal) -> None:
    kept, gone = (spent(make_deal(seller), seller) for _number in range(2))
    name = str(gone.proof.name)
    gone.delete()
    now = timezone.now()
    assert proofs.sweep(at=now) == 0
    assert proofs.sweep(at=now + timedelta(days=2)) == 1
    assert (default_storage.exists(name), default_storage.exists(str(kept.proof.name))) == (False, True)


@pytest.mark.req("H12")
def test_erasing_the_client_takes_the_bills_away(
    seller: User, admin: User, pipeline: Pipeline, django_capture_on_commit_callbacks: Any
) -> None:
    person = Person.objects.create(last_name="Серебров", owner=seller, created_at=NOW, updated_at=NOW)
    deal: Deal = deals.create(values={"name": "Насосы", "person": person.pk}, by=seller, at=NOW)
    expense = spent(deal, seller, "Серебров.pdf")
    name = str(expense.proof.name)
    with django_capture_on_commit_callbacks(execute=True):
        erasures.erase(kind=PERSON, pk=person.pk, why="request", said=str(person), by=admin, at=NOW)
    expense.refresh_from_db()
    assert (expense.proof.name, expense.proof_name, default_storage.exists(name)) == ("", "", False)
