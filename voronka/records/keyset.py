"""Keyset pages: the next page begins after the last row, however far down the list it is."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Case, F, GeneratedField, Q, QuerySet, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.core.json_input import read_json
from voronka.core.numbers import whole
from voronka.records import access, kinds
from voronka.records.field_rules import as_seen
from voronka.records.fields import Field, Link, Number
from voronka.records.kinds import Kind

LONGEST_KEY = 1000
DIGITS = 30


@dataclass(frozen=True)
class Page:
    """Rows of one page and the mark of the next one ("" on the last page)."""

    rows: list[Any]
    after: str


def page(rows: QuerySet[Any], *, kind: Kind, sort: str, by: User, after: str = "", size: int = 50) -> Page:
    """A page of `rows` in the order `sort`; raises Refused for an unknown order or a spoilt mark.

    Empty values stand last. They are asked for apart, when the filled ones are used up: so both questions can go along
    an index, up or down, whatever the number of rows.
    """
    field, down = _asked(kind, sort, by)
    keyed: QuerySet[Any] = rows.annotate(_key=_key(field, by))
    never_empty = _is_never_empty(kind, field)
    filled = keyed if never_empty else keyed.filter(_key__isnull=False)
    empty = keyed.none() if never_empty else keyed.filter(_key__isnull=True)
    if after:
        try:
            key, pk = _read(after, field)
            if key is None:
                filled, empty = filled.none(), empty.filter(_further("pk", pk, down=down))
            else:
                filled = filled.filter(_beyond(key, pk, down=down))
        except (ArithmeticError, ValueError, TypeError, ValidationError) as error:  # a mark of another column
            raise _spoilt() from error
    found = list(filled.order_by(*_order(down=down))[: size + 1])
    if len(found) <= size:
        found += empty.order_by("-pk" if down else "pk")[: size + 1 - len(found)]
    return Page(found[:size], _mark(found[size - 1]) if len(found) > size else "")


def first_ids(rows: QuerySet[Any], *, kind: Kind, sort: str, by: User, size: int) -> QuerySet[Any]:
    """Ids of the first rows in the order `sort`, out of those that have a value there; along an index."""
    field, down = _asked(kind, sort, by)
    keyed: QuerySet[Any] = rows.annotate(_key=_key(field, by))
    filled = keyed if _is_never_empty(kind, field) else keyed.filter(_key__isnull=False)
    return filled.order_by(*_order(down=down)).values("pk")[:size]


def in_order(rows: QuerySet[Any], *, kind: Kind, sort: str, by: User) -> QuerySet[Any]:
    """`rows` in the order `sort` ("name", "-amount"), empty values last, the id as the tie-breaker.

    By a link the rows stand in the order of the names that the reader sees; a name that is hidden is an empty value.
    Raises Refused for an unknown order.
    """
    field, down = _asked(kind, sort, by)
    order = F("_key").desc(nulls_last=True) if down else F("_key").asc(nulls_last=True)
    keyed: QuerySet[Any] = rows.annotate(_key=_key(field, by))
    return keyed.order_by(order, "-pk" if down else "pk")


def _asked(kind: Kind, sort: str, by: User) -> tuple[Field, bool]:
    """The field to sort by, and whether the greatest come first; one that is hidden from `by` is unknown."""
    field = as_seen(kind, by).by_name.get(sort.removeprefix("-"))
    if field is None or not field.sortable:
        raise Refused(_("The list cannot be sorted by “%(name)s”.") % {"name": sort[:60]})
    return field, sort.startswith("-")


def _is_never_empty(kind: Kind, field: Field) -> bool:
    """Whether every row has a key: the field is a column of the kind's own table that takes no NULL."""
    if isinstance(field, Link) or field.order_by:
        return False
    column = next((one for one in kind.model._meta.concrete_fields if one.name == field.path), None)
    kept = column.output_field if isinstance(column, GeneratedField) else column
    return kept is not None and not kept.null and not kept.is_relation


def _order(*, down: bool) -> tuple[str, str]:
    return ("-_key", "-pk") if down else ("_key", "pk")


def _key(field: Field, by: User) -> Combinable:
    if not isinstance(field, Link):
        return field.ordering()
    target = kinds.get(field.kind)
    if access.condition(target, by) == Q():
        return field.ordering()
    seen = access.visible(target, by).values("pk")
    return Case(When(**{f"{field.path}__in": seen}, then=field.ordering()), default=None)


def _beyond(key: Any, pk: int, *, down: bool) -> Q:
    """The rows after a key: the first part alone is a stretch of an index, the second takes its equals apart."""
    stretch = Q(_key__lte=key) if down else Q(_key__gte=key)
    return stretch & (_further("_key", key, down=down) | _further("pk", pk, down=down))


def _further(name: str, value: Any, *, down: bool) -> Q:
    return Q(**{f"{name}__{'lt' if down else 'gt'}": value})


class _Exact(DjangoJSONEncoder):
    """Moments to the microsecond: Django's own encoder cuts them, and rows of one import share a moment."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def _mark(row: Any) -> str:
    text = json.dumps([row._key, row.pk], cls=_Exact)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(mark: str, field: Field) -> tuple[Any, int]:
    try:
        key, pk = read_json(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    except (ValueError, TypeError) as error:
        raise _spoilt() from error
    is_number = isinstance(key, int | float) or (key is not None and isinstance(field, Number))
    if isinstance(key, list | dict | bool) or whole(pk) is None or len(str(key)) > LONGEST_KEY:
        raise _spoilt()
    if is_number and abs(Decimal(str(key)).adjusted()) > DIGITS:  # no column holds `1e999`
        raise _spoilt()
    return key, pk


def _spoilt() -> Refused:
    return Refused(_("This page of the list is no longer there, open the list anew."))
