"""How fast we sell and what brings money: figures of one's own deals that open their rows."""

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from voronka.accounts.models import User
from voronka.records.actions import classifiers
from voronka.reports.answer_rows import AnswerRows
from voronka.reports.queries.money import money
from voronka.reports.queries.speed import speed
from voronka.reports.tests.conftest import NOW, Sell, TwoUnits, chosen, context
from voronka.reports.tests.opened import opened_rows
from voronka.sales.models import Deal

LATER = NOW + timedelta(days=30)
PAGES = ("speed", "money")


@pytest.fixture
def story(sell: Sell, admin: User, head: User, seller: User) -> None:
    site = classifiers.add(classifier="source", name="Наш сайт", by=admin)
    sell(head, "Новая", "Квалификация", "Выиграна", amount=1000, source=site.pk)
    sell(head, "Новая", "Квалификация", "Предложение", "Переговоры", "Выиграна", amount=2000, source=site.pk)
    sell(head, "Новая", "Проиграна", amount=700)
    sell(head, "Новая", amount=300)
    sell(seller, "Заявка", amount=50)


@pytest.mark.req("G4")
def test_velocity_is_deals_by_worth_by_chance_over_days(story: None, head: User, units: TwoUnits) -> None:
    goods, repairs = speed(chosen(moment="closed_at"), context(head, LATER)).velocities
    assert (goods.in_work, goods.closed, goods.won, goods.win_rate) == (1, 3, 2, Decimal("66.7"))
    assert (goods.average, goods.cycle_days) == (Decimal("1500.00"), Decimal("3.0"))
    assert goods.per_day == round(1 * Decimal(1500) * Decimal("66.7") / 100 / 3)
    assert (repairs.pipeline, repairs.in_work, repairs.per_day) == (units.repairs, 1, None)


@pytest.mark.req("H4")
def test_the_fact_stands_beside_the_norm(story: None, head: User, units: TwoUnits) -> None:
    stage = units.stage("Новая")
    stage.days_norm = 1
    stage.save()
    paces = {one.stage.name: one for one in speed(chosen(moment="closed_at"), context(head, LATER)).paces}
    assert (paces["Новая"].time.median, paces["Новая"].time.count, paces["Новая"].is_over) == (Decimal("1.0"), 3, False)


@pytest.mark.req("G4", "K6")
def test_sources_are_followed_to_won_money(story: None, head: User) -> None:
    found = money(chosen(), context(head, LATER))
    assert [(one.name, one.deals.count, one.won.count, one.won.sums) for one in found.sources] == [
        ("Наш сайт", 2, 2, (("RUB", Decimal("3000.00")),)),
        ("", 3, 0, ()),
    ]
    assert [(one.pk, one.win_rate) for one in found.campaigns] == [(None, Decimal("66.7"))]


@pytest.mark.req("E1")
@pytest.mark.parametrize("name", PAGES)
def test_everybody_counts_their_own(  # noqa: PLR0917  # the cast of the story
    client: Client, story: None, seller: User, colleague: User, outsider: User, name: str
) -> None:  # fmt: skip
    for user, sees in ((colleague, (True, True)), (seller, (False, True)), (outsider, (False, False))):
        client.force_login(user)
        text = client.get(reverse(f"reports:{name}"), {"period": "always"}).content.decode()
        assert ("Оборудование" in text, "Ремонт" in text) == sees
    assert money(chosen(), context(outsider, LATER)).total.count == 0


@pytest.mark.req("K6")
@pytest.mark.parametrize("name", PAGES)
def test_each_number_opens_as_many_rows(
    client: Client, story: None, head: User, name: str, django_assert_max_num_queries: Any
) -> None:
    client.force_login(head)
    address = reverse(f"reports:{name}")
    client.get(address)
    with django_assert_max_num_queries(12):
        text = client.get(address, {"period": "always"}).content.decode()
    figures = re.findall(r'<a href="(/deals/\?[^"]+)">(\d+)</a>', text)
    assert len(figures) >= 4
    for opens, number in figures:
        assert opened_rows(unescape(opens), context(head, LATER)) == int(number), opens


@pytest.mark.parametrize("name", PAGES)
def test_files_and_senseless_questions(  # noqa: PLR0917  # the cast of the story
    client: Client, story: None, head: User, seller: User, own_role: Any, name: str
) -> None:
    client.force_login(head)
    assert client.get(reverse(f"reports:{name}"), {"owner": "1 OR 1=1"}).status_code == 422
    answer = client.get(reverse(f"reports:{name}_export"), {"period": "always"})
    table = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert len(table) > 2
    own_role.grants.filter(action="export").delete()
    client.force_login(seller)
    assert client.get(reverse(f"reports:{name}_export")).status_code == 403


@pytest.mark.req("H4", "K6")
@pytest.mark.parametrize("seed", range(4))
def test_the_fact_of_a_stage_opens_the_deals_that_left_it(sell: Sell, head: User, units: TwoUnits, seed: int) -> None:
    chance = Random(seed)  # any ways will do
    twice = ("Новая", "Квалификация", "Новая", "Квалификация", "Новая", "Выиграна")
    sell(head, *twice)
    for _number in range(6):
        steps = chance.choices(("Новая", "Квалификация", "Предложение", "Переговоры"), k=chance.randint(1, 6))
        way = [one for one, before in pairwise((*steps, "")) if one != before]
        sell(head, *way, *chance.choice([("Выиграна",), ("Проиграна",), ()]))
    asked, of_head = chosen(moment="closed_at"), context(head, LATER)
    rows, closed = AnswerRows.of(asked, head), Deal.objects.exclude(outcome="open")
    paces = speed(asked, of_head).paces
    assert {one.stage.pk for one in paces} == {pk for deal in closed for pk in deal.left_stages}
    for one in paces:
        assert opened_rows(rows.left(one), of_head) == one.deals
        assert one.time.count == sum(deal.left_stages.count(one.stage.pk) for deal in closed)
    again = next(one for one in paces if one.stage.name == "Новая")
    assert again.is_repeated
    assert again.time.count >= again.deals + 2


@pytest.mark.req("H4")
def test_stays_are_told_where_they_differ_from_deals(client: Client, sell: Sell, head: User) -> None:
    sell(head, "Новая", "Квалификация", "Новая", "Выиграна")
    client.force_login(head)
    text = client.get(reverse("reports:speed"), {"period": "always"}).content.decode()
    assert re.findall(r">(\d+)</a><small[^>]*>([^<]+)</small>", text) == [("1", "2 пребывания")]
    answer = client.get(reverse("reports:speed_export"), {"period": "always"})
    table = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert [row[-2:] for row in table if row[1] in {"Новая", "Квалификация"}] == [[2.0, 1.0], [1.0, 1.0]]
