"""Columns whose cells name a value of a list, or an employee: what the list has, and what it lacks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from voronka.accounts.models import User
from voronka.imports.columns import Column
from voronka.imports.targets.base import Target
from voronka.imports.terms import folded
from voronka.records.fields import ClassifierChoice, ClassifierChoices, Field
from voronka.records.fields.custom import CustomChoice, CustomChoices
from voronka.records.models import ClassifierValue

NEAR = 86.0
OWNER = "owner"
type Options = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class ValueList:
    """The list behind a column: `options` are (text that a cell would hold, words of the screen) of what is in use.

    `known` are the folded texts that the list understands, those out of use too where they are linked. A cell of
    `is_many` holds several, parted by commas. A list that `may_grow` can get what it lacks.
    """

    column: Column
    options: Options
    known: frozenset[str]
    is_many: bool = False
    may_grow: bool = True

    def pieces(self, cell: str) -> list[str]:
        """The values of one cell, blanks put in order."""
        parts = cell.replace(";", ",").split(",") if self.is_many else [cell]
        return [" ".join(part.split()) for part in parts if part.strip()]

    def has(self, text: str) -> bool:
        """Whether the list understands this text."""
        return folded(text) in self.known

    def near(self, text: str) -> list[str]:
        """The options that are spelled much alike, the likest first."""
        names = {value: folded(label).replace("ё", "е") for value, label in self.options}
        found = process.extract(folded(text).replace("ё", "е"), names, scorer=_alike, score_cutoff=NEAR, limit=3)
        return [value for _name, _score, value in found]


def _alike(one: str, other: str, **_options: object) -> float:
    """«Выставка 2025» is like «Выставка»; three letters are like nothing but themselves."""
    if min(len(one), len(other)) < 4:
        return 100.0 if one == other else 0.0
    return max(fuzz.token_set_ratio(one, other), fuzz.ratio(one, other))


def value_list(target: Target, column: Column) -> ValueList | None:
    """The list behind a column; None where its cells name nothing of a list."""
    if column.name == OWNER:
        return _employees(column)
    field = target.kind.by_name.get(column.name)
    return (
        _classifier(column, field) if isinstance(field, ClassifierChoice | ClassifierChoices | CustomChoice) else None
    )


def value_lists(target: Target, names: Iterable[str]) -> dict[str, ValueList]:
    """The lists behind these columns, by name."""
    by_name = target.by_name
    found = ((name, value_list(target, by_name[name])) for name in names if name in by_name)
    return {name: one for name, one in found if one}


def _employees(column: Column) -> ValueList:
    users = list(User.objects.filter(is_active=True).order_by("first_name", "last_name", "pk"))
    ways: Sequence[Callable[[User], str]] = (
        lambda user: user.email,
        lambda user: f"{user.first_name} {user.last_name}",
        lambda user: f"{user.last_name} {user.first_name}",
    )
    known = frozenset(folded(way(user)) for user in users for way in ways)
    options = [(user.email, user.full_name) for user in users]
    return ValueList(column=column, options=options, known=known, may_grow=False)


def _classifier(column: Column, field: Field) -> ValueList:
    code = field.classifier  # type: ignore[attr-defined]  # all three have it
    rows = list(ClassifierValue.objects.filter(classifier=code).values_list("name", "is_active"))
    links_unused = isinstance(field, ClassifierChoice)
    return ValueList(
        column=column,
        options=[(name, name) for name, is_active in rows if is_active],
        known=frozenset(folded(name) for name, is_active in rows if is_active or links_unused),
        is_many=isinstance(field, ClassifierChoices | CustomChoices),
    )
