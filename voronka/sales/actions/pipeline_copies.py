"""A pipeline is made like another one, with all of its method."""

from django.db import transaction

from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator
from voronka.records.actions.obligations import prescribe
from voronka.records.obligations import demands_on
from voronka.sales.actions.pipelines import free_name
from voronka.sales.kinds import DEAL
from voronka.sales.models import Advice, CheckItem, Pipeline, RequiredActivity, Stage
from voronka.sales.moments import STAGE


@transaction.atomic
def copy(*, pipeline: Pipeline, name: str, by: User) -> Pipeline:
    """A new pipeline with the stages in use of another one, their check-lists, contacts, playbooks and demands."""
    require_administrator(by)
    source = Pipeline.objects.get(pk=pipeline.pk)
    made = Pipeline.objects.create(
        name=free_name(name),
        unit=source.unit,
        position=Pipeline.objects.count(),
        may_skip=source.may_skip,
        may_go_back=source.may_go_back,
    )
    moments = {}
    for stage in source.stages.filter(is_active=True).order_by("position", "pk"):
        old = stage.pk
        new = _again(stage, pipeline=made)
        moments[f"{STAGE}{old}"] = f"{STAGE}{new.pk}"
        for model in (CheckItem, RequiredActivity, Advice):
            for row in model._default_manager.filter(stage=old):
                if getattr(row, "is_active", True):
                    _again(row, stage=new)
    _copy_demands(moments, by)
    return made


def _again[Row: Stage | CheckItem | RequiredActivity | Advice](row: Row, **other: object) -> Row:
    """The same row once more, of another parent."""
    row.pk = None
    row._state.adding = True
    for name, value in other.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def _copy_demands(moments: dict[str, str], by: User) -> None:
    for field, demands in dict(demands_on(DEAL)).items():
        added = {moments[moment]: roles for moment, roles in demands.items() if moment in moments}
        if added:
            prescribe(kind=DEAL, field=field, demands={**demands, **added}, by=by)
