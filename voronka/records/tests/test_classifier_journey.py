"""A classifier in a browser: a value dropped on another one goes under it, one dropped between others beside them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from voronka.accounts.models import User
from voronka.records.actions import classifiers
from voronka.records.models import Classifier, ClassifierValue

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.req("B13")]


def _drag(page: Page, name: str, onto: str, part: float) -> None:
    """Drag a value to a part of another one's height; it stands when the server has answered."""
    source, other = (page.locator(".tree__row", has=page.get_by_role("link", name=one)) for one in (name, onto))
    box = other.bounding_box()
    assert box is not None
    place = {"x": 120.0, "y": box["height"] * part}
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        source.drag_to(other, source_position={"x": 120, "y": 20}, target_position=place)  # type: ignore[arg-type]  # a Position


def test_a_value_is_dragged_under_another_and_beside_it(windows: Callable[..., Page], admin: User) -> None:
    ClassifierValue.objects.filter(classifier=Classifier.INDUSTRY).delete()
    for name in ("Торговля", "Склады", "Пищевая"):
        classifiers.add(classifier=Classifier.INDUSTRY, name=name, by=admin)
    page = windows(admin)
    page.goto("/settings/classifiers/industry/")
    _drag(page, "Пищевая", "Торговля", 0.5)
    expect(page.locator(".tree__row--1")).to_contain_text("Пищевая")
    value = ClassifierValue.objects.get(name="Пищевая")
    assert value.parent is not None
    assert value.parent.name == "Торговля"
    _drag(page, "Склады", "Торговля", 0.1)
    expect(page.locator(".tree__row").first).to_contain_text("Склады")
    page.reload()
    expect(page.locator(".tree__row").first).to_contain_text("Склады")
