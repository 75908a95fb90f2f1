"""The gate in a real browser: it asks and lets through, somebody agrees, a technologist does his part."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.boards import Windows, column, drag, open_board
from voronka.accounts.models import User
from voronka.activities.actions import types
from voronka.activities.models import Interaction, InteractionType, Task
from voronka.records import actions
from voronka.sales import defaults
from voronka.sales.kinds import DEAL
from voronka.sales.models import CheckItem, Deal, RequiredActivity, Stage

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stages() -> dict[str, Stage]:
    """The usual stages."""
    types.defaults()
    return {stage.name: stage for stage in defaults.ensure().stages.all()}


@pytest.fixture
def deal(seller: User, stages: dict[str, Stage]) -> Deal:
    """One deal at the first stage."""
    made: Deal = actions.create(kind=DEAL, values={"name": "Насосная станция"}, by=seller, at=timezone.now())
    return made


@pytest.mark.req("G4", "E7")
def test_the_gate_asks_and_lets_through(windows: Windows, seller: User, deal: Deal, stages: dict[str, Stage]) -> None:
    CheckItem.objects.create(stage=stages["Новая"], text="Бюджет назван", is_required=True)
    call = InteractionType.objects.get(code="call")
    RequiredActivity.objects.create(stage=stages["Новая"], type=call)
    page = open_board(windows, seller)
    drag(page, deal, column(page, "Квалификация"))
    form = page.locator("#dialog form")
    expect(form).to_contain_text("Бюджет назван")
    form.locator("[data-submit]").click()
    expect(form).to_contain_text("Отметьте, когда будет сделано")
    expect(form).to_contain_text("Напишите, чем закончилось")
    form.get_by_label("Бюджет назван").check()
    form.locator("textarea").first.fill("Бюджет 2 млн, решает директор")
    form.locator("[data-submit]").click()
    expect(page.locator("#dialog")).to_be_hidden()
    expect(column(page, "Квалификация").locator("[data-card]")).to_have_count(1)
    assert (Deal.objects.get().stage, Interaction.objects.get().minutes) == (stages["Квалификация"], 10)


@pytest.mark.req("G4")
def test_a_card_that_may_not_go_comes_back(windows: Windows, seller: User, deal: Deal) -> None:
    deal.pipeline.may_skip = False
    deal.pipeline.save()
    page = open_board(windows, seller)
    drag(page, deal, column(page, "Предложение"))
    expect(page.locator(".toast").first).to_contain_text("Этапы здесь не пропускают")
    expect(column(page, "Новая").locator("[data-card]")).to_have_count(1)


@pytest.mark.req("G4")
def test_somebody_agrees(windows: Windows, seller: User, outsider: User, deal: Deal, stages: dict[str, Stage]) -> None:
    Stage.objects.filter(pk=stages["Договор"].pk).update(approver=outsider)
    page, other = open_board(windows, seller), windows(outsider)
    drag(page, deal, column(page, "Договор"))
    page.locator("#dialog textarea[name=note]").fill("Скидка 10 % за предоплату")
    page.locator("#dialog [data-submit]").click()
    expect(column(page, "Новая").locator("[data-card]")).to_contain_text("Ждёт согласования")
    other.goto("/")
    other.get_by_role("link", name="Насосная станция", exact=True).first.click()
    expect(other.locator(".approval").first).to_contain_text("Скидка 10 % за предоплату")
    other.locator(".approval").get_by_role("button", name="Согласовать", exact=True).click()
    expect(column(page, "Договор").locator("[data-card]")).to_have_count(1)
    assert not Task.objects.filter(done_at=None).exists()


@pytest.mark.req("E1", "E7")
def test_a_stage_is_handed_over_to_a_technologist(
    windows: Windows, seller: User, outsider: User, deal: Deal, stages: dict[str, Stage]
) -> None:
    Stage.objects.filter(pk=stages["Предложение"].pk).update(performer=outsider, performer_task="Сделать расчёт")
    theirs = open_board(windows, outsider)
    expect(theirs.locator("[data-card]")).to_have_count(0)
    page = open_board(windows, seller)
    drag(page, deal, column(page, "Предложение"))
    expect(column(page, "Предложение").locator("[data-card]:not([data-moving])")).to_have_count(1)
    theirs.goto(reverse("task:list"))
    expect(theirs.locator("body")).to_contain_text("Сделать расчёт")
    theirs.goto(deal.get_absolute_url())
    work = theirs.locator(f"#panel-deal-{deal.pk}-work")
    expect(work).to_contain_text("Пётр Зимин")
    work.get_by_label("Расчёт готов").check()
    expect(work).to_contain_text("сегодня")
    drag(page, deal, column(page, "Переговоры"))
    expect(page.locator(".toast").last).to_contain_text("Переговоры")
    expect(theirs.locator(".toast")).to_contain_text("у вас нет к ней доступа")  # said once, of all panels
    theirs.goto(reverse("sales:board"))
    expect(theirs.locator("[data-card]")).to_have_count(0)


@pytest.mark.req("G3")
def test_a_stage_is_set_up_beside_the_drawing(windows: Windows, admin: User, stages: dict[str, Stage]) -> None:
    page = windows(admin)
    page.goto(reverse("sales:pipelines"))
    page.get_by_role("link", name="Новая", exact=True).click()
    form = page.locator("#stage-form")
    form.locator("[name^=item-][name$=-text]").first.fill("Бюджет назван")
    form.get_by_role("button", name="Добавить пункт").click()
    form.locator("[name^=item-][name$=-text]").last.fill("Срок известен")
    form.locator("[data-submit]").click()
    expect(page.locator(".toast").first).to_contain_text("Сохранено")
    expect(page.locator(f"[data-stage='{stages['Новая'].pk}'] .drawn__signs")).to_contain_text("2")
    page.locator("#stage-form [data-line-gone]").first.click()
    page.locator("#stage-form [data-submit]").click()
    expect(page.locator(f"[data-stage='{stages['Новая'].pk}'] .drawn__signs")).to_contain_text("1")
    assert [one.text for one in stages["Новая"].check_items.all()] == ["Срок известен"]
