"""The registry of kinds is whole: what a kind names exists, and its changes are kept."""

from typing import Any

import pghistory.models
import pytest
from django.apps import apps
from django.urls import reverse

from voronka.records import kinds
from voronka.records.kinds import Kind
from voronka.records.models import Record


def unknown_names(kind: Kind) -> set[str]:
    """Names of fields that a kind uses and does not declare."""
    grouped = {name for group in kind.groups for name in group.fields}
    used = {*kind.columns, *kind.form, *grouped, kind.sort.lstrip("-")}
    return used - set(kind.by_name)


def filter_names(tree: Any) -> set[str]:
    """Names of fields in a filter tree."""
    if isinstance(tree, list):
        return set().union(*(filter_names(node) for node in tree))
    if isinstance(tree, dict):
        inner = set().union(*(filter_names(node) for node in tree.values() if isinstance(node, dict | list)))
        return inner | ({tree["field"]} if "field" in tree else set())
    return set()


@pytest.mark.parametrize("kind", list(kinds.all_kinds()), ids=lambda kind: kind.name)
class TestKind:
    def test_names_only_fields_that_it_has(self, kind: Kind) -> None:
        assert unknown_names(kind) == set()
        assert filter_names([chip.filter for chip in kind.chips]) - set(kind.by_name) == set()

    def test_declares_each_field_once(self, kind: Kind) -> None:
        assert len(kind.fields) == len(kind.by_name)

    def test_has_its_addresses(self, kind: Kind) -> None:
        assert reverse(f"{kind.name}:list")
        assert kind.url(1).endswith("/1/")

    def test_keeps_the_history_of_its_changes(self, kind: Kind) -> None:
        events = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
        assert kind.model in {event.pgh_tracked_model for event in events}


def test_every_record_is_of_a_kind() -> None:
    records = {model for model in apps.get_models() if issubclass(model, Record)}
    assert records == {kind.model for kind in kinds.all_kinds()}


def test_the_guards_bite() -> None:
    assert filter_names({"all": [{"field": "a"}, {"not": {"any": [{"field": "b"}]}}]}) == {"a", "b"}
    assert unknown_names(_broken()) == {"nothing", "also_nothing"}


def _broken() -> Kind:
    kind = next(iter(kinds.all_kinds()))
    return Kind(
        name="broken",
        plural="broken",
        model=kind.model,
        label="",
        labels="",
        icon="",
        fields=kind.fields,
        columns=("nothing",),
        form=("also_nothing",),
        sort=kind.fields[0].name,
    )
