"""A seller's day in a browser: a talk is logged with its next step, anything is found."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from voronka.accounts.models import User
from voronka.activities.actions import tasks, types
from voronka.activities.kinds import TASK
from voronka.activities.models import Interaction, Task
from voronka.activities.subjects import ref
from voronka.people.kinds import ORGANIZATION
from voronka.people.models import Organization
from voronka.records import actions
from voronka.records.actions import obligations

type Windows = Callable[..., Page]

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def romashka(seller: User) -> Organization:
    """A client of the seller."""
    types.defaults()
    values = {"name": "ООО «Ромашка»", "phones": ["+79031234567"]}
    made: Organization = actions.create(kind=ORGANIZATION, values=values, by=seller, at=timezone.now())
    return made


@pytest.mark.req("E11")
def test_a_talk_is_logged_with_its_next_step(windows: Windows, seller: User, romashka: Organization) -> None:
    page = windows(seller)
    page.goto(romashka.get_absolute_url())
    composer = page.locator("[data-composer]")
    composer.locator("[name=text]").fill("Обсудили сроки")
    page.reload()
    expect(composer.locator("[name=text]")).to_have_value("Обсудили сроки")  # the draft survives
    composer.locator("[name=text]").click()
    composer.locator("[name=step_title]").fill("Выслать договор")
    composer.locator("[name=step_due]").fill("завтра в 15")
    expect(composer.locator("[data-when-said]")).to_have_text(re.compile("15:00"))
    composer.locator("[name=text]").press("Control+Enter")
    expect(page.locator(".entry--contact")).to_contain_text("Обсудили сроки")
    expect(composer.locator("[name=text]")).to_have_value("")
    assert Interaction.objects.get().text == "Обсудили сроки"
    assert Task.objects.get().title == "Выслать договор"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.req("E4")
def test_what_a_next_step_lacks_is_asked_where_it_is_missing(
    windows: Windows, seller: User, admin: User, romashka: Organization
) -> None:
    obligations.prescribe(kind=TASK, field="note", demands={"create": None}, by=admin)
    page = windows(seller)
    page.goto(romashka.get_absolute_url())
    composer = page.locator("[data-composer]")
    note = composer.get_by_label("Подробности")
    composer.locator("[name=text]").fill("Обсудили сроки")
    expect(note).to_be_hidden()
    composer.locator("[name=step_title]").fill("Выслать договор")
    expect(note).to_be_visible()
    composer.locator("[name=text]").press("Control+Enter")
    expect(composer.locator(".field__error")).to_contain_text("Подробности")
    expect(note).to_be_focused()
    expect(composer.locator("[name=text]")).to_have_value("Обсудили сроки")
    page.keyboard.type("Со спецификацией")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry--contact")).to_contain_text("Обсудили сроки")
    assert Task.objects.get().note == "Со спецификацией"


def test_numbers_choose_the_type(windows: Windows, seller: User, romashka: Organization) -> None:
    page = windows(seller)
    page.goto(romashka.get_absolute_url())
    page.keyboard.press("2")
    expect(page.locator("[data-composer] [name=type]").nth(1)).to_be_checked()
    page.keyboard.type("Встретились")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry--contact")).to_contain_text("Встретились")


@pytest.mark.req("X5")
def test_the_command_line_understands_the_wrong_layout(windows: Windows, seller: User, romashka: Organization) -> None:
    page = windows(seller)
    page.goto(reverse("activities:plan_of_tasks"))
    page.keyboard.press("Control+k")
    page.keyboard.type("hjvfirf")
    expect(page.locator("#command-results")).to_contain_text("ООО «Ромашка»")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{romashka.get_absolute_url()}")


@pytest.mark.req("X6")
def test_a_task_about_the_open_record_by_keys_alone(windows: Windows, seller: User, romashka: Organization) -> None:
    page = windows(seller)
    page.goto(romashka.get_absolute_url())
    page.keyboard.press("c")
    expect(page.locator("[data-quick-menu]")).to_be_visible()
    page.keyboard.press("Alt+5")  # a bare number begins a phone in the line
    expect(page.locator("#dialog [name=title]")).to_be_focused()
    page.keyboard.type("Подготовить предложение")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dialog")).not_to_be_visible()
    expect(page.locator(".tasks--panel")).to_contain_text("Подготовить предложение")
    assert Task.objects.get().subject == ref(romashka)


@pytest.mark.req("E9")
def test_a_task_is_done_in_its_row_and_taken_back(windows: Windows, seller: User, romashka: Organization) -> None:
    due = timezone.now() - timedelta(days=1)
    values = {"title": "Позвонить в «Ромашку»", "due_at": due, "subject": ref(romashka)}
    task = tasks.create(values=values, by=seller, at=timezone.now())
    page = windows(seller)
    page.goto(reverse("home:day"))
    page.locator(f"#task-{task.pk} button.task__circle").click()
    result = page.locator(".doing__result")
    expect(result).to_be_focused()
    result.fill("Просят скидку")
    result.press("Enter")
    expect(page.locator(".toast")).to_be_visible()
    task.refresh_from_db()
    assert (task.done_by, task.result) == (seller, "Просят скидку")
    assert Interaction.objects.get().type.code == "call"  # the title says so
    page.locator(".toast__undo").click()
    expect(page.locator(f"#task-{task.pk} button.task__circle")).to_be_visible()
    task.refresh_from_db()
    assert task.done_at is None


@pytest.mark.req("E11", "H8")
def test_a_task_is_put_off_by_one_choice(windows: Windows, seller: User) -> None:
    now = timezone.now()
    first, second = (
        tasks.create(values={"title": title, "due_at": now - timedelta(hours=1)}, by=seller, at=now)
        for title in ("Позвонить", "Выслать счёт")
    )
    page = windows(seller)
    page.goto(reverse("home:day"))

    page.locator(f"#task-{second.pk} [data-menu-of]").click()
    page.get_by_role("menuitem", name="Перенести: через 3 дня").click()
    expect(page.locator(f"#task-{second.pk}")).to_have_count(0)
    second.refresh_from_db()
    assert timedelta(days=2) < second.due_at - now < timedelta(days=4)

    page.locator(f"#task-{first.pk} [data-menu-of]").click()
    page.get_by_role("menuitem", name="Удалить").click()
    expect(page.locator(f"#task-{first.pk}")).to_have_count(0)
    assert list(Task.objects.all()) == [second]


@pytest.mark.req("E11", "X6")
def test_the_menu_of_a_task_is_reached_by_keys_and_closes(windows: Windows, seller: User) -> None:
    now = timezone.now()
    task = tasks.create(values={"title": "Позвонить", "due_at": now - timedelta(hours=1)}, by=seller, at=now)
    page = windows(seller)
    page.goto(reverse("home:day"))
    button = page.locator(f"#task-{task.pk} [data-menu-of]")
    for _again in range(2):
        button.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("menuitem", name="Перенести: завтра")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_role("menu")).to_be_hidden()
        expect(button).to_be_focused()
    button.click()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Перенести: через 3 дня")).to_be_focused()
    button.click()
    expect(page.get_by_role("menu")).to_be_hidden()


PRESS_AT_ONCE = """(button) => {
    button.click();
    const pressed = { code: "ArrowDown", key: "ArrowDown", bubbles: true, cancelable: true };
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", pressed));
}"""


@pytest.mark.req("X6")
def test_an_arrow_pressed_at_once_walks_a_menu_that_is_just_opening(windows: Windows, seller: User) -> None:
    now = timezone.now()
    task = tasks.create(values={"title": "Позвонить", "due_at": now - timedelta(hours=1)}, by=seller, at=now)
    page = windows(seller)
    page.goto(reverse("home:day"))
    page.locator(f"#task-{task.pk} [data-menu-of]").evaluate(PRESS_AT_ONCE)
    expect(page.get_by_role("menuitem", name="Перенести: через 3 дня")).to_be_focused()
    page.wait_for_timeout(100)
    expect(page.get_by_role("menuitem", name="Перенести: через 3 дня")).to_be_focused()
