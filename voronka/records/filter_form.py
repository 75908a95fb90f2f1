"""The filter builder between a form of lines and a filter tree."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from voronka.core.json_input import read_json
from voronka.core.numbers import whole_ones
from voronka.records.fields import Field, Flag
from voronka.records.fields.base import OPERATOR_LABELS
from voronka.records.fields.choices import listed
from voronka.records.fields.links import ToRecord
from voronka.records.filter_tree import Tree
from voronka.records.kinds import Kind

MOST_LINES, MOST_GROUPS = 40, 8
VALUELESS = {"empty", "filled"}
SEVERAL = {"in", "not_in", "within"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One condition of the builder; `values` are texts as the form gives them."""

    field: Field
    operator: str
    values: tuple[str, ...] = ()

    @property
    def operators(self) -> list[tuple[str, str]]:
        """(operator, words) that the field knows."""
        return [(one, str(OPERATOR_LABELS[one])) for one in self.field.operators]

    @property
    def editor(self) -> str:
        """Which input the value needs: none, period, many, link, flag, date, number or text."""
        if self.operator in VALUELESS:
            return "none"
        if self.operator == "period":
            return "period"
        if self.operator in SEVERAL:
            return "link" if isinstance(self.field, ToRecord) else "many"
        if isinstance(self.field, Flag):
            return "flag"
        return {"date": "date", "moment": "date", "number": "number", "money": "number"}.get(self.field.cell, "text")

    @property
    def node(self) -> Tree | None:
        """The line of the tree, None while its value is missing."""
        if self.operator in VALUELESS:
            return {"field": self.field.name, "op": self.operator}
        values = [value for value in self.values if value.strip()]
        if not values:
            return None
        value = values if self.operator in SEVERAL else values[0]
        return {"field": self.field.name, "op": self.operator, "value": value}


@dataclass(frozen=True, kw_only=True)
class Group:
    """Lines that must all hold, or any of them; what the builder cannot show is kept as it is in `rest`."""

    match: str = "all"
    lines: tuple[Line, ...] = ()
    rest: tuple[Tree, ...] = ()

    @property
    def rest_texts(self) -> list[str]:
        """The kept nodes as JSON for hidden inputs."""
        return [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in self.rest]

    @property
    def nodes(self) -> list[Tree]:
        """The nodes of the tree."""
        return [node for line in self.lines if (node := line.node)] + list(self.rest)


@dataclass(frozen=True, kw_only=True)
class Builder:
    """The whole form: the lines of the first group, and further groups within it."""

    root: Group = field(default_factory=Group)
    groups: tuple[Group, ...] = ()

    @property
    def tree(self) -> Tree:
        """The filter that the form describes."""
        inner = [{group.match: group.nodes} for group in self.groups if group.nodes]
        nodes = self.root.nodes + inner
        return {self.root.match: nodes} if nodes else {}


def first_line(kind: Kind) -> Line:
    """The line that an empty builder begins with."""
    return line_of(next(one for one in kind.fields if one.filterable))


def line_of(wanted: Field, operator: str = "", values: tuple[str, ...] = ()) -> Line:
    """A line with an operator that the field knows."""
    return Line(field=wanted, operator=operator if operator in wanted.operators else wanted.operators[0], values=values)


def of_tree(kind: Kind, tree: Tree) -> Builder:
    """The builder of a tree."""
    word = "any" if "any" in tree else "all"
    nodes = tree[word] if isinstance(tree.get(word), list) and len(tree) == 1 else [tree] if tree else []
    lines, groups, rest = [], [], []
    for node in nodes:
        line, group = _line(kind, node), _group(kind, node)
        if line:
            lines.append(line)
        elif group:
            groups.append(group)
        else:
            rest.append(node)
    return Builder(root=Group(match=word, lines=tuple(lines), rest=tuple(rest)), groups=tuple(groups))


def _line(kind: Kind, node: Any) -> Line | None:
    wanted = kind.by_name.get(str(node.get("field"))) if isinstance(node, dict) else None
    if wanted is None or not wanted.filterable or node.get("op", "is") not in wanted.operators:
        return None
    value = node.get("value")
    values = () if value is None else tuple(str(one) for one in listed(value))
    return Line(field=wanted, operator=str(node.get("op", "is")), values=values)


def _group(kind: Kind, node: Any) -> Group | None:
    for word in ("all", "any"):
        if isinstance(node, dict) and set(node) == {word} and isinstance(node[word], list):
            lines = [_line(kind, one) for one in node[word]]
            if all(lines):
                return Group(match=word, lines=tuple(line for line in lines if line))
    return None


def read(kind: Kind, given: QueryDict) -> Builder:
    """The builder as its form was sent: groups by number, lines by number within them."""
    groups = [_read_group(kind, given, number) for number in given.getlist("group")[:MOST_GROUPS]]
    return Builder(root=groups[0], groups=tuple(groups[1:])) if groups else Builder()


def _read_group(kind: Kind, given: QueryDict, number: str) -> Group:
    match = given.get(f"match-{number}", "all")
    rest = tuple(node for text in given.getlist(f"rest-{number}")[:MOST_LINES] if (node := _node(text)))
    return Group(
        match=match if match in {"all", "any"} else "all", lines=tuple(_read_lines(kind, given, number)), rest=rest
    )


def _read_lines(kind: Kind, given: QueryDict, number: str) -> Iterator[Line]:
    for key in given.getlist(f"line-{number}")[:MOST_LINES]:
        wanted = kind.by_name.get(given.get(f"field-{key}", ""))
        if wanted is None or not wanted.filterable:
            continue
        operator, values = given.get(f"op-{key}", ""), tuple(given.getlist(f"value-{key}")[:200])
        line = line_of(wanted, operator, values)
        same_editor = line_of(wanted, given.get(f"was-op-{key}", "")).editor == line.editor
        same = given.get(f"was-{key}", wanted.name) == wanted.name and (same_editor or f"was-op-{key}" not in given)
        yield line if same else replace(line, values=())


def _node(text: str) -> Tree | None:
    try:
        node = read_json(text)
    except ValueError:
        return None
    return node if isinstance(node, dict) else None


def carried_out(kind: Kind, builder: Builder, command: str) -> Builder:
    """The builder after one of its buttons: `line:2`, `group` add; `drop:2:1`, `rest:0:1`, `ungroup:2` take away."""
    word, _, rest = command.partition(":")
    numbers = whole_ones(rest.split(":"))
    groups = [builder.root, *builder.groups]
    if word == "group" and len(groups) < MOST_GROUPS:
        groups.append(Group(match="any", lines=(first_line(kind),)))
    if not numbers or not 0 <= numbers[0] < len(groups):
        return Builder(root=groups[0], groups=tuple(groups[1:]))
    index = numbers[0]
    group = groups[index]
    if word == "line" and len(group.lines) < MOST_LINES:
        groups[index] = replace(group, lines=(*group.lines, first_line(kind)))
    elif word == "drop" and len(numbers) == 2:
        groups[index] = replace(group, lines=_but(group.lines, numbers[1]))
    elif word == "rest" and len(numbers) == 2:
        groups[index] = replace(group, rest=_but(group.rest, numbers[1]))
    elif word == "ungroup" and index:
        del groups[index]
    return Builder(root=groups[0], groups=tuple(groups[1:]))


def _but[T](items: tuple[T, ...], index: int) -> tuple[T, ...]:
    return tuple(one for number, one in enumerate(items) if number != index)
