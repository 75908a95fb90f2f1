"""Whatever shows personal data is in the journal of reads: every address is asked, none may stay silent."""

import re

import pytest

from tests.architecture.walk.canaries import WORD, Canaries
from tests.architecture.walk.walking import Walk
from voronka.accounts.models import User
from voronka.records import kinds
from voronka.records.models import ReadEntry

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.req("H12")]

PERSONAL = re.compile(rf"{WORD} (person|lead|interaction|task)\b|{WORD}@example\.com|9991234567|999 123-45-67")
# Addresses that show something personal and write no line: start of the address -> why.
SILENT: dict[str, str] = {}


def test_everything_that_shows_personal_data_is_written_down(head: User, faults: list[str]) -> None:
    silent, told = [], 0
    for asked in Walk(head, Canaries(head), note=ReadEntry.objects.exists).everywhere(methods={"GET"}):
        is_personal = asked.status == 200 and PERSONAL.search(asked.body)
        told += asked.noted
        if is_personal and not asked.noted and not asked.address.startswith(tuple(SILENT)):
            silent.append(f"{asked} {is_personal[0]}")
    assert not silent, "\n".join(silent)
    assert faults == []
    assert told > len(list(kinds.all_kinds())) * 3
