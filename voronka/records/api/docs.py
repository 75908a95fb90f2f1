"""The page that explains the API: drawn from its own description, without scripts from elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

from voronka.records.kinds import all_kinds
from voronka.ui.render import page

PROBLEMS = (
    (401, gettext_lazy("No token, or one that was revoked.")),
    (403, gettext_lazy("The owner of the token may see the record, but not do this.")),
    (404, gettext_lazy("There is no such record, or it is not for the owner of the token.")),
    (409, gettext_lazy("Somebody changed the record meanwhile: both values and the version to send next.")),
    (422, gettext_lazy("A value or a rule does not allow it: a sentence for each field.")),
)
FILES = "multipart/form-data"
LABELS = {
    "me": gettext_lazy("Oneself"),
    "users": gettext_lazy("Employees"),
    "departments": gettext_lazy("Departments"),
    "reports": gettext_lazy("Reports"),
    "imports": gettext_lazy("Import"),
    "exports": gettext_lazy("Export"),
}


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """Something that an operation takes: `place` is path, query, header or body."""

    name: str
    type: str
    place: str
    is_required: bool
    text: str


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One method of one address."""

    id: str
    method: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """The operations of one kind."""

    name: str
    label: str
    operations: tuple[Operation, ...]


class Docs(DocsBase):
    """Our own documentation page; Swagger would need holes in the content security policy."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        schema = api.get_openapi_schema()
        root = request.build_absolute_uri(reverse(f"{api.urls_namespace}:api-root")).rstrip("/")
        context = {
            "sections": sections(schema),
            "openapi_url": self.get_openapi_url(api, kwargs),
            "root": root,
            "examples": examples(root),
            "places": {"path": _("address"), "query": _("query"), "header": _("header"), "body": _("body")},
            "problems": PROBLEMS,
        }
        return page(request, "records/api/docs.html", context)


def examples(root: str) -> tuple[tuple[str, str], ...]:
    """A few requests to copy, each with what it does."""
    bearer = '-H "Authorization: Bearer vrk_…"'
    person = '{"last_name": "Petrov", "phones": ["+7 903 123-45-67"]}'
    filled = '{"field": "phones", "op": "filled"}'
    return (
        (
            _("The first ten people with a phone"),
            f"curl {bearer} -G {root}/persons -d limit=10 \\\n  -d 'filter={filled}'",
        ),
        (
            _("A new person; the key makes a repeated request harmless"),
            f"curl {bearer} -H 'Idempotency-Key: 42' {root}/persons \\\n  --json '{person}'",
        ),
        (
            _("A change, refused when somebody was faster"),
            f'curl {bearer} -X PATCH {root}/persons/1 \\\n  --json \'{{"position": "…", "version": 3}}\'',
        ),
    )


def sections(schema: dict[str, Any]) -> list[Section]:
    """The operations of an OpenAPI description, by tag, in its order."""
    labels = {tag: str(label) for tag, label in LABELS.items()}
    labels |= {kind.plural: str(kind.labels) for kind in all_kinds()}
    found: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            tag = (told.get("tags") or [""])[0]
            found.setdefault(tag, []).append(_operation(path, method, told, schema))
    return [Section(name=tag, label=labels.get(tag, tag), operations=tuple(ones)) for tag, ones in found.items()]


def _translated(text: str) -> str:
    return _(text) if text else ""


def _operation(path: str, method: str, told: dict[str, Any], schema: dict[str, Any]) -> Operation:
    given = tuple(
        Parameter(
            name=one["name"],
            type=type_of(one["schema"]),
            place=one["in"],
            is_required=one.get("required", False),
            text=_translated(one.get("description") or one["schema"].get("description", "")),
        )
        for one in told.get("parameters", ())
    )
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=_translated(told["summary"]),
        parameters=given + tuple(_body(told, schema)),
        answers=tuple(str(code) for code in told["responses"]),
    )


def _body(told: dict[str, Any], schema: dict[str, Any]) -> Iterator[Parameter]:
    content = told.get("requestBody", {}).get("content", {})
    body: dict[str, Any] = next(
        (content[one].get("schema", {}) for one in ("application/json", FILES) if one in content), {}
    )
    shape = _resolved(body, schema)
    for name, one in shape.get("properties", {}).items():
        required = name in shape.get("required", ())
        yield Parameter(name=name, type=type_of(one), place="body", is_required=required, text="")


def _resolved(shape: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = shape.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = schema["components"]["schemas"].get(name, {}) if name else shape
    return found


def type_of(shape: dict[str, Any]) -> str:
    """The type of a value in a word: `text`, `number or text`, `[text]`."""
    if "anyOf" in shape:
        words = [type_of(one) for one in shape["anyOf"] if one.get("type") != "null"]
        return " | ".join(dict.fromkeys(words))
    if "enum" in shape or "const" in shape:
        return " | ".join(str(value) or '""' for value in shape.get("enum", [shape.get("const")]))
    if shape.get("type") == "array":
        return f"[{type_of(shape.get('items', {}))}]"
    return str(shape.get("format") or shape.get("type") or shape.get("$ref", "").rpartition("/")[2] or "object")
