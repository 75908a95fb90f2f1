"""A rule keeps the role, department or person that it names when that was switched off since, and offers no other."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import Department, Role, User
from voronka.core.errors import Refused
from voronka.sales.actions import stage_method
from voronka.sales.models import Method, Pipeline, RoutingRule, Stage
from voronka.sales.tests.method import ruled

pytestmark = [pytest.mark.django_db, pytest.mark.req("E7", "H4")]
BASICS = {"name": "Новая", "outcome": "open", "probability": 10, "days_norm": 2, "method": "1"}


@pytest.fixture
def page(client: Client, admin: User, pipeline: Pipeline) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def role(db: None) -> Role:
    """A role that is switched off."""
    return Role.objects.create(name="Юристы", is_active=False)


@pytest.fixture
def rule(role: Role, service: Department, outsider: User, seller: User, admin: User) -> RoutingRule:
    """A rule for that role, for a department and a person that are switched off too, and for the seller."""
    made = RoutingRule.objects.create(
        name="Сайт", method=Method.TURNS, role=role, department=service, answer_within=15, made_by=admin
    )
    made.people.set([outsider, seller])
    User.objects.filter(pk=outsider.pk).update(is_active=False)
    Department.objects.filter(pk=service.pk).update(is_active=False)
    return made


def chosen(html: str, name: str) -> list[str]:
    """The values that stand in a select."""
    [drawn] = re.findall(rf'<select[^>]*name="{name}".*?</select>', html, re.DOTALL)
    return re.findall(r'<option value="([^"]+)"[^>]* selected', drawn)


def test_a_routing_rule_keeps_what_it_names(page: Client, rule: RoutingRule, seller: User, outsider: User) -> None:
    address = reverse("sales:routing-rule", args=[rule.pk])
    html = page.get(address).content.decode()
    for said in ("Юристы (отключено)", "Сервис (отключено)", f"{outsider.full_name} (отключено)"):
        assert said in html
    sent: dict[str, Any] = {name: chosen(html, name) for name in ("role", "department", "people")}
    assert {name: len(values) for name, values in sent.items()} == {"role": 1, "department": 1, "people": 2}
    sent |= {"do": "apply", "name": "С сайта", "method": "turns", "answer_within": "15"}
    assert page.post(address, sent).status_code == 303
    before, rule = rule, RoutingRule.objects.get()
    assert (rule.name, rule.role, rule.department) == ("С сайта", before.role, before.department)
    assert set(rule.people.all()) == {seller, outsider}
    assert page.post(address, {**sent, "people": [seller.pk], "role": "", "department": ""}).status_code == 303
    html = page.get(address).content.decode()
    assert "отключено" not in html  # what was taken out cannot be chosen any more


def test_the_list_says_what_is_switched_off(page: Client, rule: RoutingRule, seller: User) -> None:
    idle = "Все, кого называет правило, отключены: его лиды идут к следующему правилу."
    html = page.get(reverse("sales:routing")).content.decode()
    assert ("роль «Юристы» (отключено)" in html, idle in html) == (True, False)
    rule.people.remove(seller)
    assert idle in page.get(reverse("sales:routing")).content.decode()


def test_another_rule_is_not_offered_it(page: Client, rule: RoutingRule, role: Role, outsider: User) -> None:
    address = reverse("sales:routing-new")
    assert "отключено" not in page.get(address).content.decode()
    sent = {"do": "apply", "name": "Телефон", "method": "turns", "answer_within": "15"}
    assert page.post(address, {**sent, "role": role.pk}).status_code == 422
    assert page.post(address, {**sent, "people": [outsider.pk]}).status_code == 422
    assert RoutingRule.objects.get() == rule


@pytest.mark.parametrize("column", ["approver_role", "performer_role"])
def test_a_stage_keeps_the_role_that_it_names(page: Client, stages: dict[str, Stage], role: Role, column: str) -> None:
    stage, name = ruled(stages["Новая"], **{column: role}), column.removesuffix("_role")
    address = reverse("sales:stage-edit", args=[stage.pk])
    html = page.get(address).content.decode()
    assert "Юристы (отключено)" in html
    assert chosen(html, name) == [f"role:{role.pk}"]
    sent = {**BASICS, "guide": "Узнать бюджет", name: f"role:{role.pk}"}
    assert page.post(address, sent).status_code == 303
    stage.refresh_from_db()
    assert (getattr(stage, column), stage.guide) == (role, "Узнать бюджет")
    assert page.post(address, {**sent, name: ""}).status_code == 303
    assert "отключено" not in page.get(address).content.decode()
    assert page.post(address, sent).status_code == 422


def test_what_is_switched_off_is_not_chosen_by_a_program(stages: dict[str, Stage], role: Role, admin: User) -> None:
    nothing: dict[str, Any] = {"items": [], "contacts": {}, "advice": [], "by": admin}
    for what in ("approver", "performer"):
        with pytest.raises(Refused):
            stage_method.prescribe(stage=stages["Новая"], columns={what: f"role:{role.pk}"}, **nothing)
