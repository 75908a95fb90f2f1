"""The method of a stage is set up in one form; deals in work are never broken by it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from voronka.accounts.models import User
from voronka.activities.models import InteractionType
from voronka.core.errors import Forbidden, Refused
from voronka.records.actions.obligations import prescribe as demand
from voronka.records.obligations import demands_on
from voronka.sales.actions import checks, pipeline_copies, pipelines, stage_method
from voronka.sales.kinds import DEAL
from voronka.sales.models import Advice, CheckItem, Deal, Pipeline, Stage
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.method import agreed_by, contact, item, ordered, ruled

pytestmark = [pytest.mark.django_db, pytest.mark.req("G3", "G4")]

HTMX = {"HX-Request": "true", "HX-Target": "stage-form"}
BASICS = {"name": "Новая", "outcome": "open", "probability": 10, "days_norm": 2, "method": "1"}
type Stages = dict[str, Stage]


@pytest.fixture
def stage(stages: Stages) -> Stage:
    return stages["Новая"]


def save(client: Client, stage: Stage, **given: Any) -> Any:
    return client.post(reverse("sales:stage-edit", args=[stage.pk]), {**BASICS, **given}, headers=HTMX)


def test_all_of_it_in_one_form(client: Client, admin: User, outsider: User, head: User, stage: Stage) -> None:
    call = InteractionType.objects.get(code="call")
    client.force_login(admin)
    assert "Чек-лист" in client.get(reverse("sales:stage-edit", args=[stage.pk])).content.decode()
    given: dict[str, Any] = {
        "minutes_norm": 90, "wip_limit": 5, "guide": "Узнать бюджет", "performer": f"user:{outsider.pk}",
        "performer_task": "Расчёт", "approver": f"role:{head.roles.get().pk}",
        "item": ["new0", "new1"], "item-new0-text": "Бюджет", "item-new0-required": "on", "item-new1-text": "  ",
        "advice": ["new0"], "advice-new0-sort": "objection", "advice-new0-title": "Дорого", "advice-new0-text": "Да",
        f"contact-{call.pk}": "2",
    }  # fmt: skip
    answer = save(client, stage, **given)
    assert (answer.status_code, "changed" in answer.headers["HX-Trigger"]) == (200, True)
    stage.refresh_from_db()
    assert (stage.minutes_norm, stage.wip_limit, stage.guide) == (90, 5, "Узнать бюджет")
    assert (stage.performer, stage.performer_task, stage.approver_role) == (outsider, "Расчёт", head.roles.get())
    assert list(stage.check_items.values_list("text", "is_required")) == [("Бюджет", True)]
    assert (stage.advice.get().title, stage.required_activities.get().count) == ("Дорого", 2)
    html = answer.content.decode()
    assert f'name="item-{stage.check_items.get().pk}-text"' in html  # saved again it makes no second line


def test_a_line_with_ticks_is_switched_off_others_go(
    client: Client, admin: User, seller: User, make_deal: MakeDeal, stage: Stage
) -> None:
    used, unused, stays = item(stage, "Был"), item(stage, "Не был"), item(stage, "Остаётся")
    checks.tick(deal=make_deal(seller), items=[used.pk], by=seller, at=NOW)
    client.force_login(admin)
    save(client, stage, **{"item": [stays.pk], f"item-{stays.pk}-text": "Остаётся"})
    assert not CheckItem.objects.get(pk=used.pk).is_active
    assert not CheckItem.objects.filter(pk=unused.pk).exists()
    assert CheckItem.objects.get(pk=stays.pk).is_required is False


@pytest.mark.parametrize(
    ("wrong", "kept"),
    [
        ({"minutes_norm": "много"}, "много"),
        ({"performer": "user:999999"}, "Узнать"),
        ({"approver": "planet:1"}, "Узнать"),
        ({"advice": "new0", "advice-new0-sort": "template", "advice-new0-text": "Без темы"}, "Без темы"),
        ({"advice": "new0", "advice-new0-sort": "objection", "advice-new0-title": "Пусто"}, "Пусто"),
        ({"name": ""}, "Узнать"),
    ],
)
def test_bad_input_loses_nothing(client: Client, admin: User, stage: Stage, wrong: Any, kept: str) -> None:
    client.force_login(admin)
    lines = {"guide": "Узнать", "item": "new0", "item-new0-text": "Пункт списка"}
    answer = save(client, stage, **{**lines, **wrong})
    html = answer.content.decode()
    assert (answer.status_code, kept in html, "Пункт списка" in html) == (422, True, True)
    stage.refresh_from_db()
    assert (stage.guide, stage.check_items.count()) == ("", 0)


def test_a_line_of_another_stage_is_not_taken(client: Client, admin: User, stage: Stage, stages: Stages) -> None:
    other = item(stages["Договор"], "Чужой")
    client.force_login(admin)
    assert save(client, stage, **{"item": [other.pk], f"item-{other.pk}-text": "Мой"}).status_code == 404
    other.refresh_from_db()
    assert other.text == "Чужой"


def test_a_performer_who_may_not_change_deals_is_refused(client: Client, admin: User, stage: Stage) -> None:
    guest = User.objects.create_user("guest@example.com", None, first_name="Гость")
    client.force_login(admin)
    answer = save(client, stage, performer=f"user:{guest.pk}")
    assert (answer.status_code, 'id="id_performer-error"' in answer.content.decode()) == (422, True)


def test_only_the_administrator(client: Client, head: User, stage: Stage) -> None:
    client.force_login(head)
    assert save(client, stage).status_code == 403
    with pytest.raises(Forbidden):
        stage_method.prescribe(stage=stage, columns={}, items=(), contacts={}, advice=(), by=head)
    with pytest.raises(Forbidden):
        pipeline_copies.copy(pipeline=stage.pipeline, name="Моя", by=head)


def test_an_end_has_no_work(admin: User, outsider: User, head: User, stages: Stages, pipeline: Pipeline) -> None:
    made = pipelines.add_stage(
        pipeline=pipeline, name="Ещё", probability=5, days_norm=None, outcome="open", after=stages["Новая"].pk, by=admin
    )
    assert made.position == stages["Новая"].position + 1
    ruled(made, wip_limit=3, performer=outsider, approver=head)
    basics = {"name": "Ещё", "probability": 0, "days_norm": None, "outcome": "lost"}
    changed = pipelines.change_stage(stage=made, by=admin, **basics)
    assert (changed.wip_limit, changed.performer, changed.approver) == (None, None, None)


def test_a_new_rule_leaves_deals_where_they_are(
    client: Client, admin: User, seller: User, make_deal: MakeDeal, stages: Stages
) -> None:
    deal = make_deal(seller, stage="Договор")
    client.force_login(admin)
    given = {"name": "Договор", "probability": 80, "item": "new0", "item-new0-text": "Да", "item-new0-required": "on"}
    assert save(client, stages["Договор"], **given).status_code == 200
    assert Deal.objects.get(pk=deal.pk).stage == stages["Договор"]
    with pytest.raises(Refused):
        pipelines.switch_stage(stage=stages["Договор"], on=False, by=admin, at=NOW)


def test_a_copy_has_all_of_the_method(admin: User, head: User, stages: Stages, pipeline: Pipeline) -> None:
    ordered(pipeline, may_skip=False)
    item(stages["Новая"])
    contact(stages["Новая"])
    Advice.objects.create(stage=stages["Новая"], sort="phrase", text="Здравствуйте")
    agreed_by(stages["Договор"], head)
    demand(kind=DEAL, field="amount", demands={f"stage:{stages['Договор'].pk}": None}, by=admin)
    made = pipeline_copies.copy(pipeline=pipeline, name="Сервис", by=admin)
    copied = {one.name: one for one in made.stages.all()}
    assert (set(copied), made.may_skip) == (set(stages), False)
    first = copied["Новая"]
    assert [first.check_items.count(), first.required_activities.count(), first.advice.count()] == [1, 1, 1]
    assert copied["Договор"].approver == head
    assert set(demands_on(DEAL)["amount"]) == {f"stage:{one['Договор'].pk}" for one in (stages, copied)}
    with pytest.raises(Refused):
        pipeline_copies.copy(pipeline=pipeline, name="Сервис", by=admin)


def test_the_drawing_tells_what_stages_ask(
    client: Client, admin: User, head: User, stages: Stages, pipeline: Pipeline
) -> None:
    item(stages["Новая"])
    agreed_by(stages["Договор"], head)
    client.force_login(admin)

    def drawn() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as captured:
            html = client.get(reverse("sales:pipelines")).content.decode()
        return html, len(captured)

    drawn()
    html, before = drawn()
    assert ("Согласует: Ольга Ветрова" in html, f"?after={stages['Новая'].pk}" in html) == (True, True)
    for number in range(30):
        item(stages["Новая"], f"Пункт {number}")
        Stage.objects.create(pipeline=pipeline, name=f"Этап {number}", position=50 + number)
    assert drawn()[1] == before <= 12


def test_the_order_of_a_pipeline_is_set(client: Client, admin: User, pipeline: Pipeline) -> None:
    client.force_login(admin)
    url = reverse("sales:pipeline-edit", args=[pipeline.pk])
    assert client.post(url, {"name": pipeline.name, "may_skip": "on"}, headers=HTMX).status_code == 204
    pipeline.refresh_from_db()
    assert (pipeline.may_skip, pipeline.may_go_back) == (True, False)
