"""The file that a claim rests on: for who sees what is claimed, a download only; gone with whom it tells of."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records import actions
from voronka.records.actions import erasures
from voronka.sales.actions import proofs, registrations
from voronka.sales.models import Registration
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.test_api import call
from voronka.sales.tests.test_registration_views import HTMX, panel

pytestmark = [pytest.mark.django_db, pytest.mark.req("H11")]


@pytest.fixture(autouse=True)
def files(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def firm(seller: User) -> Organization:
    """A client that the seller has made today."""
    made: Organization = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=seller, at=timezone.now())
    return made


def there(files: Path) -> list[Path]:
    return [path for path in files.rglob("*") if path.is_file()]


def claim(record: Any, by: User, name: str = "письмо.pdf", content: bytes = b"%PDF-1.7") -> Registration:
    return registrations.claim(record=record, proof=ContentFile(content, name=name), by=by, at=NOW)


def test_a_file_alone_is_evidence_for_the_head(
    client: Client, colleague: User, head: User, outsider: User, firm: Organization
) -> None:
    client.force_login(colleague)
    address = reverse("sales:claim", args=["organization", firm.pk])
    assert 'enctype="multipart/form-data"' in client.get(address, headers=HTMX).content.decode()
    file = SimpleUploadedFile("визитка с выставки.pdf", b"%PDF-1.7 <script>")
    assert client.post(address, {"proof": file}, headers=HTMX).status_code == 204
    one = Registration.objects.get(registrar=colleague)
    download = reverse("sales:registration-proof", args=[one.pk])
    assert download in client.get(reverse("sales:registrations")).content.decode()
    client.force_login(head)
    for text in (
        panel(client, firm),
        client.get(reverse("sales:registration-decide", args=[one.pk]), headers=HTMX).content.decode(),
    ):
        assert (download in text, "визитка с выставки.pdf" in text) == (True, True)
    answer: Any = client.get(download)
    assert b"".join(answer) == b"%PDF-1.7 <script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    _code, told = call(head, "/registrations?view=waiting", method="GET")
    assert [row["proof_name"] for row in told] == ["визитка с выставки.pdf"]
    client.force_login(outsider)
    assert client.get(download).status_code == 404


def test_what_bears_no_file_gives_none(client: Client, seller: User, firm: Organization) -> None:
    client.force_login(seller)
    one = Registration.objects.get(organization=firm)
    address = reverse("sales:registration-proof", args=[one.pk])
    assert address not in panel(client, firm)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 405


def test_the_file_of_a_client_is_not_shown_to_who_sees_his_deal_alone(
    client: Client, seller: User, admin: User, make_deal: MakeDeal
) -> None:
    values = {"name": "Вега", "owner": admin.pk}
    firm: Organization = actions.create(kind=ORGANIZATION, values=values, by=admin, at=timezone.now())
    Registration.objects.all().delete()
    one = registrations.claim(record=firm, proof=ContentFile(b"%PDF-1.7", name="a.pdf"), by=admin, at=timezone.now())
    deal = make_deal(seller)
    type(deal).objects.filter(pk=deal.pk).update(organization=firm)
    client.force_login(seller)
    shown, address = panel(client, deal), reverse("sales:registration-proof", args=[one.pk])
    assert (admin.full_name in shown, address in shown, client.get(address).status_code) == (True, False, 404)
    client.force_login(admin)
    assert address in panel(client, deal)


@pytest.mark.parametrize(
    "file", [("вирус.html", b"<script>"), ("пусто.pdf", b""), ("без-вида", b"x"), ("x.pdf.exe", b"MZ")]
)
def test_other_files_are_refused_with_words(
    client: Client, colleague: User, firm: Organization, files: Path, file: tuple[str, bytes]
) -> None:
    with pytest.raises(Refused) as refused:
        claim(firm, colleague, *file)
    assert refused.value.field == "proof"
    client.force_login(colleague)
    address = reverse("sales:claim", args=["organization", firm.pk])
    given = {"evidence": "Выставка в Твери", "proof": SimpleUploadedFile(*file)}
    answer = client.post(address, given, headers=HTMX)
    assert (answer.status_code, "Выставка в Твери" in answer.content.decode()) == (422, True)
    assert (there(files), Registration.objects.filter(registrar=colleague).exists()) == ([], False)


def test_what_fails_leaves_no_file(seller: User, firm: Organization, files: Path) -> None:
    with pytest.raises(Refused):
        claim(firm, seller)  # it is his already
    of_nothing, file = Registration(registrar=seller, at=NOW), ContentFile(b"%PDF-1.7", name="письмо.pdf")
    with pytest.raises(IntegrityError, match="registration_of_one_record"), proofs.kept(of_nothing, file):
        of_nothing.save()
    assert there(files) == []


def test_names_lead_nowhere(colleague: User, firm: Organization, files: Path) -> None:
    assert claim(firm, colleague, "..\\..\\etc/письмо\n.pdf").proof_name == "письмо.pdf"
    assert [path.parent for path in there(files)] == [files / "registrations"]


def test_files_without_a_registration_are_swept_after_a_day(colleague: User, firm: Organization) -> None:
    one = claim(firm, colleague)
    name = str(one.proof.name)
    assert proofs.sweep(at=timezone.now() + timedelta(days=2)) == 0
    actions.delete(kind=ORGANIZATION, ids=[firm.pk], by=colleague, at=NOW)
    assert proofs.sweep(at=timezone.now() + timedelta(days=2)) == 1
    assert not default_storage.exists(name)


@pytest.mark.req("H12")
def test_erasing_the_client_takes_the_file_away(
    seller: User, colleague: User, admin: User, django_capture_on_commit_callbacks: Any
) -> None:
    person: Person = actions.create(kind=PERSON, values={"last_name": "Серебров"}, by=seller, at=NOW)
    one = claim(person, colleague, "Серебров.pdf")
    name = str(one.proof.name)
    with django_capture_on_commit_callbacks(execute=True):
        erasures.erase(kind=PERSON, pk=person.pk, why="request", said=str(person), by=admin, at=NOW)
    one.refresh_from_db()
    assert (one.proof.name, one.proof_name, default_storage.exists(name)) == ("", "", False)
