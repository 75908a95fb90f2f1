"""Retention: whom the rules take and why, a dry run that touches nobody, the job that anonymises, the list of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from voronka.accounts.models import User
from voronka.activities.models import Task
from voronka.core.dates import months_before
from voronka.core.errors import Forbidden, NotFound, Refused
from voronka.people.kinds import PERSON
from voronka.people.models import Person
from voronka.records import actions, kinds, retention
from voronka.records.actions import retention as keeping
from voronka.records.actions import update
from voronka.records.models import Erasure, RetentionRule
from voronka.sales import defaults
from voronka.sales.actions import leads

pytestmark = [pytest.mark.django_db, pytest.mark.req("H12")]

LONG_AGO = datetime(2020, 3, 4, 12, tzinfo=UTC)


def person(by: User, last: str, at: datetime = LONG_AGO, **values: Any) -> Person:
    made: Person = actions.create(kind=PERSON, values={"last_name": last, **values}, by=by, at=at)
    return made


def taken(code: str) -> set[str]:
    rule = retention.find(code)
    assert rule is not None
    return {str(one.record) for one in retention.preview(rule, rule.months, timezone.now())}


@pytest.fixture
def forgotten(admin: User) -> Person:
    """Nobody has dealt with this one for years."""
    return person(admin, "Забытов", phones=["+79031234567"])


class TestWhom:
    def test_persons_whom_nobody_needs(self, admin: User, forgotten: Person) -> None:
        defaults.ensure()
        person(admin, "Свежев", at=timezone.now())
        dealt = person(admin, "Сделкин")
        actions.create(kind=kinds.get("deal"), values={"name": "Станок", "person": dealt.pk}, by=admin, at=LONG_AGO)
        asked = person(admin, "Делов")
        times = {"created_at": LONG_AGO, "updated_at": LONG_AGO}
        Task.objects.create(title="Звонок", subject_kind="person", subject_id=asked.pk, owner=admin, **times)
        assert taken("persons") == {"Забытов"}

    def test_leads_disqualified_long_ago(self, admin: User) -> None:
        defaults.ensure()
        for name, at in (("Старый", LONG_AGO), ("Новый", timezone.now())):
            lead = actions.create(kind=kinds.get("lead"), values={"last_name": name}, by=admin, at=LONG_AGO)
            leads.disqualify(lead=lead, reason="Спам", by=admin, at=at)
        assert taken("leads") == {"Старый"}

    def test_a_change_of_late_keeps_one(self, admin: User, forgotten: Person) -> None:
        update(record=forgotten, changes={"position": "директор"}, by=admin, at=timezone.now())
        assert taken("persons") == set()

    @pytest.mark.parametrize(
        ("moment", "months", "before"),
        [
            (datetime(2026, 3, 31, tzinfo=UTC), 1, datetime(2026, 2, 28, tzinfo=UTC)),
            (datetime(2026, 1, 5, tzinfo=UTC), 13, datetime(2024, 12, 5, tzinfo=UTC)),
        ],
    )
    def test_months_before(self, moment: datetime, months: int, before: datetime) -> None:
        assert months_before(moment, months) == before


class TestCarryingOut:
    def test_the_job_anonymises_and_may_run_twice(
        self, admin: User, forgotten: Person, run_jobs: Callable[[], int]
    ) -> None:
        run_jobs()
        assert keeping.ask(code="persons", by=admin, at=timezone.now()) == 1
        with pytest.raises(Refused):
            keeping.ask(code="persons", by=admin, at=timezone.now())
        run_jobs()
        forgotten.refresh_from_db()
        assert (forgotten.phones, Erasure.objects.get().why) == ([], "retention")
        assert keeping.carry_out(code="persons", by=admin, at=timezone.now()) == 0
        assert taken("persons") == set()

    def test_at_night_only_the_rules_that_are_on(self, admin: User, forgotten: Person) -> None:
        assert keeping.keep(at=timezone.now()) == 0
        keeping.settle(code="persons", months=36, is_on=True, by=admin, at=timezone.now())
        assert keeping.keep(at=timezone.now()) == 1

    def test_who_may_and_how_long(self, head: User, admin: User) -> None:
        now = timezone.now()
        with pytest.raises(Forbidden):
            keeping.settle(code="persons", months=36, is_on=True, by=head, at=now)
        with pytest.raises(NotFound):
            keeping.settle(code="nothing", months=36, is_on=True, by=admin, at=now)
        for months in (None, 0, 241, 10**12):
            with pytest.raises(Refused):
                keeping.settle(code="persons", months=months, is_on=True, by=admin, at=now)


class TestScreens:
    @pytest.fixture
    def page(self, client: Client, admin: User) -> Client:
        client.force_login(admin)
        return client

    def test_the_dry_run_touches_nobody(self, page: Client, forgotten: Person) -> None:
        html = page.get("/settings/retention/persons/").content.decode()
        assert "Забытов" in html
        assert "ничего с <time" in html
        assert "Забытов" not in page.get("/settings/retention/persons/?months=240").content.decode()
        assert "подошло: 1" in page.get("/settings/retention/").content.decode()
        assert not Erasure.objects.exists()

    def test_set_run_and_listed(self, page: Client, forgotten: Person, run_jobs: Callable[[], int]) -> None:
        page.post("/settings/retention/persons/", {"months": "24", "is_on": "on"})
        assert RetentionRule.objects.get().is_on
        run_jobs()
        assert page.post("/settings/retention/persons/run/").headers["Location"] == "/settings/erasures/"
        run_jobs()
        html = page.get("/settings/erasures/").content.decode()
        assert "Срок хранения истёк" in html
        assert "Забытов" not in html
        assert "Персональные данные обезличены" in page.get(f"/persons/{forgotten.pk}/").content.decode()

    def test_no_sign_on_the_living(self, page: Client, forgotten: Person) -> None:
        assert "обезличены:" not in page.get(f"/persons/{forgotten.pk}/").content.decode()

    @pytest.mark.parametrize("months", ["", "x", "0", "-1", "999999999999999999999", "\x00"])
    def test_bad_input(self, page: Client, months: str) -> None:
        for path in ("/settings/retention/", "/settings/retention/persons/"):
            assert page.post(path, {"months": months}).status_code in {400, 422}
        assert page.get("/settings/retention/persons/", {"months": months}).status_code in {200, 400}
        assert not RetentionRule.objects.exists()

    def test_others(self, client: Client, head: User, seller: User, forgotten: Person) -> None:
        for user in (head, seller):
            client.force_login(user)
            for path in ("retention/", "retention/persons/", "erasures/"):
                assert client.get(f"/settings/{path}").status_code == 403
            assert client.post("/settings/retention/persons/run/").status_code == 403
        assert timezone.now() - LONG_AGO > timedelta(days=36 * 30)
