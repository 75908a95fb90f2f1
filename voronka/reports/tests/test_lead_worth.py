"""What leads are worth: by source and campaign, of those that one may see, each figure opens its leads."""

import re
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from voronka.accounts.models import User
from voronka.records.actions import classifiers
from voronka.records.models import ClassifierValue
from voronka.reports.period import Period
from voronka.reports.queries.lead_worth import Judgement, lead_worth
from voronka.reports.tests.conftest import NOW, context
from voronka.reports.tests.opened import opened_rows
from voronka.sales.models import Lead, LeadState, LeadVerdict

pytestmark = [pytest.mark.django_db, pytest.mark.req("H10")]
ALWAYS = Period(name="always", first=None, last=None)


@pytest.fixture
def site(admin: User) -> ClassifierValue:
    return classifiers.add(classifier="source", name="Наш сайт", by=admin)


@pytest.fixture
def story(site: ClassifierValue, admin: User, seller: User) -> list[Lead]:
    """Three leads of the site, two of them settled and judged; one of nowhere."""
    reason = classifiers.add(classifier="disqualify_reason", name="Не наш клиент", by=admin)
    settled: list[dict[str, Any]] = [
        {"state": LeadState.CONVERTED, "converted_at": NOW},
        {"state": LeadState.DISQUALIFIED, "disqualified_at": NOW, "disqualify_reason": reason},
    ]
    given: list[dict[str, Any]] = [{"source": site, **more} for more in (*settled, {})]
    leads = [
        Lead.objects.create(
            last_name="Белов", owner=seller, department=seller.department, created_at=NOW, updated_at=NOW, **more
        )
        for more in (*given, {})
    ]
    for lead, verdicts in zip(leads, ({"need": "right", "budget": "wrong"}, {"need": "missing"}), strict=False):
        for fact, verdict in verdicts.items():
            LeadVerdict.objects.create(lead=lead, fact=fact, verdict=verdict, by=seller, at=NOW)
    return leads


def test_leads_are_counted_by_origin_with_verdicts(story: list[Lead], head: User) -> None:
    found = lead_worth(ALWAYS, context(head))
    site, nowhere = found.sources
    assert (site.name, site.leads, site.converted, site.disqualified, site.rate) == ("Наш сайт", 3, 1, 1, 50)
    assert site.facts["need"] == Judgement(right=1, missing=1)
    assert (site.facts["need"].share, site.facts["budget"].share, site.facts["timing"].share) == (50, 0, None)
    assert (nowhere.pk, nowhere.leads, nowhere.rate) == (None, 1, None)
    assert (found.total.leads, found.total.facts["need"].total) == (4, 2)


@pytest.mark.req("E1")
def test_one_counts_what_one_sees(story: list[Lead], seller: User, outsider: User) -> None:
    assert lead_worth(ALWAYS, context(seller)).total.leads == 4
    nothing = lead_worth(ALWAYS, context(outsider))
    assert (nothing.total.leads, nothing.total.facts["need"].total) == (0, 0)


def test_each_figure_opens_as_many_leads(
    story: list[Lead], client: Client, head: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(head)
    address = reverse("reports:worth")
    client.get(address)
    with django_assert_max_num_queries(12):
        page = client.get(address, {"period": "always"}).content.decode()
    links = re.findall(r'<a href="(/leads/[^"]+)">(\d+)</a>', page)
    assert len(links) >= 4
    for opens, count in links:
        assert opened_rows(unescape(opens), context(head), "lead") == int(count), opens
    right = re.findall(r'<a href="(/leads/[^"]+)" title="Потребность: верно 1', page)
    assert [opened_rows(unescape(one), context(head), "lead") for one in right[:1]] == [1]


def test_the_list_tells_what_sellers_found(story: list[Lead], client: Client, head: User) -> None:
    client.force_login(head)
    page = client.get(reverse("lead:list"), {"cols": "name,verdicts"}).content.decode()
    assert "Бюджет: неверно" in page
    for asked, status in (("budget-wrong", 200), ("budget-nonsense", 422)):
        tree = f'{{"field":"verdicts","op":"in","value":["{asked}"]}}'
        assert client.get(reverse("lead:list"), {"f": tree}).status_code == status


def test_files_and_senseless_questions(story: list[Lead], client: Client, head: User) -> None:
    client.force_login(head)
    assert client.get(reverse("reports:worth"), {"period": "soon"}).status_code == 422
    file = client.get(reverse("reports:worth_export"), {"period": "always"})
    table = CalamineWorkbook.from_filelike(BytesIO(b"".join(file))).get_sheet_by_index(0).to_python()
    assert table[1][:8] == ["Источник", "Наш сайт", 3, 1, 1, 1, 0, 1]


def test_nothing_teaches(client: Client, head: User) -> None:
    client.force_login(head)
    assert "Нет лидов за этот период" in client.get(reverse("reports:worth")).content.decode()
