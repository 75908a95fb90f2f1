"""Values of classifiers as trees: what is offered, in which order, and what lies under a value."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from voronka.records.models import ClassifierValue

INDENT = "\N{EM SPACE}"


@dataclass(frozen=True, slots=True)
class Branch:
    """A value at its place; `is_active` unless it or what it stands under `is_off`."""

    pk: int
    name: str
    parent: int | None
    is_off: bool
    is_active: bool
    depth: int

    @property
    def label(self) -> str:
        """The name, moved in as deep as the value stands: for lists of choices, which show one line for each."""
        return INDENT * self.depth + self.name


def grown(classifiers: Iterable[str]) -> dict[str, list[Branch]]:
    """Every value of these classifiers, parents before their children: one query."""
    wanted = list(classifiers)
    children: dict[str, dict[int | None, list[Branch]]] = {one: defaultdict(list) for one in wanted}
    rows = ClassifierValue.objects.filter(classifier__in=wanted) if wanted else ClassifierValue.objects.none()
    for row in rows.only("classifier", "name", "parent", "is_active"):
        one = Branch(row.pk, row.name, row.parent_id, not row.is_active, row.is_active, 0)
        children[row.classifier][one.parent].append(one)
    return {classifier: list(_walk(by_parent, None, 0, active=True)) for classifier, by_parent in children.items()}


def _walk(
    by_parent: dict[int | None, list[Branch]], parent: int | None, depth: int, *, active: bool
) -> Iterator[Branch]:
    for one in by_parent.get(parent, ()):
        placed = replace(one, is_active=active and not one.is_off, depth=depth)
        yield placed
        yield from _walk(by_parent, one.pk, depth + 1, active=placed.is_active)


def offered(classifier: str) -> list[tuple[str, str]]:
    """(id, label) of the values in use."""
    return options_of([classifier])[classifier]


def options_of(classifiers: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """(id, label) of the values in use, by classifier: one query for all lists of a form."""
    trees = grown(dict.fromkeys(classifiers))
    return {name: [(str(one.pk), one.label) for one in tree if one.is_active] for name, tree in trees.items()}


class Known:
    """What this process knows of a classifier, in use or not: asked for once, until the company arranges it anew."""

    trees: ClassVar[dict[str, dict[int, Branch]]] = {}

    def __init__(self, classifier: str) -> None:
        self.classifier = classifier

    def get(self, pk: int, default: str = "") -> str:
        """The name of a value; one that is not known yet makes all be read again."""
        one = self._tree(pk).get(pk)
        return one.name if one else default

    def all(self) -> list[Branch]:
        """Every value, parents before their children."""
        return list(self._tree().values())

    def under(self, ids: Iterable[int]) -> list[int]:
        """These values and all that lies under them: what a filter by them finds."""
        found = list(dict.fromkeys(ids))
        children: dict[int | None, list[int]] = defaultdict(list)
        for one in self._tree(*found).values():
            children[one.parent].append(one.pk)
        for pk in found:
            found += [child for child in children[pk] if child not in found]
        return found

    def _tree(self, *needed: int) -> dict[int, Branch]:
        tree = self.trees.get(self.classifier)
        if tree is None or any(pk not in tree for pk in needed):
            tree = self.trees[self.classifier] = {one.pk: one for one in grown([self.classifier])[self.classifier]}
        return tree


def forget() -> None:
    """The lists of values have changed."""
    Known.trees.clear()
