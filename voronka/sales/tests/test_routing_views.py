"""The screens of routing rules, what they say of mistakes, and what lists and cards tell of the wait."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import Department, User
from voronka.records.models import Classifier, ClassifierValue
from voronka.sales import waiting
from voronka.sales.models import Lead, Method, Pipeline, RoutingRule
from voronka.sales.tests.conftest import NOW, MakeLead

pytestmark = [pytest.mark.django_db, pytest.mark.req("E7")]
HTMX = {"HX-Request": "true"}


def rule_sent(user: User, **more: Any) -> dict[str, Any]:
    return {"do": "apply", "name": "Сайт", "method": "turns", "people": [user.pk], "answer_within": "15", **more}


@pytest.fixture
def page(client: Client, admin: User, pipeline: Pipeline) -> Client:
    client.force_login(admin)
    return client


def test_a_rule_is_made_changed_and_listed(page: Client, seller: User) -> None:
    site = ClassifierValue.objects.get(classifier=Classifier.SOURCE, name="Сайт")
    lines = {"group": "0", "match-0": "all", "line-0": "0-0", "field-0-0": "source", "was-0-0": "source",
             "op-0-0": "in", "was-op-0-0": "in", "value-0-0": str(site.pk)}  # fmt: skip
    answer = page.post(reverse("sales:routing-new"), rule_sent(seller, **lines))
    assert answer.status_code == 303
    rule = RoutingRule.objects.get()
    assert rule.filter == {"all": [{"field": "source", "op": "in", "value": [str(site.pk)]}]}
    assert list(rule.people.all()) == [seller]
    drawn = page.get(reverse("sales:routing")).content.decode()
    assert "Источник: Сайт" in drawn
    assert seller.full_name in drawn
    kept = page.get(reverse("sales:routing-rule", args=[rule.pk])).content.decode()
    assert f'<option value="{seller.pk}" selected>' in kept
    assert "Сайт" in kept
    page.post(reverse("sales:routing-rule", args=[rule.pk]), rule_sent(seller, name="С сайта", take_within="10"))
    rule.refresh_from_db()
    assert (rule.name, rule.take_within, rule.filter) == ("С сайта", 10, {})


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"name": ""}, "Обязательное поле"),
        ({"people": []}, "Укажите, кому достаются лиды"),
        ({"answer_within": "0"}, "1"),
        ({"take_within": "20"}, "раньше, чем истечёт срок ответа"),
        ({"name": "остальные"}, "уже есть"),
    ],
)
def test_mistakes_are_said_and_nothing_is_lost(page: Client, seller: User, more: dict[str, Any], said: str) -> None:
    RoutingRule.objects.create(name="Остальные", made_by=seller)
    sent = rule_sent(seller, **{"task": "Перезвонить сразу", **more})
    answer = page.post(reverse("sales:routing-new"), sent, headers=HTMX)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Перезвонить сразу" in answer.content.decode()
    assert RoutingRule.objects.count() == 1


def test_conditions_are_drawn_anew_with_what_was_typed(page: Client, seller: User) -> None:
    answer = page.post(reverse("sales:routing-new"), rule_sent(seller, do="line:0", group="0", name=""), headers=HTMX)
    assert answer.status_code == 200
    assert 'name="line-0"' in answer.content.decode()
    assert not RoutingRule.objects.exists()


def test_order_and_switching(page: Client, admin: User) -> None:
    first, second = (RoutingRule.objects.create(name=name, position=place, made_by=admin)
                     for place, name in enumerate("АБ"))  # fmt: skip
    page.post(reverse("sales:routing-order"), {"stage": [second.pk, first.pk]})
    assert list(RoutingRule.objects.values_list("name", flat=True)) == ["Б", "А"]
    page.post(reverse("sales:routing-off", args=[first.pk]))
    assert list(RoutingRule.objects.filter(is_active=True)) == [second]
    page.post(reverse("sales:routing-on", args=[first.pk]))
    assert RoutingRule.objects.filter(is_active=True).count() == 2


def test_rules_are_for_administrators(client: Client, seller: User) -> None:
    client.force_login(seller)
    assert client.get(reverse("sales:routing")).status_code == 403
    assert client.post(reverse("sales:routing-new"), rule_sent(seller)).status_code == 403


def test_a_department_that_is_chosen_is_kept(page: Client, sales: Department) -> None:
    sent = {"do": "apply", "name": "Отдел", "method": "load", "department": sales.pk, "answer_within": "30"}
    assert page.post(reverse("sales:routing-new"), sent).status_code == 303
    assert RoutingRule.objects.get().department == sales


@pytest.mark.req("B10")
def test_the_wait_is_said_and_grows_red(seller: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller)
    assert waiting.say(lead, NOW) is None
    lead.respond_by = NOW + timedelta(minutes=30)
    tones = [told.tone for minutes in (5, 25, 40) if (told := waiting.say(lead, NOW + timedelta(minutes=minutes)))]
    assert tones == ["accent", "warn", "bad"]
    lead.answered_at, lead.answer_minutes = NOW + timedelta(minutes=12), 12
    answered = waiting.say(lead, NOW)
    assert answered is not None
    assert answered.text == "ответ за 12\u00a0мин"


@pytest.mark.req("E9")
def test_my_day_begins_with_who_waits_longest(client: Client, seller: User, admin: User, make_lead: MakeLead) -> None:
    RoutingRule.objects.create(name="Все", method=Method.QUEUE, made_by=admin, answer_within=15)
    for name in ("Первый", "Второй"):
        make_lead(admin, last_name=name, owner=None, department=None)
    Lead.objects.filter(last_name="Второй").update(respond_by=NOW)
    client.force_login(seller)
    drawn = client.get(reverse("home:day")).content.decode()
    assert drawn.index("Второй") < drawn.index("Первый")
    assert "ждёт" in drawn
    listed = client.get(reverse("lead:list")).content.decode()
    assert listed.count("ждёт") >= 2
