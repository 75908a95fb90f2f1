"""The values of a classifier as its settings show them: at their place in the tree, with where they can go."""

from dataclasses import dataclass

from voronka.records.fields.trees import Branch, grown


@dataclass(frozen=True, kw_only=True)
class Row:
    """A value; `higher` and `lower` are the places of its neighbours on the same level, None at the ends.

    `under` and `before` are the id and name of the neighbour above, which it can be put under; `above` is what its
    parent stands under.
    """

    branch: Branch
    higher: int | None
    lower: int | None
    under: int | None
    before: str
    above: int | None


def rows_of(classifier: str) -> list[Row]:
    """Every value, in order: one query."""
    tree = grown([classifier])[classifier]
    places = {one.pk: place for place, one in enumerate(tree)}
    levels: dict[int | None, list[Branch]] = {}
    for one in tree:
        levels.setdefault(one.parent, []).append(one)
    rows = []
    for one in tree:
        level = levels[one.parent]
        number = level.index(one)
        before = level[number - 1] if number else None
        after = level[number + 1] if number + 1 < len(level) else None
        rows.append(
            Row(
                branch=one,
                higher=places[before.pk] if before else None,
                lower=places[after.pk] if after else None,
                under=before.pk if before else None,
                before=before.name if before else "",
                above=tree[places[one.parent]].parent if one.parent else None,
            )
        )
    return rows
