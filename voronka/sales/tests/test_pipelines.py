"""Settings of pipelines: added, changed, put in order, switched off only when no deal is left behind."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.models import User
from voronka.core.errors import Forbidden, Refused
from voronka.sales import defaults
from voronka.sales.actions import pipelines
from voronka.sales.models import Outcome, Pipeline, Stage, StageChange
from voronka.sales.queries.pipelines import first_stage
from voronka.sales.tests.conftest import MakeDeal

HTMX = {"HX-Request": "true"}
STAGE = {"probability": 30, "days_norm": 5, "outcome": "open"}


def names(pipeline: Pipeline) -> list[str]:
    return [stage.name for stage in pipeline.stages.order_by("position", "pk")]


def test_defaults_are_made_once(db: None) -> None:
    first = defaults.ensure()
    assert defaults.ensure() == first
    assert names(first) == [name for name, *_ in defaults.STAGES]


def test_an_empty_form_is_told_what_it_lacks(client: Client, admin: User) -> None:
    client.force_login(admin)
    assert client.get(reverse("sales:pipeline-new"), headers=HTMX).status_code == 200
    assert client.post(reverse("sales:pipeline-new"), {}, headers=HTMX).status_code == 422


@pytest.mark.req("G3", "E5")
def test_a_new_pipeline_is_ready_for_deals(admin: User, make_deal: MakeDeal) -> None:
    made = pipelines.create(name=" Сервис ", by=admin)
    assert (made.name, first_stage(made.pk).is_open) == ("Сервис", True)
    assert {stage.outcome for stage in made.stages.all()} == set(Outcome)
    with pytest.raises(Refused):
        pipelines.create(name="сервис", by=admin)


def test_stages_are_added_before_the_ends_and_put_in_order(admin: User, pipeline: Pipeline) -> None:
    made = pipelines.add_stage(pipeline=pipeline, name="Тендер", by=admin, **STAGE)
    assert names(pipeline)[-3:] == ["Тендер", "Выиграна", "Проиграна"]
    pipelines.order(pipeline=pipeline, ids=[made.pk, 999_999, made.pk], by=admin)
    assert names(pipeline)[:2] == ["Тендер", "Новая"]
    with pytest.raises(Refused):
        pipelines.add_stage(pipeline=pipeline, name="тендер", by=admin, **STAGE)


def test_a_stage_with_deals_keeps_its_meaning(admin: User, seller: User, make_deal: MakeDeal, stages: Any) -> None:
    make_deal(seller, stage="Договор")
    values = {"name": "Подписание", "probability": 85, "days_norm": None}
    changed = pipelines.change_stage(stage=stages["Договор"], outcome="open", by=admin, **values)
    assert (changed.name, changed.probability, changed.days_norm) == ("Подписание", 85, None)
    with pytest.raises(Refused):
        pipelines.change_stage(stage=stages["Договор"], outcome="won", by=admin, **values)


def test_deals_are_moved_before_a_stage_goes(admin: User, seller: User, make_deal: MakeDeal, stages: Any) -> None:
    deal, now = make_deal(seller, stage="Договор"), timezone.now()
    with pytest.raises(Refused) as caught:
        pipelines.switch_stage(stage=stages["Договор"], on=False, by=admin, at=now)
    assert caught.value.field == "move_to"
    pipelines.switch_stage(stage=stages["Договор"], on=False, move_to=stages["Переговоры"], by=admin, at=now)
    deal.refresh_from_db()
    assert (str(deal.stage), StageChange.objects.filter(deal=deal).count()) == ("Переговоры", 2)
    assert pipelines.switch_stage(stage=stages["Договор"], on=True, by=admin, at=now).is_active


def test_ends_and_the_last_pipeline_stay(
    admin: User, seller: User, make_deal: MakeDeal, stages: Any, pipeline: Pipeline
) -> None:
    with pytest.raises(Refused):
        pipelines.switch_stage(stage=stages["Выиграна"], on=False, by=admin, at=timezone.now())
    with pytest.raises(Refused):
        pipelines.switch(pipeline=pipeline, on=False, by=admin)
    pipelines.create(name="Сервис", by=admin)
    make_deal(seller)
    with pytest.raises(Refused):
        pipelines.switch(pipeline=pipeline, on=False, by=admin)


def test_only_the_administrator(client: Client, head: User, stages: Any, pipeline: Pipeline) -> None:
    with pytest.raises(Forbidden):
        pipelines.create(name="Моя", by=head)
    client.force_login(head)
    assert client.get(reverse("sales:pipelines")).status_code == 403
    assert client.post(reverse("sales:stage-off", args=[stages["Договор"].pk])).status_code == 403


def test_the_screens(client: Client, admin: User, seller: User, make_deal: MakeDeal, stages: Any) -> None:
    make_deal(seller, stage="Договор")
    client.force_login(admin)
    assert "Договор" in client.get(reverse("sales:pipelines")).content.decode()
    for name, pk in (("pipeline-new", None), ("pipeline-edit", stages["Договор"].pipeline_id),
                     ("stage-new", stages["Договор"].pipeline_id),
                     ("pipeline-copy", stages["Договор"].pipeline_id)):  # fmt: skip
        address = reverse(f"sales:{name}", args=[pk] if pk else [])
        assert client.get(address, headers=HTMX).status_code == 200
        assert client.post(address, {"name": ""}, headers=HTMX).status_code == 422, name
        assert client.post(address, {"name": f"Новое {name}", **STAGE}, headers=HTMX).status_code == 204, name
    off = reverse("sales:stage-off", args=[stages["Договор"].pk])
    assert "move_to" in client.post(off, headers=HTMX).content.decode()
    assert client.post(off, {"move_to": ""}, headers=HTMX).status_code == 422
    assert client.post(off, {"move_to": stages["Новая"].pk}, headers=HTMX).status_code == 204
    assert not Stage.objects.get(pk=stages["Договор"].pk).is_active
    order = reverse("sales:stage-order", args=[stages["Новая"].pipeline_id])
    assert client.post(order, {"stage": ["x", stages["Предложение"].pk]}, headers=HTMX).status_code == 204
