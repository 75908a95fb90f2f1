"""What the settings say of the months of the journal of reads before they are dropped."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from voronka.accounts.models import User
from voronka.records.actions import reads, retention
from voronka.records.models import ReadEntry, Way
from voronka.records.reads.months import months_over

pytestmark = [pytest.mark.django_db, pytest.mark.req("H12")]

SCREEN = "/settings/retention/"


@pytest.fixture
def old(admin: User) -> None:
    """Two lines of January 2019, one of March."""
    for month in (1, 1, 3):
        at = datetime(2019, month, 31, 23, 59, tzinfo=UTC)
        reads.keep(shown={"person": {7: None}}, way=Way.CARD, place="/", question="", address=None, by=admin, at=at)


@pytest.mark.usefixtures("old")
def test_the_screen_names_exactly_what_the_night_takes(client: Client, admin: User) -> None:
    found = months_over(date(2019, 3, 31))
    assert [(one.first, one.lines) for one in found] == [(date(2019, 1, 1), 2)]
    assert found[0].size > 0
    client.force_login(admin)
    html = client.get(SCREEN).content.decode()
    assert "январь 2019" in html.lower()
    assert "март 2019" in html.lower()
    retention.keep(at=datetime(2022, 4, 2, tzinfo=UTC))
    assert not ReadEntry.objects.filter(at__year=2019).exists()
    assert "2019" not in client.get(SCREEN).content.decode()


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize("months", ["240", "0", "-1", "x", "\x00", "99999999999999999999"])
def test_other_months_are_tried_without_being_kept(client: Client, admin: User, months: str) -> None:
    client.force_login(admin)
    answer = client.get(SCREEN, {"months": months}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert ("2019" in answer.content.decode()) == (months != "240")


def test_only_administrators_see_it(client: Client, head: User) -> None:
    client.force_login(head)
    assert client.get(SCREEN).status_code == 403
