"""From the registration to the bonus in a real browser: a rival, the head’s word, a victory, money, a locked month."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from voronka.accounts.models import Grant, User
from voronka.records import actions
from voronka.sales import defaults
from voronka.sales.actions import bonuses
from voronka.sales.bonus.arithmetic import month_after, month_of
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

type Windows = Callable[..., Page]


@pytest.fixture
def deal(seller: User, admin: User) -> Deal:
    """A deal that the seller has made, in a company with rules."""
    defaults.ensure()
    shares = {"registrar_percent": Decimal(3), "closer_percent": Decimal(2)}
    bonuses.set_rule(valid_from=date(2020, 1, 1), by=admin, at=timezone.now(), **shares)
    values = {"name": "Насосная станция", "amount": Decimal(100_000)}
    made: Deal = actions.create(kind=DEAL, values=values, by=seller, at=timezone.now())
    return made


@pytest.fixture
def boss(head: User) -> User:
    """The head, who marks payments and locks months."""
    for kind, action in (("payment", "create"), ("bonus", "view"), ("bonus", "edit")):
        Grant.objects.create(role=head.roles.get(), kind=kind, action=action, scope="all")
    return head


@pytest.fixture
def letter(tmp_path: Path, settings: LazySettings) -> Path:
    """A file to show; what is sent is kept beside it."""
    settings.MEDIA_ROOT = tmp_path / "kept"
    path = tmp_path / "письмо директора.pdf"
    path.write_bytes(b"%PDF-1.7")
    return path


def panel(page: Page, deal: Deal, name: str) -> Locator:
    return page.locator(f"#panel-deal-{deal.pk}-{name}")


def send(page: Page, **given: str) -> None:
    form = page.locator("#dialog form")
    for name, value in given.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("[data-submit]").click()
    expect(page.locator("#dialog")).to_be_hidden()


@pytest.mark.req("H11")
def test_from_the_registration_to_the_bonus(
    windows: Windows, colleague: User, boss: User, deal: Deal, letter: Path
) -> None:
    now = month_of(timezone.localdate())
    rival, head = windows(colleague), windows(boss)
    rival.goto(deal.get_absolute_url())
    expect(panel(rival, deal, "registration")).to_contain_text("Иван Громов")
    panel(rival, deal, "registration").get_by_role("link", name="Зарегистрировать за собой").click()
    rival.locator("#dialog").get_by_label("Файл").set_input_files(letter)
    send(rival, evidence="Познакомилась с директором на выставке")
    expect(panel(rival, deal, "registration")).to_contain_text("заявляет")
    head.goto(f"{reverse('sales:registrations')}?view=waiting")
    head.get_by_role("link", name="Насосная станция").click()
    head.goto(deal.get_absolute_url())
    panel(head, deal, "registration").get_by_role("link", name="Решить").click()
    with head.expect_download() as given:
        head.locator("#dialog").get_by_role("link", name=letter.name).click()
    assert (given.value.suggested_filename, given.value.path().read_bytes()) == (letter.name, b"%PDF-1.7")
    head.locator("#dialog").get_by_label("Мария Соколова").check()
    send(head, reason="Выставка была раньше")
    expect(panel(head, deal, "registration")).to_contain_text("Мария Соколова")
    expect(panel(rival, deal, "registration")).not_to_contain_text("заявляет")

    head.get_by_role("button", name="Выиграна").click()
    expect(head.locator(".stages__end")).to_contain_text("Выиграна")
    panel(head, deal, "payments").get_by_role("link", name="Поступила оплата").click()
    send(head, amount="40000", reference="п/п 17")
    expect(panel(head, deal, "payments")).to_contain_text("40\xa0000\xa0₽")

    rival.goto(reverse("sales:bonuses"))
    expect(rival.locator(".bonuses")).to_contain_text("1\xa0200\xa0₽")
    expect(rival.locator(".bonuses")).to_contain_text("Насосная станция")
    head.goto(reverse("sales:bonuses"))
    expect(head.locator(".bonuses__table")).to_contain_text("Мария Соколова")
    head.get_by_role("link", name="Закрыть месяц").click()
    head.locator("#dialog [data-submit]").click()
    expect(head.locator(".toolbar")).to_contain_text("закрыт")

    head.goto(deal.get_absolute_url())
    panel(head, deal, "payments").get_by_role("link", name="Возврат").click()
    send(head, amount="40000", reason="Брак")
    expect(panel(head, deal, "payments")).to_contain_text("Брак")
    rival.goto(f"{reverse('sales:bonuses')}?month={now:%Y-%m}")
    expect(rival.locator(".bonuses__table tbody tr")).to_have_count(1)
    rival.goto(f"{reverse('sales:bonuses')}?month={month_after(now):%Y-%m}")
    expect(rival.locator(".bonuses__table")).to_contain_text("−1\xa0200\xa0₽")
