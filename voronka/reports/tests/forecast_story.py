"""March of the company that forecasts: deals won and open, each in another slice, and plans for it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from voronka.accounts.models import User
from voronka.core.calendar_periods import CalendarPeriod
from voronka.reports.queries.forecast import ForecastQuestion
from voronka.reports.tests.conftest import NOW, Sell
from voronka.sales.actions.plans import Cell, set_plans
from voronka.sales.planning.whom import Whom
from voronka.sales.queries.forecast import Window

MARCH = CalendarPeriod.read("2026-03")
TODAY = date(2026, 3, 4)
FORECAST_PAGE = "/reports/forecast/"


def question(**more: Any) -> ForecastQuestion:
    window = Window(period=more.pop("period", MARCH), at=NOW, zone=ZoneInfo("Europe/Moscow"))
    return ForecastQuestion(window=window, **more)


def plan(by: User, whom: Whom, value: int) -> None:
    set_plans(cells=[Cell(whom=whom, period=MARCH, value=Decimal(value))], measure="amount", by=by)


@pytest.fixture
def story(sell: Sell, head: User, seller: User, colleague: User, outsider: User) -> None:
    """March: 1 000 won; 2 000 by 80 %, 500 by 60 %, 300 by 10 %; 700 overdue, 90 without a day, 40 left out."""
    due = {"expected_close_on": TODAY + timedelta(days=10)}
    sell(head, "Новая", "Выиграна", amount=1000, at=NOW - timedelta(days=3))
    sell(seller, "Договор", amount=2000, **due)
    sell(seller, "Переговоры", amount=500, **due)
    sell(colleague, "Новая", amount=300, **due)
    sell(colleague, "Новая", amount=700, expected_close_on=TODAY - timedelta(days=10))
    sell(outsider, "Новая", amount=90)
    sell(head, "Договор", amount=40, forecast="omitted", **due)
    sell(head, "Договор", amount=5, currency="USD", **due)
    sell(head, "Договор", amount=6000, expected_close_on=date(2026, 4, 2))
