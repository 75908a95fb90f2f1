"""Whatever shows personal data is in the journal of reads: every address is asked, none may stay silent."""

import re

import pytest
from django.db import transaction
from django.test import Client

from tests.architecture.test_access_walk import all_steps, body
from tests.architecture.walk.canaries import NOW, WORD, Canaries
from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.records import kinds
from voronka.records.models import ReadEntry

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.req("H12")]

PERSONAL = re.compile(rf"{WORD} (person|lead|interaction|task)\b|{WORD}@example\.com|9991234567|999 123-45-67")
# Addresses that show something personal and write no line: start of the address -> why.
SILENT: dict[str, str] = {}


def test_everything_that_shows_personal_data_is_written_down(head: User, faults: list[str]) -> None:
    canaries = Canaries(head)
    client = Client(raise_request_exception=False)
    client.force_login(head)
    key = {"Authorization": f"Bearer {tokens.issue(user=head, name='walk', at=NOW)[1]}"}
    silent, told = [], 0
    for method, address, htmx in all_steps(canaries):
        if method != "GET":
            continue
        headers = ({"HX-Request": "true"} if htmx else {}) | (key if address.startswith("/api/") else {})
        with transaction.atomic():
            response = client.get(address, headers=headers)
            is_personal = response.status_code == 200 and PERSONAL.search(body(response))
            is_written = ReadEntry.objects.exists()
            transaction.set_rollback(True)
        told += is_written
        if is_personal and not is_written and not address.startswith(tuple(SILENT)):
            silent.append(f"{address} {'htmx' if htmx else ''} {is_personal[0]}")
    assert not silent, "\n".join(silent)
    assert faults == []
    assert told > len(list(kinds.all_kinds())) * 3
