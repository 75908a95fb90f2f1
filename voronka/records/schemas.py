"""Shapes of the API's input and output, made from the registry of kinds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from voronka.accounts.models import User
from voronka.records import fields
from voronka.records.field_rules import as_seen
from voronka.records.fields.custom import PREFIX, Custom, CustomChoice
from voronka.records.fields.links import ToRecord
from voronka.records.kinds import Kind
from voronka.records.values import values_of


class Named(Schema):
    """Another record, an employee or a value of a classifier that a record points to."""

    id: int
    name: str


class MovedOut(Schema):
    """The record has been merged into this one."""

    id: int
    url: str


class ChangeOut(Schema):
    """One field's change, as people read it."""

    label: str
    before: str
    after: str


class EditOut(Schema):
    """All that one person changed at one moment; `by` is null for the system."""

    at: datetime
    by: Named | None
    is_creation: bool
    changes: list[ChangeOut]


class EditsOut(Schema):
    """Changes of a record, newest first; `next` goes into `before` of the next request."""

    items: list[EditOut]
    next: int | None


class OptionOut(Schema):
    """A value that can be chosen."""

    value: str
    name: str


class FieldOut(Schema):
    """A field: `name` is its name in filters and `sort`; one of the company's own stands under `key` in `custom`.

    `target` is the kind that a link leads to.
    """

    name: str
    key: str | None
    label: str
    type: str
    is_required: bool
    is_editable: bool
    is_filterable: bool
    is_sortable: bool
    is_personal: bool
    target: str | None
    options: list[OptionOut]


class Asked(Schema):
    """What a list is asked."""

    filter: str = Field("", description=gettext_noop("A filter tree as JSON"))
    q: str = Field("", max_length=200, description=gettext_noop("Words or digits to find"))
    sort: str = Field("", max_length=60, description=gettext_noop("A field, with - for the reverse order"))
    after: str = Field("", max_length=500, description=gettext_noop("`next` of the page before"))
    limit: int = Field(50, ge=1, le=200)


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """The shapes of one kind."""

    new: type[Schema]
    patch: type[Schema]
    out: type[Schema]
    page: type[Schema]


def shapes_of(kind: Kind) -> Shapes:
    """What the API takes and gives for a kind."""
    title = "".join(part.capitalize() for part in kind.name.split("_"))
    editable = [one for one in kind.built if one.editable]
    given = {one.name: _optional(given_type(one)) for one in editable}
    given["custom"] = _optional(dict[str, Any])
    new = given | {one.name: (given_type(one), ...) for one in editable if _must_be_given(kind, one)}
    shown = {one.name: _optional(shown_type(one)) for one in kind.built}
    make: Callable[..., type[Schema]] = create_model  # its overloads do not know fields made at run time
    out = make(
        f"{title}Out",
        __base__=Schema,
        id=(int, ...),
        version=(int, ...),
        url=(str, ...),
        custom=(dict[str, Any], ...),
        **shown,
    )
    page: dict[str, Any] = {"items": (list[out], ...), "next": (str, ...), "count": (int, ...)}  # type: ignore[valid-type]  # a model made at run time
    return Shapes(
        new=make(f"{title}New", __base__=_Strict, **new),
        patch=make(f"{title}Patch", __base__=_Strict, version=_optional(int), **given),
        out=out,
        page=make(f"{title}Page", __base__=Schema, count_capped=(bool, ...), **page),
    )


def _must_be_given(kind: Kind, field: fields.Field) -> bool:
    """Whether a new record needs a value: a required one that the model does not begin with by itself."""
    column: Any = kind.model._meta.get_field(field.name) if isinstance(field, fields.Choice) else None
    return field.required and not (column and column.has_default())


def _optional(kind_of_value: Any) -> tuple[Any, None]:
    return kind_of_value | None, None


def given_type(field: fields.Field) -> Any:
    """The type that a program gives a value in; a value of a classifier may be named."""
    if isinstance(field, fields.Choice):
        return Literal[("", *(value for value, _label in field.options()))]
    if isinstance(field, fields.ClassifierChoices):
        return list[int | str]
    return int | str if isinstance(field, fields.ClassifierChoice) else field.api_type


def shown_type(field: fields.Field) -> Any:
    """The type that a value is shown in."""
    if isinstance(field, fields.ClassifierChoices):
        return list[Named]
    return Named if field.related else field.api_type


def described(kind: Kind) -> list[dict[str, Any]]:
    """The fields of a kind as they are now, those of the company among them."""
    return [
        {
            "name": one.name,
            "key": one.key if isinstance(one, Custom) else None,
            "label": str(one.label),
            "type": one.cell,
            "is_required": one.required,
            "is_editable": one.editable,
            "is_filterable": one.filterable,
            "is_sortable": one.sortable,
            "is_personal": one.personal,
            "target": one.kind if isinstance(one, ToRecord) else None,
            "options": [{"value": value, "name": str(name)} for value, name in _options(one)],
        }
        for one in kind.fields
    ]


def _options(field: fields.Field) -> list[tuple[str, str]]:
    is_list = isinstance(field, fields.Choice | fields.ClassifierChoice | fields.ClassifierChoices | CustomChoice)
    return field.options() if is_list else []  # type: ignore[attr-defined]  # these have options


def with_own(given: dict[str, Any]) -> dict[str, Any]:
    """What a program gave, its `custom` taken apart into the names of the fields."""
    own = given.pop("custom", None) or {}
    return given | {f"{PREFIX}{key}": value for key, value in own.items()}


def shown_records(kind: Kind, records: Sequence[Any], *, by: User, at: datetime) -> list[dict[str, Any]]:
    """Records as the API gives them; links to what `by` may not see are null."""
    kind = as_seen(kind, by)
    values = values_of(records, kind.fields, by=by, at=at)
    return [_shown(kind, record, values[record.pk]) for record in records]


def _shown(kind: Kind, record: Any, values: dict[str, Any]) -> dict[str, Any]:
    given = {one.name: _exported(one, values) for one in kind.built}
    own = {one.key: _exported(one, values) for one in kind.own}
    return {"id": record.pk, "version": record.version, "url": kind.url(record.pk), "custom": own, **given}


def _exported(field: fields.Field, values: dict[str, Any]) -> Any:
    value = values[field.name]
    return None if value is None else field.export(value)


class ExportIn(Schema):
    """What is to be written: `kind` is a plural name (persons), `format` the end of the file's name (xlsx, csv, vcf).

    `columns` are names of fields, `voronka_id` among them; all of them by default. `filter` is a tree as lists take it,
    `view` the key of a view of the list, whose condition and order hold where nothing else is said; `ids` name records.
    """

    kind: str
    format: str = "xlsx"
    columns: Annotated[list[str], Field(max_length=500)] = []
    filter: dict[str, Any] = {}
    view: str = ""
    q: Annotated[str, Field(max_length=200)] = ""
    sort: Annotated[str, Field(max_length=60)] = ""
    ids: Annotated[list[Annotated[int, Field(ge=1, lt=2**63)]], Field(max_length=10_000)] | None = None


class ExportOut(Schema):
    """An export: `state` is working, done, stopped or failed; `count` records were found, `rows_done` are written."""

    id: int
    kind: str
    format: str
    columns: list[str]
    state: str
    count: int
    rows_done: int
    has_file: bool
    error: str
    created_at: datetime
    finished_at: datetime | None
