"""Pipelines with a method, for tests: what a stage asks for in one call."""

from typing import Any

from voronka.accounts.models import User
from voronka.activities.models import InteractionType
from voronka.sales.models import CheckItem, Pipeline, RequiredActivity, Stage


def item(stage: Stage, text: str = "Узнали бюджет", *, is_required: bool = True) -> CheckItem:
    """A line of the check-list of a stage."""
    return CheckItem.objects.create(stage=stage, text=text, is_required=is_required)


def contact(stage: Stage, code: str = "call", count: int = 1) -> InteractionType:
    """A contact that must have been before a deal leaves the stage."""
    kind = InteractionType.objects.get(code=code)
    RequiredActivity.objects.create(stage=stage, type=kind, count=count)
    return kind


def ruled(stage: Stage, **columns: Any) -> Stage:
    """The stage with other columns: a limit, an approver, a performer."""
    Stage.objects.filter(pk=stage.pk).update(**columns)
    return Stage.objects.select_related("pipeline").get(pk=stage.pk)


def ordered(pipeline: Pipeline, *, may_skip: bool = True, may_go_back: bool = True) -> None:
    """The order of the pipeline binds."""
    Pipeline.objects.filter(pk=pipeline.pk).update(may_skip=may_skip, may_go_back=may_go_back)


def agreed_by(stage: Stage, who: User) -> Stage:
    """The stage where this person must agree."""
    return ruled(stage, approver=who)
