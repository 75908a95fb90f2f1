"""An import beside other work: what somebody changes at the same moment stands."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once, somebody_waits, until
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.brought import carry_out_file
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.records import actions
from voronka.records.models import SearchEntry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("B8")]

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_people_of_a_renamed_client_are_found_by_whom_they_belong_to(
    seller: User, colleague: User, admin: User, tmp_path: Path
) -> None:
    firm = actions.create(kind=ORGANIZATION, values={"name": "Ромашка", "external_id": "r-1"}, by=admin, at=NOW)
    values = {"last_name": "Петров", "organization": firm.pk, "owner": seller.pk}
    person = actions.create(kind=PERSON, values=values, by=admin, at=NOW)
    file = tmp_path / "a.csv"
    file.write_text("Внешний код;Название\nr-1;Лютик\n")
    mapping = {"Внешний код": "external_id", "Название": "name"}
    target, said = TARGETS["organizations"], []

    def bring() -> None:
        said.extend(
            at_once(lambda: carry_out_file(path=file, target=target, by=admin, at=NOW, mapping=mapping).updated)
        )

    other = threading.Thread(target=bring)
    with transaction.atomic():
        actions.update(record=person, changes={"owner": colleague.pk}, by=admin, at=NOW)
        other.start()
        until(somebody_waits)
    other.join(30)
    assert said == [1]
    entry = SearchEntry.objects.get(kind="person")
    assert (entry.owner, entry.subtitle) == (colleague, "Лютик")
