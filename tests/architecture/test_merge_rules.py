"""Whatever points to a record that can be merged says what becomes of it: nothing is left pointing to nowhere."""

import pytest

from voronka.records import kinds
from voronka.records.duplicates import registry
from voronka.records.merging import rules

pytestmark = pytest.mark.req("X4")


def test_every_relation_to_a_mergeable_kind_has_a_rule() -> None:
    assert rules.undeclared() == [], "declare a voronka.records.merging.rules.Rule in AppConfig.ready"


def test_a_rule_that_does_not_move_says_why() -> None:
    assert [rule.name for rule in rules._rules.values() if not rule.moves and not rule.reason] == []


def test_persons_and_organizations_are_merged() -> None:
    assert {"person", "organization"} <= set(registry.names())
    for name in registry.names():
        assert rules.rules_for(kinds.get(name))


@pytest.mark.parametrize(
    "name", ["sales.Deal.organization", "activities.Task.subject_id", "people.Person.organization"]
)
def test_the_guard_bites(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(rules._rules, name)
    assert rules.undeclared() == [name]
