"""Data entry is measured: keys, clicks and seconds of the typical cases against what they may cost."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.hands import Hands
from voronka.accounts.models import User
from voronka.activities.actions import types
from voronka.activities.models import Interaction, Task
from voronka.activities.subjects import ref
from voronka.people.actions import company_lookup
from voronka.people.kinds import ORGANIZATION
from voronka.people.models import LegalEntity, Organization, Person
from voronka.people.tests.register import TOKEN, register
from voronka.records import actions
from voronka.sales import defaults
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal

type Windows = Callable[..., Page]
type Told = Callable[[Hands, str, float], None]

pytestmark = [pytest.mark.e2e, pytest.mark.req("H8"), pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _company(seller: User) -> None:
    defaults.ensure()
    types.defaults()


@pytest.fixture
def romashka(seller: User) -> Organization:
    """A client that is known."""
    made: Organization = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=seller, at=timezone.now())
    return made


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    """Prints what a case cost, and holds it to its budget."""

    def tell(hands: Hands, case: str, budget: float) -> None:
        with capsys.disabled():
            print(f"\n{hands.told(case, budget)}", end="")  # noqa: T201  # the measure is what one asks for
        assert hands.seconds <= budget

    return tell


@pytest.fixture
def look_up(admin: User, settings: Any) -> Iterator[None]:
    """The look-up by ИНН is on."""
    settings.OUTBOUND_ALLOWED_HOSTS = ["localhost"]
    with register() as (url, _asked):
        company_lookup.settle(is_on=True, url=url, token=TOKEN, seconds="5", by=admin, at=timezone.now())
        yield


def entered(page: Page, hands: Hands, *words: str) -> None:
    """A line of quick entry from anywhere: C, the words, Enter once the preview stands."""
    hands.press("c", is_thought=True)
    expect(page.locator("[data-quick-text]")).to_be_focused()
    hands.type(*words)
    expect(page.locator(".line-entry__card").first).to_be_visible()
    hands.press("Enter")
    expect(page.locator("#dialog")).not_to_be_visible()


def test_a_contact(windows: Windows, seller: User, told: Told) -> None:
    page = windows(seller)
    page.goto(reverse("home:day"))
    hands = Hands(page)
    entered(page, hands, "Иван Петров", " 89031234567")
    assert Person.objects.get().phones == ["+79031234567"]
    told(hands, "a contact with a phone", 12)


def test_a_contact_a_deal_and_a_task(windows: Windows, seller: User, told: Told) -> None:
    page = windows(seller)
    page.goto(reverse("home:day"))
    hands = Hands(page)
    entered(page, hands, "Иван Петров", " ООО Ромашка", " 89031234567", " сделка 150000", " позвонить завтра в 15")
    assert Deal.objects.get().organization == Organization.objects.get()
    assert Task.objects.get().subject == ref(Deal.objects.get())
    told(hands, "contact, company, deal and task at once", 26)


def test_a_deal_of_a_known_client(windows: Windows, seller: User, romashka: Organization, told: Told) -> None:
    page = windows(seller)
    page.goto(reverse("home:day"))
    hands = Hands(page)
    entered(page, hands, "ООО Ромашка", " сделка 150000")
    assert Deal.objects.get().organization == romashka
    told(hands, "a deal of a known client", 12)


def test_a_task_and_a_deal_of_the_open_client(
    windows: Windows, seller: User, romashka: Organization, told: Told
) -> None:
    page = windows(seller)
    page.goto(romashka.get_absolute_url())
    hands = Hands(page)
    entered(page, hands, "позвонить", " завтра в 15")
    assert Task.objects.get().subject == ref(romashka)
    told(hands, "a task on the open client", 11)
    hands = Hands(page)
    entered(page, hands, "сделка 150000")
    assert Deal.objects.get().organization == romashka
    told(hands, "a deal of the open client", 8)


def test_the_open_client_is_let_go_by_one_key(windows: Windows, seller: User, romashka: Organization) -> None:
    page = windows(seller)
    page.goto(romashka.get_absolute_url())
    page.keyboard.press("c")
    expect(page.locator("[data-quick-text]")).to_be_focused()
    page.keyboard.type("позвонить в налоговую завтра")
    expect(page.locator(".line-entry__tie")).to_have_text("Ромашка")
    page.keyboard.press("Alt+0")
    expect(page.locator("[data-quick-about]")).to_have_count(0)
    expect(page.locator(".line-entry__tie")).to_have_count(0)
    expect(page.locator("[data-quick-text]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#dialog")).not_to_be_visible()
    assert Task.objects.get().subject is None


def test_a_report(windows: Windows, seller: User, romashka: Organization, told: Told) -> None:
    for name in ("Печи", "Краны"):
        values = {"name": name, "organization": romashka.pk}
        actions.create(kind=DEAL, values=values, by=seller, at=timezone.now())
    page = windows(seller)
    page.goto(reverse("home:day"))
    hands = Hands(page)
    hands.press("g", "r")
    hands.click(page.locator(f"a.question[href='{reverse('reports:common')}']"))
    expect(page.locator("#report .stat").first).to_contain_text("2")
    hands.click(page.locator("[name=period]"))
    with page.expect_response(lambda answer: "period=" in answer.url):
        hands.press("ArrowDown", "Enter")
    told(hands, "a report: the funnel of another period", 20)


@pytest.mark.usefixtures("look_up")
def test_a_legal_entity_by_its_inn(windows: Windows, seller: User, romashka: Organization, told: Told) -> None:
    page = windows(seller)
    page.goto(romashka.get_absolute_url())
    hands = Hands(page)
    hands.click(page.locator("a[href*='legal-entities/new/?organization=']:not([href*='paste'])").first)
    expect(page.locator("#dialog [name=inn]")).to_be_focused()
    hands.type("7707083893")
    hands.press("Enter")
    expect(page.locator("#dialog [name=ogrn]")).to_have_value("1027700132195")
    hands.press("Control+Enter")
    expect(page.locator("#dialog")).not_to_be_visible()
    made = LegalEntity.objects.get()
    assert (made.organization, made.kpp, made.signatory_name) == (romashka, "770701001", "Петров Иван Сергеевич")
    told(hands, "a legal entity by its ИНН", 15)


def test_a_call(windows: Windows, seller: User, romashka: Organization, told: Told) -> None:
    page = windows(seller)
    page.goto(romashka.get_absolute_url())
    hands = Hands(page)
    hands.press("1")
    hands.type("Просят скидку")
    hands.press("Control+Enter")
    expect(page.locator(".entry--contact")).to_contain_text("Просят скидку")
    assert Interaction.objects.get().type.code == "call"
    told(hands, "a call on the open client", 10)


def test_a_task(windows: Windows, seller: User, told: Told) -> None:
    page = windows(seller)
    page.goto(reverse("home:day"))
    hands = Hands(page)
    entered(page, hands, "Позвонить в налоговую", " завтра в 15")
    task = Task.objects.get()
    assert (task.title, task.has_time) == ("Позвонить в налоговую", True)
    told(hands, "a task with its time", 14)
