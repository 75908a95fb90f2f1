"""Merge rules: every column that points to a mergeable record is declared by its app, or nothing is merged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pghistory.models
from django.apps import apps
from django.db import models

from voronka.records import kinds
from voronka.records.duplicates import registry
from voronka.records.kinds import Kind

# Pairs of columns by which a row names a record of any kind.
GENERIC = (("kind", "record_id"), ("subject_kind", "subject_id"))


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What becomes of rows that point to a merged record.

    `column` is a foreign key, or, with `kind_column`, the id beside the name of a kind. Rows move to the kept record;
    with `once` a row goes away where the kept record has one with the same values of these columns; `single` is a flag
    that one row of a record has: moved rows give it up where the kept record has such a row. A rule that does not move
    (`moves=False`) leaves the rows as they are, for the `reason`.
    """

    model: type[models.Model]
    column: str
    kind_column: str = ""
    once: tuple[str, ...] = ()
    single: str = ""
    moves: bool = True
    reason: str = ""

    @property
    def name(self) -> str:
        """How the rule is kept with a merge."""
        return f"{self.model._meta.label}.{self.column}"

    @property
    def label(self) -> str:
        """What moves, for people; empty for rows of the engine itself."""
        return next((str(kind.labels) for kind in kinds.all_kinds() if kind.model is self.model), "")

    def points_to(self, kind: Kind) -> bool:
        """Whether rows of the model may point to records of the kind."""
        if self.kind_column:
            return True
        return bool(self.model._meta.get_field(self.column).related_model is kind.model)

    def rows(self, kind: Kind, ids: list[int]) -> "models.QuerySet[Any]":
        """The rows that point to these records."""
        condition: dict[str, Any] = {f"{self.attribute}__in": ids}
        if self.kind_column:
            condition[self.kind_column] = kind.name
        return self.model._default_manager.filter(**condition)

    def moving(self, kind: Kind, old: Sequence[int], into: int) -> "models.QuerySet[Any]":  # own links ask for it
        """Those of them that are to point to the kept record."""
        return self.rows(kind, list(old))

    def point(self, rows: "models.QuerySet[Any]", pk: int) -> int:
        """Let rows point to this record; gives how many."""
        return rows.update(**{self.attribute: pk})

    @property
    def attribute(self) -> str:
        """The column as it is stored: `organization_id`."""
        return str(getattr(self.model._meta.get_field(self.column), "attname", self.column))


_rules: dict[str, Rule] = {}


def declare(*rules: Rule) -> None:
    """Say what becomes of rows that point to merged records; call it in AppConfig.ready."""
    _rules.update({rule.name: rule for rule in rules})


def rules_for(kind: Kind) -> list[Rule]:
    """What moves with records of the kind, lower apps first."""
    return [rule for rule in _rules.values() if rule.moves and rule.points_to(kind)]


def find(name: str) -> Rule | None:
    """The rule of that name; None for a relation that is no more."""
    return _rules.get(name)


def undeclared() -> list[str]:
    """Relations to mergeable kinds that no app has declared: as long as there is one, nothing is merged."""
    mergeable = {kinds.get(name).model for name in registry.names()}
    return sorted(name for name in relations(mergeable) if name not in _rules)


def relations(mergeable: set[Any]) -> Iterator[str]:
    """Every relation that a merge must know; tables of the history of changes keep what was."""
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, pghistory.models.Event) or model.__module__.startswith("django."):
            continue
        columns = {field.name for field in model._meta.concrete_fields}
        for field in model._meta.concrete_fields:
            if field.related_model in mergeable:
                yield f"{model._meta.label}.{field.name}"
        for kind_column, column in GENERIC:
            if {kind_column, column} <= columns:
                yield f"{model._meta.label}.{column}"
