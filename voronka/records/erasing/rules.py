"""Erase rules: every kind with personal fields and every relation to a human being say what erasing makes of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from django.db import models
from django.db.models import Q

from voronka.accounts.models import User
from voronka.records import kinds
from voronka.records.erasing.words import Words
from voronka.records.fields.base import Label
from voronka.records.kinds import Kind
from voronka.records.merging.rules import relations


class How(Enum):
    """What becomes of rows that point to somebody who is erased."""

    WHOLE = "whole"  # they are of this one alone: their personal fields are emptied, and so on to what hangs on them
    WORDS = "words"  # they are of others too: the names, phones and addresses of this one are taken out of their texts
    KEEP = "keep"  # they hold nothing personal


@dataclass(frozen=True, kw_only=True)
class Own:
    """What a kind empties beside its personal fields (`also`), and what stands where nothing may stand empty (`put`).

    A kind that `is_human` can be erased by itself; `words` gives what it is called and reached by. `spreads` names
    links to records of others whose texts may speak of it.
    """

    kind: str
    put: Mapping[str, Label] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    is_human: bool = False
    spreads: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What becomes of the rows of one relation.

    `column` is a foreign key, or, with `kind_column`, the id beside the name of a kind. `alone` narrows WHOLE: rows
    that do not fit it are of others too. KEEP says its `reason`.
    """

    model: type[models.Model]
    column: str
    how: How
    kind_column: str = ""
    alone: Q | None = None
    reason: str = ""

    @property
    def name(self) -> str:
        """How the relation is called."""
        return f"{self.model._meta.label}.{self.column}"


@dataclass(kw_only=True)
class Erasing:
    """One erasure under way: ids of the records by kind, those of this one alone and those of others too."""

    kind: Kind
    ids: set[int]
    words: Words
    by: User
    at: datetime
    whole: dict[str, set[int]] = field(default_factory=dict)
    shared: dict[str, set[int]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Eraser:
    """What an app does with its tables that are no kinds: `models` names them."""

    models: tuple[type[models.Model], ...]
    erase: Callable[[Erasing], None]


_own: dict[str, Own] = {}
_rules: dict[str, Rule] = {}
_erasers: list[Eraser] = []


def declare(*given: Own | Rule | Eraser) -> None:
    """Say what erasing makes of a kind, a relation, a table; call it in AppConfig.ready."""
    for one in given:
        if isinstance(one, Own):
            _own[one.kind] = one
        elif isinstance(one, Rule):
            _rules[one.name] = one
        else:
            _erasers.append(one)


def own(kind: str) -> Own:
    """What a kind empties; nothing beside its personal fields when it has said nothing."""
    return _own.get(kind, Own(kind=kind))


def is_human(kind: str) -> bool:
    """Whether records of the kind are human beings of their own."""
    return own(kind).is_human


def rules() -> Iterator[Rule]:
    """All relations that were declared."""
    return iter(_rules.values())


def erasers() -> Iterator[Eraser]:
    """What the apps do beside."""
    return iter(_erasers)


def undeclared() -> list[str]:
    """Kinds with personal fields and relations to human beings without a rule: with one nobody is erased."""
    humans = {kinds.get(name).model for name, one in _own.items() if one.is_human}
    silent = [kind.name for kind in kinds.all_kinds() if kind.personal and kind.name not in _own]
    return sorted([*silent, *(name for name in relations(humans) if name not in _rules)])
