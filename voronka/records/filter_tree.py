"""Filter trees as people put them together: lines that are added, taken off, joined, kept short in an address."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.core.json_input import read_json

type Tree = dict[str, Any]

LONGEST = 8_000


def read(text: str) -> Tree:
    """The tree of an address; raises Refused for what is no JSON object or too long."""
    if not text.strip():
        return {}
    try:
        tree = read_json(text) if len(text) <= LONGEST else None
    except ValueError:
        tree = None
    if not isinstance(tree, dict):
        raise Refused(_("The filter cannot be understood."))
    return tree


def write(tree: Tree) -> str:
    """The tree for an address, as short as JSON allows; an empty one is an empty text."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")) if nodes(tree) else ""


def nodes(tree: Mapping[str, Any]) -> list[Any]:
    """What must all hold: the nodes of a tree that is an «all» group, or the tree itself."""
    if not tree:
        return []
    if set(tree) == {"all"} and isinstance(tree["all"], list):
        return list(tree["all"])
    if tree in ({"any": []}, {"all": []}):
        return []
    return [dict(tree)]


def joined(*trees: Mapping[str, Any]) -> Tree:
    """The tree that asks for everything that these ask for, each condition once."""
    result: list[Any] = []
    for tree in trees:
        result += [node for node in nodes(tree) if node not in result]
    return {"all": result} if result else {}


def toggled(tree: Mapping[str, Any], condition: Mapping[str, Any]) -> Tree:
    """The tree with the condition added, or without it where it stands already."""
    wanted, present = nodes(condition), nodes(tree)
    if has(tree, condition):
        return joined({"all": [node for node in present if node not in wanted]})
    return joined(tree, condition)


def has(tree: Mapping[str, Any], condition: Mapping[str, Any]) -> bool:
    """Whether the tree asks for the condition already."""
    present = nodes(tree)
    return all(node in present for node in nodes(condition))


def without(tree: Mapping[str, Any], index: int) -> Tree:
    """The tree without its node number `index`."""
    return joined({"all": [node for number, node in enumerate(nodes(tree)) if number != index]})
