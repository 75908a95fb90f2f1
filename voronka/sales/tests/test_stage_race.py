"""Two administrators, or a program and one of them, set up the same stage at once: the second one waits."""

from threading import Event

import pytest
from django.db import transaction

from voronka.accounts.models import User
from voronka.accounts.tests.at_once import at_once, somebody_waits, until
from voronka.sales.actions import stage_method
from voronka.sales.models import Pipeline, Stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("H4")]
SECONDS = 10


def test_a_program_waits_for_the_form_of_settings(stages: dict[str, Stage], admin: User) -> None:
    stage = stages["Новая"]
    is_open = Event()

    def save_the_form() -> None:
        with transaction.atomic():
            Pipeline.objects.select_for_update().get(pk=stage.pipeline_id)  # as every action on a stage begins
            is_open.set()
            until(somebody_waits)
            basics = {"name": "Первая", "probability": 20, "days_norm": 3, "outcome": stage.outcome}
            stage_method.change(stage=stage, basics=basics, method=None, by=admin)

    def amend() -> None:
        assert is_open.wait(SECONDS)
        stage_method.amend(stage=stage, given={"wip_limit": 5}, by=admin)

    assert at_once(save_the_form, amend) == [None, None]
    stage.refresh_from_db()
    assert (stage.name, stage.probability, stage.days_norm, stage.wip_limit) == ("Первая", 20, 3, 5)
