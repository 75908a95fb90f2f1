"""Every operation that the API describes, as a request: an address and a body of the right shape."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.architecture.walk.canaries import NOW
from voronka.config.api import api
from voronka.records import kinds

PLAIN = {"string": "x", "boolean": True, "number": 1, "integer": 1, "null": None}
FORMATS = {"date": NOW.date().isoformat(), "date-time": NOW.isoformat()}
# What a change changes where nothing is demanded.
HARMLESS = "external_id"

type Ids = Mapping[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation: its name, what it is asked by, the kind of record that its address names."""

    name: str
    method: str
    path: str
    shape: Mapping[str, Any]
    kind: str

    @property
    def about_one(self) -> bool:
        """Whether the address names one record of a kind."""
        return bool(self.kind) and "{pk}" in self.path

    def address(self, ids: Ids, *, pk: str = "") -> str:
        """The address for the canaries, or for another record of the kind."""
        values = {
            "pk": pk or (ids.get(f"{self.kind}.pk") or ["1"])[0],
            **{name: ids[name][0] for name in ("account_id", "item")},
            "kind": "person",
        }
        return self.path.format(**values)

    def body(self, ids: Ids) -> str:
        """The least body that the description allows, with canaries where records are named."""
        return json.dumps(_example(self.shape, ids)) if self.shape else ""


@cache
def description() -> Mapping[str, Any]:
    """The description of the API; making it takes a second."""
    told: Mapping[str, Any] = api.get_openapi_schema()
    return told


def operations() -> Iterator[Operation]:
    """All operations of the description."""
    plurals = {kind.plural: kind.name for kind in kinds.all_kinds()}
    for path, methods in description()["paths"].items():
        first = path.removeprefix("/api/v1/").split("/")[0]
        for method, told in methods.items():
            content = told.get("requestBody", {}).get("content", {})
            yield Operation(
                name=told["operationId"],
                method=method.upper(),
                path=path,
                shape=content.get("application/json", {}).get("schema", {}),
                kind=plurals.get(first, ""),
            )


def _example(shape: Mapping[str, Any], ids: Ids, name: str = "") -> Any:
    """A value of a schema: what must be there, and a harmless field where nothing must."""
    shape = _resolved(shape)
    if "enum" in shape or "const" in shape:
        return shape.get("const", next(iter(shape.get("enum", ())), None))
    if "anyOf" in shape:
        return _example(next(one for one in shape["anyOf"] if one.get("type") != "null"), ids, name)
    if shape.get("type") == "object" or "properties" in shape:
        known = shape.get("properties", {})
        wanted = [*shape.get("required", ()), *([HARMLESS] if HARMLESS in known else [])]
        return {one: _example(known[one], ids, one) for one in wanted}
    if shape.get("type") == "array":
        count = max(int(shape.get("minItems", 1)), 2 if name == "ids" else 1)
        return [_example(shape.get("items", {}), ids, name) for _ in range(count)]
    if shape.get("type") == "integer" and (known := ids.get(f"{name}_id")):
        return int(known[0])
    return FORMATS.get(shape.get("format", ""), PLAIN.get(shape.get("type", ""), "x"))


def _resolved(shape: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in shape:
        return shape
    found = description()
    for step in shape["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found
