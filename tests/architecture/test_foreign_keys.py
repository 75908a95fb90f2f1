"""A table points only at tables of its own app or of a lower one."""

from django.apps import apps
from django.db import models

from tests.architecture.source import app_order, rank


def points_up(source: str, target: str) -> bool:
    """Whether a relation from one app to another goes up or aside; apps that are not ours are below everything."""
    height, other = rank(source), rank(target)
    return source != target and height is not None and other is not None and other >= height


def relations() -> list[tuple[type[models.Model], str, type[models.Model]]]:
    """Every relation of every model of ours: (model, field, target)."""
    return [
        (model, field.name, field.related_model)
        for model in apps.get_models(include_auto_created=True)
        if rank(model._meta.app_label) is not None
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if isinstance(field.related_model, type)
    ]


def test_relations_go_down() -> None:
    wrong = [
        f"{model.__name__}.{name} -> {target._meta.label}"
        for model, name, target in relations()
        if points_up(model._meta.app_label, target._meta.app_label)
    ]
    assert wrong == []


def test_every_app_has_its_place_in_the_order() -> None:
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("voronka.")}
    assert ours - set().union(*app_order()) == set()


def test_the_guard_bites() -> None:
    assert relations()
    assert points_up("people", "sales")
    assert points_up("imports", "reports")
    assert not points_up("sales", "people")
    assert not points_up("people", "people")
    assert not points_up("people", "contenttypes")
