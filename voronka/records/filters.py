"""The filter engine: a JSON tree of known names compiled to one condition."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.core.null_bytes import without_null_bytes
from voronka.records.field_rules import as_seen
from voronka.records.fields import FilterContext
from voronka.records.kinds import Kind

DEPTH = 5
LINES = 50


def compile_filter(kind: Kind, tree: Any, context: FilterContext) -> Q:
    """The condition of a filter tree; raises Refused for anything that the registry does not know.

    A tree is `{"all": [node…]}`, `{"any": [node…]}`, `{"not": node}` or a line `{"field": …, "op": …, "value": …}`.
    """
    if not tree:
        return Q()
    return _Compiler(as_seen(kind, context.by), context).node(tree, depth=0)


class _Compiler:
    def __init__(self, kind: Kind, context: FilterContext) -> None:
        self.kind = kind
        self.context = context
        self.lines = 0

    def node(self, node: Any, *, depth: int) -> Q:
        if not isinstance(node, dict) or depth > DEPTH:
            raise Refused(_("The filter cannot be understood."))
        for word in ("all", "any"):
            if isinstance(node.get(word), list):
                return self.group(word, node[word], depth)
        if "not" in node:
            return ~self.node(node["not"], depth=depth + 1)
        return self.line(node)

    def group(self, word: str, nodes: list[Any], depth: int) -> Q:
        result = Q()
        for one in nodes:
            part = self.node(one, depth=depth + 1)
            result = result & part if word == "all" else result | part
        return result

    def line(self, node: dict[str, Any]) -> Q:
        self.lines += 1
        field = self.kind.by_name.get(str(node.get("field")))
        if field is None or not field.filterable or self.lines > LINES:
            raise Refused(_("The filter names an unknown field: %(name)s.") % {"name": str(node.get("field"))[:60]})
        return field.condition(str(node.get("op", "is")), without_null_bytes(node.get("value")), self.context)
