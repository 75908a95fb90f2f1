"""Leads, pipelines and deals that the tests of sales begin with."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.records import actions
from voronka.records.actions.given import read
from voronka.sales import defaults
from voronka.sales.kinds import DEAL, LEAD
from voronka.sales.models import Deal, Lead, Pipeline, Stage

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)

type MakeLead = Callable[..., Lead]
type MakeDeal = Callable[..., Deal]


@pytest.fixture
def pipeline(db: None) -> Pipeline:
    """The default pipeline with its classifiers."""
    return defaults.ensure()


@pytest.fixture
def stages(pipeline: Pipeline) -> dict[str, Stage]:
    """Its stages by name."""
    return {stage.name: stage for stage in pipeline.stages.select_related("pipeline")}


@pytest.fixture
def make_lead(pipeline: Pipeline) -> MakeLead:
    """A lead out of what a person gives."""

    def make(by: User, **raw: Any) -> Lead:
        made: Lead = actions.create(kind=LEAD, values=read(LEAD, {"last_name": "Белов", **raw}, by=by), by=by, at=NOW)
        return made

    return make


@pytest.fixture
def make_deal(pipeline: Pipeline) -> MakeDeal:
    """A deal out of what a person gives."""

    def make(by: User, at: datetime = NOW, **raw: Any) -> Deal:
        made: Deal = actions.create(kind=DEAL, values=read(DEAL, {"name": "Насосы", **raw}, by=by), by=by, at=at)
        return made

    return make
