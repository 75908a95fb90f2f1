"""Registrations end at night in portions: a killed job goes on, a row that cannot be marked holds up no other."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction

from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once
from voronka.people.kinds import ORGANIZATION
from voronka.records import actions
from voronka.sales.actions import registrations
from voronka.sales.models import Registration, RegistrationDeed
from voronka.sales.models.registrations import RegistrationState as State
from voronka.sales.tests.conftest import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("H11")]
AFTER = NOW + timedelta(days=90)


@pytest.fixture
def ids(seller: User, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Registrations of seven firms, in portions of two."""
    monkeypatch.setattr(registrations, "PORTION", 2)
    for number in range(7):
        actions.create(kind=ORGANIZATION, values={"name": f"Фирма {number}"}, by=seller, at=NOW)
    return list(Registration.objects.order_by("pk").values_list("pk", flat=True))


@contextmanager
def broken_at(pk: int, what: str) -> Iterator[None]:
    """While it lasts, this happens in the base where one row is marked."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE FUNCTION breaks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {what}; RETURN NEW; END $$;"
            f"CREATE TRIGGER breaks BEFORE UPDATE ON sales_registration FOR EACH ROW WHEN (NEW.id = {pk:d})"
            f" EXECUTE FUNCTION breaks()"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER breaks ON sales_registration; DROP FUNCTION breaks()")


def marked() -> list[int]:
    rows = Registration.objects.filter(state=State.EXPIRED, stands=False, ended_on__isnull=False)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def test_one_bad_row_does_not_stop_the_rest(ids: list[int]) -> None:
    with broken_at(ids[2], "RAISE EXCEPTION 'bad row'"):
        assert registrations.expire(at=AFTER) == 6
    assert marked() == [one for one in ids if one != ids[2]]
    assert registrations.expire(at=AFTER) == 1
    assert RegistrationDeed.objects.filter(what=State.EXPIRED).count() == 7


def test_a_killed_job_goes_on_where_it_stopped(ids: list[int]) -> None:
    with broken_at(ids[5], "PERFORM pg_terminate_backend(pg_backend_pid())"):
        with pytest.raises(OperationalError):
            registrations.expire(at=AFTER)
        connection.close()
        assert marked() == ids[:4]  # two portions are kept, the third was under way
    assert registrations.expire(at=AFTER) == 3
    assert registrations.expire(at=AFTER) == 0
    assert RegistrationDeed.objects.filter(what=State.EXPIRED).count() == 7


def test_what_somebody_holds_waits_for_the_next_night(ids: list[int]) -> None:
    def by_night() -> int:
        with transaction.atomic():
            Registration.objects.select_for_update().get(pk=ids[0])
            [found] = at_once(lambda: registrations.expire(at=AFTER))
            assert isinstance(found, int)
            return found

    assert by_night() == 6
    assert marked() == ids[1:]
    assert registrations.expire(at=AFTER) == 1
