"""Every report through the API: the figures of its page, of what the owner of the token may see."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.actions import tokens
from voronka.accounts.models import Action, User
from voronka.activities.models import Interaction, InteractionType
from voronka.records.actions import classifiers
from voronka.records.actions.field_rules import set_right
from voronka.records.models import FieldRight
from voronka.reports.tests.conftest import NOW, Sell, TwoUnits
from voronka.sales.kinds import DEAL, LEAD
from voronka.sales.models import Deal, Lead, LeadState, LeadVerdict

pytestmark = [pytest.mark.django_db, pytest.mark.req("B2"), pytest.mark.req("G4")]
REPORTS = ("speed", "money", "selling_cost", "time_spent", "lead_answers", "lead_worth")

type Ask = Callable[..., Any]


@pytest.fixture
def ask(client: Client) -> Ask:
    """The answer of a report to a program of somebody, all the time by default."""

    def asked(user: User, name: str, *, status: int = 200, **words: Any) -> Any:
        _kept, plain = tokens.issue(user=user, name="test", at=NOW)
        address = reverse(f"api:{name}")
        found = client.get(address, {"period": "always"} | words, headers={"Authorization": f"Bearer {plain}"})
        assert found.status_code == status, found.content
        return found.json()

    return asked


@pytest.fixture
def story(sell: Sell, admin: User, head: User, seller: User) -> list[Deal]:
    site = classifiers.add(classifier="source", name="Наш сайт", by=admin)
    return [
        sell(head, "Новая", "Квалификация", "Выиграна", amount=1000, source=site.pk),
        sell(head, "Новая", "Проиграна", amount=700),
        sell(seller, "Заявка", amount=50),
    ]


def test_speed_tells_velocities_and_stages(story: list[Deal], head: User, units: TwoUnits, ask: Ask) -> None:
    found = ask(head, "speed")
    goods = found["velocities"][0]
    assert (goods["pipeline_id"], goods["in_work"], goods["closed"], goods["won"]) == (units.goods.pk, 0, 2, 1)
    assert (Decimal(goods["average"]), Decimal(goods["win_rate"])) == (1000, 50)
    first = found["stages"][0]
    assert (first["stage"], first["pipeline"], first["time"]["count"]) == ("Новая", units.goods.name, 2)
    assert (Decimal(first["time"]["median_days"]), first["deals"]) == (1, 2)


def test_money_tells_sources(story: list[Deal], head: User, ask: Ask) -> None:
    found = ask(head, "money")
    assert (found["deals"]["count"], found["won"]["sums"]) == (3, {"RUB": "1000.00"})
    assert [(one["name"], one["won"]["count"]) for one in found["sources"]] == [("Наш сайт", 1), ("", 0)]
    assert [one["id"] for one in found["campaigns"]] == [None]


def test_cost_tells_people_and_reasons(story: list[Deal], head: User, ask: Ask) -> None:
    Interaction.objects.create(
        type=InteractionType.objects.get(code="call"), subject_kind="deal", subject_id=story[1].pk, owner=head,
        department=head.department, minutes=40, happened_at=NOW, created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    found = ask(head, "selling_cost")
    assert (found["won"]["deals"], found["lost"]["deals"], found["lost"]["minutes"]) == (1, 1, 40)
    assert [(one["owner_id"], one["lost"]["minutes"]) for one in found["people"]] == [(head.pk, 40)]
    assert [(one["reason"], one["lost"]["deals"]) for one in found["reasons"]] == [("Дорого", 1)]
    assert found["ignored"]["deals"] == found["ignored_now"]["deals"] == 0


def test_time_tells_people_by_type(story: list[Deal], head: User, seller: User, ask: Ask) -> None:
    call = InteractionType.objects.get(code="call")
    for deal, owner, minutes in ((story[0], head, 5), (story[2], seller, 30)):
        Interaction.objects.create(
            type=call, subject_kind="deal", subject_id=deal.pk, owner=owner, department=owner.department,
            minutes=minutes, happened_at=NOW, created_at=NOW, updated_at=NOW,
        )  # fmt: skip
    found = ask(head, "time_spent")
    assert found["total"] == {"count": 2, "minutes": 35}
    assert found["types"] == [{"count": 2, "minutes": 35, "type_id": call.pk, "type": call.name}]
    assert [(one["owner_id"], one["types"][0]["minutes"]) for one in found["people"]] == [(seller.pk, 30), (head.pk, 5)]
    assert ask(head, "time_spent", owner="me")["total"] == {"count": 1, "minutes": 5}
    assert ask(seller, "time_spent")["total"]["minutes"] == 30


@pytest.fixture
def leads(admin: User, seller: User) -> list[Lead]:
    """One answered in time and won, one late, one without a norm."""
    site = classifiers.add(classifier="source", name="Ярмарка", by=admin)
    settled = {"state": LeadState.CONVERTED, "converted_at": NOW, "source": site}
    made = [
        Lead.objects.create(
            last_name="Белов", owner=seller, department=seller.department, created_at=NOW, updated_at=NOW,
            respond_by=respond_by, answered_at=respond_by and NOW + timedelta(minutes=minutes), answer_minutes=minutes,
            **more,
        )
        for respond_by, minutes, more in (
            (NOW + timedelta(minutes=30), 10, settled),
            (NOW + timedelta(minutes=30), 50, {}),
            (None, None, {}),
        )
    ]  # fmt: skip
    LeadVerdict.objects.create(lead=made[0], fact="need", verdict="right", by=seller, at=NOW)
    return made


def test_answers_tell_people_and_sources(leads: list[Lead], head: User, seller: User, ask: Ask) -> None:
    found = ask(head, "lead_answers")
    assert found["total"] == {
        "leads": 2, "in_time": 1, "late": 1, "waiting": 0, "share": "50.0", "median_minutes": "30.0",
    }  # fmt: skip
    assert [(one["id"], one["name"], one["leads"]) for one in found["people"]] == [(seller.pk, seller.full_name, 2)]
    assert {one["name"] for one in found["sources"]} == {"Ярмарка", ""}


def test_worth_tells_facts(leads: list[Lead], head: User, ask: Ask) -> None:
    found = ask(head, "lead_worth")
    assert (found["total"]["leads"], found["total"]["converted"], found["total"]["rate"]) == (3, 1, "100.0")
    known = next(one for one in found["sources"] if one["name"] == "Ярмарка")
    assert known["facts"]["need"] == {"right": 1, "wrong": 0, "missing": 0, "share": "100.0"}
    assert [one["id"] for one in found["campaigns"]] == [None]


@pytest.mark.req("E1")
def test_one_counts_what_one_sees(  # noqa: PLR0917  # the cast of the story
    story: list[Deal], leads: list[Lead], seller: User, outsider: User, units: TwoUnits, ask: Ask
) -> None:
    assert ask(seller, "money")["deals"]["count"] == 1
    assert [one["pipeline_id"] for one in ask(seller, "speed")["velocities"]] == [units.repairs.pk]
    for name in REPORTS:
        told = str(ask(outsider, name))
        assert not any(word in told for word in ("Ярмарка", "Наш сайт", seller.full_name, "Новая")), name
    assert ask(outsider, "lead_worth")["total"]["leads"] == ask(outsider, "money")["deals"]["count"] == 0


@pytest.mark.req("E1")
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_needs_its_right(seller: User, own_role: Any, ask: Ask, name: str) -> None:
    own_role.grants.filter(action=Action.VIEW).delete()
    ask(seller, name, status=403)


def test_what_a_role_hides_is_not_told(  # noqa: PLR0917  # the cast of the story
    story: list[Deal], leads: list[Lead], seller: User, admin: User, own_role: Any, ask: Ask
) -> None:
    for kind, field in ((DEAL, "source"), (DEAL, "amount"), (LEAD, "source")):
        set_right(role=own_role, kind=kind, field=field, right=FieldRight.HIDDEN, by=admin)
    found = ask(seller, "money")
    assert (found["sources"], found["deals"]["sums"]) == ([], {})
    assert ask(seller, "lead_answers")["sources"] == ask(seller, "lead_worth")["sources"] == []


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("words", [{"period": "ever"}, {"from": "2026-02-01", "to": "2026-01-01"}])
def test_senseless_questions_are_refused(head: User, ask: Ask, name: str, words: dict[str, str]) -> None:
    assert ask(head, name, status=422, **words)["message"]


def test_who_and_where_must_be_numbers(head: User, ask: Ask) -> None:
    for name in ("speed", "money", "selling_cost", "time_spent"):
        ask(head, name, status=422, owner="1 OR 1=1")
