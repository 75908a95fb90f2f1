"""The funnel tells the truth, to each person their own, and every number opens its rows."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.records.actions import classifiers
from voronka.records.fields import FilterContext
from voronka.records.kinds import get
from voronka.records.listing import Question, matching
from voronka.records.models import ClassifierValue
from voronka.reports.fields import REACHED
from voronka.reports.period import ALWAYS, Period
from voronka.reports.queries.funnel import Funnel, FunnelQuestion, funnel
from voronka.sales import defaults
from voronka.sales.actions import deals
from voronka.sales.models import Deal, Pipeline

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
ALL_TIME = Period(name=ALWAYS, first=None, last=None)


@pytest.fixture
def pipeline(db: None) -> Pipeline:
    return defaults.ensure()


def stage(pipeline: Pipeline, name: str) -> Any:
    return pipeline.stages.get(name=name)


def sold(by: User, way: tuple[str, ...], amount: int = 100, reason: str = "Дорого") -> Deal:
    """A deal that went this way, a day in each stage."""
    deal: Deal = deals.create(values={"name": "Сделка", "amount": Decimal(amount)}, by=by, at=NOW)
    for day, name in enumerate(way, start=1):
        target, at = stage(deal.pipeline, name), NOW + timedelta(days=day)
        if target.outcome == "lost":
            why = ClassifierValue.objects.get(classifier="lost_reason", name=reason)
            deal = deals.lose(deal=deal, reason=why, by=by, at=at)
        elif target.outcome == "won":
            deal = deals.win(deal=deal, by=by, at=at)
        else:
            deal = deals.move(deal=deal, stage=target, by=by, at=at)
    return deal


def context(by: User) -> FilterContext:
    return FilterContext(by=by, at=NOW, zone=ZoneInfo("Europe/Moscow"))


def asked(pipeline: Pipeline, by: User, **more: Any) -> Funnel:
    return funnel(FunnelQuestion(pipeline=pipeline, **({"period": ALL_TIME} | more)), context(by))


@pytest.fixture
def story(pipeline: Pipeline, head: User) -> Pipeline:
    sold(head, ("Квалификация", "Предложение", "Выиграна"), 1000)
    sold(head, ("Квалификация", "Проиграна"), 200)
    sold(head, ("Предложение", "Новая"), 300)
    sold(head, ("Проиграна",), 400, "Нет бюджета")
    return pipeline


@pytest.mark.req("G4")
@pytest.mark.req("H3")
def test_counts_sums_conversion_time_and_losses(story: Pipeline, head: User) -> None:
    found = asked(story, head)
    reached = {step.stage.name: step.reached.count for step in found.steps}
    assert reached == {"Новая": 4, "Квалификация": 3, "Предложение": 2, "Переговоры": 1, "Договор": 1, "Выиграна": 1}
    assert found.steps[2].reached.sums == (("RUB", Decimal(1300)),)
    assert [step.to_next for step in found.steps[:3]] == [Decimal("75.0"), Decimal("66.7"), Decimal("50.0")]
    assert found.steps[0].median_days == Decimal("1.0")
    assert (found.total.count, found.won.count, found.lost.count, found.open.count) == (4, 1, 2, 1)
    assert found.won.sums == (("RUB", Decimal(1000)),)
    assert {loss.name: loss.part.count for loss in found.losses} == {"Дорого": 1, "Нет бюджета": 1}


@pytest.mark.req("G4")
def test_winning_a_deal_changes_the_funnel_by_exactly_that(story: Pipeline, head: User) -> None:
    deal = sold(head, (), 500)
    before = asked(story, head)
    deals.win(deal=deal, by=head, at=NOW + timedelta(days=2))
    after = asked(story, head)
    assert (after.won.count - before.won.count, before.open.count - after.open.count) == (1, 1)
    assert dict(after.won.sums)["RUB"] - dict(before.won.sums)["RUB"] == 500
    grown = [new.reached.count - old.reached.count for old, new in zip(before.steps, after.steps, strict=True)]
    assert grown == [0, 1, 1, 1, 1, 1]


@pytest.mark.req("E1")
def test_everybody_counts_what_they_may_see(story: Pipeline, seller: User, head: User, outsider: User) -> None:
    sold(seller, ("Выиграна",), 50)
    assert asked(story, seller).total.count == 1
    assert asked(story, head).total.count == 5
    assert asked(story, outsider).total.count == 0


def test_period_owner_and_source_narrow(story: Pipeline, head: User, seller: User) -> None:
    day = NOW.date()
    assert asked(story, head, period=Period(name="own", first=day, last=day)).total.count == 4
    assert asked(story, head, period=Period(name="own", first=None, last=day - timedelta(days=1))).total.count == 0
    assert asked(story, head, owner_id=seller.pk).total.count == 0
    assert asked(story, head, source_id=1).total.count == 0


@pytest.mark.req("E8")
def test_a_source_counts_with_all_that_stands_under_it(pipeline: Pipeline, head: User, admin: User) -> None:
    web = classifiers.add(classifier="source", name="Интернет", by=admin)
    site = classifiers.add(classifier="source", name="Наш сайт", parent=web, by=admin)
    deals.create(values={"name": "Сделка", "source": site.pk}, by=head, at=NOW)
    assert [asked(pipeline, head, source_id=one.pk).total.count for one in (web, site)] == [1, 1]


def test_currencies_are_never_added_up(pipeline: Pipeline, head: User) -> None:
    for currency, amount in (("RUB", 100), ("USD", 5), ("RUB", 50)):
        values = {"name": "Сделка", "amount": Decimal(amount), "currency": currency}
        deals.create(values=values, by=head, at=NOW)
    assert asked(pipeline, head).total.sums == (("RUB", Decimal(150)), ("USD", Decimal(5)))


@pytest.mark.req("K6")
def test_every_number_of_a_stage_opens_exactly_its_rows(story: Pipeline, head: User) -> None:
    for step in asked(story, head).steps:
        line = {"field": REACHED.name, "op": "in", "value": [step.stage.pk]}
        rows = matching(get("deal"), Question(filter=line), context(head))
        assert rows.count() == step.reached.count, step.stage.name


def test_page_shows_figures_that_open_their_rows(client: Client, story: Pipeline, head: User) -> None:
    client.force_login(head)
    answer = client.get(reverse("reports:funnel"), {"period": "always"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Квалификация" in text
    assert "/deals/?f=" in text


def test_page_of_the_colleague_and_the_outsider_shows_their_own(
    client: Client, story: Pipeline, colleague: User, outsider: User
) -> None:
    for user, count in ((colleague, 4), (outsider, 0)):
        client.force_login(user)
        answer = client.get(reverse("api:funnel"), {"period": "always"}, headers=_token(user))
        assert answer.json()["total"]["count"] == count


def _token(user: User) -> dict[str, str]:
    _kept, plain = tokens.issue(user=user, name="test", at=NOW)
    return {"Authorization": f"Bearer {plain}"}


@pytest.mark.parametrize(
    "words",
    [
        {"pipeline": "999"},
        {"pipeline": "x"},
        {"period": "ever"},
        {"from": "2026-02-01", "to": "2026-01-01"},
        {"from": "soon"},
        {"owner": "1 OR 1=1"},
        {"pipeline": "9" * 40},
    ],
)
def test_senseless_questions_are_refused(client: Client, story: Pipeline, head: User, words: dict[str, str]) -> None:
    client.force_login(head)
    assert client.get(reverse("reports:funnel"), words).status_code == 422


def test_export_holds_the_same_figures_and_no_formulas(client: Client, story: Pipeline, head: User) -> None:
    story.name = "=1+1"
    story.save()
    client.force_login(head)
    answer = client.get(reverse("reports:funnel_export"), {"period": "always"})
    sheet = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert sheet[0][0] == "=1+1"
    assert ["Новая", 4.0] in [row[:2] for row in sheet]
    assert ["Дорого", 1.0] in [row[:2] for row in sheet]


def test_export_needs_its_right(client: Client, story: Pipeline, seller: User, own_role: Any) -> None:
    own_role.grants.filter(action="export").delete()
    client.force_login(seller)
    assert client.get(reverse("reports:funnel_export")).status_code == 403


def test_page_asks_no_more_queries_with_more_deals(
    client: Client, story: Pipeline, head: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(head)
    with django_assert_max_num_queries(12):
        client.get(reverse("reports:funnel"), {"period": "always"})
