"""The main job on the export of another CRM: a lead is called and converted, its deal won, and the funnel shows it."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.boards import column, drag
from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.activities.actions import types
from voronka.activities.models import Interaction, Task
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.brought import carry_out_file
from voronka.sales import defaults
from voronka.sales.models import Deal, Lead, Outcome, Pipeline, StageChange

type Windows = Callable[..., Page]

DATA = Path(__file__).parents[2] / "voronka" / "imports" / "tests" / "data"
FILES = {"organizations": "Accounts", "persons": "Contacts", "leads": "Leads", "deals": "Potentials"}
OPEN_STAGES = ("Новая", "Квалификация", "Предложение", "Переговоры", "Договор")
AMOUNT = 150_000


@pytest.fixture
def pipeline(admin: User) -> Pipeline:
    """The company with its usual settings, and the files of the other CRM in it."""
    made = defaults.ensure()
    types.defaults()
    for target, name in FILES.items():
        path = DATA / f"{name}.csv"
        carry_out_file(path=path, target=TARGETS[target], by=admin, at=timezone.now())
    return made


def funnel(user: User, pipeline: Pipeline) -> dict[str, Any]:
    """The funnel as the API tells it, with the rights of this person."""
    return dict(asked(user, "get", f"reports/funnel?period=always&pipeline={pipeline.pk}"))


def asked(user: User, method: str, path: str, **body: Any) -> Any:
    """What the API answers to this person."""
    _token, plain = tokens.issue(user=user, name="journey", at=timezone.now())
    call = getattr(Client(), method)
    headers = {"Authorization": f"Bearer {plain}"}
    answer = call(f"/api/v1/{path}", body or None, content_type="application/json", headers=headers)
    assert answer.status_code in {200, 201}, answer.content
    return answer.json()


def check_difference(before: dict[str, Any], after: dict[str, Any]) -> None:
    """One more deal of that amount went through every stage and was won; nothing else changed."""
    for name, more in (("total", 1), ("won", 1), ("lost", 0), ("open", 0)):
        assert after[name]["count"] - before[name]["count"] == more, name
    assert worth(after["won"]) - worth(before["won"]) == AMOUNT
    grown = {new["stage"]: new["reached"]["count"] - old["reached"]["count"]
             for old, new in zip(before["steps"], after["steps"], strict=True)}  # fmt: skip
    assert set(grown.values()) == {1}


def worth(part: dict[str, Any]) -> Decimal:
    return Decimal(part["sums"].get("RUB", 0))


@pytest.mark.e2e
@pytest.mark.django_db(transaction=True)
@pytest.mark.req("E9")
@pytest.mark.req("E11")
@pytest.mark.req("B10")
@pytest.mark.req("G3")
@pytest.mark.req("K6")
def test_lead_of_my_day_becomes_a_won_deal(windows: Windows, pipeline: Pipeline, head: User) -> None:
    before = funnel(head, pipeline)
    page = windows(head)
    page.goto("/")
    row = page.locator(".task", has_text="Elm")
    row.get_by_role("button", name="Взять").click()
    asked_for_step = page.locator(".task--doing", has_text="Elm")
    asked_for_step.get_by_role("link", name="Elm").click()
    panel = page.locator("#panel")
    panel.get_by_placeholder("О чём говорили и договорились?").fill("Нужны стеллажи, ждут расчёт.")
    panel.get_by_placeholder("Следующий шаг").fill("Выслать расчёт")
    panel.get_by_placeholder("срок: завтра в 15").fill("завтра в 15")
    panel.get_by_role("button", name="Сохранить").click()
    expect(panel.get_by_text("Нужны стеллажи, ждут расчёт.")).to_be_visible()

    lead = Lead.objects.get(last_name="Elm")
    assert lead.owner == head
    assert Interaction.objects.get().subject_id == lead.pk
    assert Task.objects.get(done_at=None).title == "Выслать расчёт"

    page.goto(f"/leads/{lead.pk}/")
    page.get_by_role("link", name="Преобразовать").click()
    page.get_by_label("Сумма").fill(str(AMOUNT))
    page.get_by_role("button", name="Преобразовать").click()
    page.wait_for_url("**/deals/*/")
    deal = Deal.objects.get(lead=lead)
    assert (deal.amount, deal.stage.name, deal.organization.name) == (AMOUNT, "Новая", "Elm Yard")

    page.goto("/deals/board/")
    for name in (*OPEN_STAGES[1:], "Выиграна"):
        dropped(page, deal, name)
    deal.refresh_from_db()
    assert deal.outcome == Outcome.WON
    check_difference(before, funnel(head, pipeline))

    page.goto(f"/reports/funnel/?period=always&pipeline={pipeline.pk}")
    page.get_by_role("link", name="Выигранные").click()
    expect(page.get_by_text(deal.name).first).to_be_visible()


def dropped(page: Page, deal: Deal, stage: str) -> None:
    """Drop the card of the deal on the column of a stage; waits for the server's word."""
    changes = StageChange.objects.filter(deal=deal).count()
    place = column(page, stage)
    with page.expect_response(lambda answer: answer.url.endswith("/stage/")):
        drag(page, deal, place)
    if stage in OPEN_STAGES:
        expect(place.locator(f"[data-card='{deal.pk}']")).to_be_visible()
    assert StageChange.objects.filter(deal=deal).count() == changes + 1


@pytest.mark.django_db
@pytest.mark.req("B2")
def test_the_same_way_by_the_api(pipeline: Pipeline, head: User) -> None:
    before = funnel(head, pipeline)
    lead = asked(head, "get", "leads?q=Elm")["items"][0]
    asked(head, "post", f"leads/{lead['id']}/take")
    asked(
        head,
        "post",
        f"leads/{lead['id']}/interactions",
        type="call",
        text="Ждут расчёт",
        next_step={"title": "Выслать расчёт", "due": "завтра в 15"},
    )
    made = asked(
        head,
        "post",
        f"leads/{lead['id']}/convert",
        organization={"name": "Elm Yard"},
        person={"last_name": "Elm"},
        deal={"name": "Стеллажи", "amount": str(AMOUNT)},
    )
    for name in OPEN_STAGES[1:]:
        stage = pipeline.stages.get(name=name)
        asked(head, "post", f"deals/{made['deal']}/move", stage=stage.pk)
    asked(head, "post", f"deals/{made['deal']}/win")
    check_difference(before, funnel(head, pipeline))
    assert Task.objects.get(done_at=None).title == "Выслать расчёт"
