"""Rows are read the short way; what comes of it is what Django would have made."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.db.models.signals import post_init, pre_init

from voronka.core.stored import Stored

STORED = [one for one in apps.get_models() if issubclass(one, Stored)]


def _columns(model: type[models.Model]) -> Iterator[tuple[str, object]]:
    for number, field in enumerate(model._meta.concrete_fields):
        yield field.attname, f"value {number}"


def _said(row: models.Model) -> dict[str, object]:
    state = row._state
    return {**row.__dict__, "_state": (state.adding, state.db, state.fields_cache, state.fetch_mode)}


@pytest.mark.parametrize("model", STORED, ids=lambda one: one._meta.label)
def test_a_row_becomes_the_object_that_django_makes(model: type[Stored]) -> None:
    names, values = zip(*_columns(model), strict=True)
    ours = model.from_db("default", names, values)
    theirs = super(Stored, model).from_db("default", names, values)
    assert _said(ours) == _said(theirs)
    assert set(names) <= set(_said(ours))


@pytest.mark.parametrize("model", STORED, ids=lambda one: one._meta.label)
def test_a_column_left_out_is_deferred(model: type[Stored]) -> None:
    names, values = zip(*list(_columns(model))[:2], strict=True)
    assert model.from_db("default", names, values).get_deferred_fields() == {
        field.attname for field in model._meta.concrete_fields[2:]
    }


def test_nobody_listens_to_the_making_of_a_row() -> None:
    """Those who would are not told: the short way sends no signal."""
    for model in STORED:
        assert model.__init__ is models.Model.__init__
        assert not pre_init.has_listeners(model)
        assert not post_init.has_listeners(model)
