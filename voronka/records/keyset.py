"""Keyset pages: the next page begins after the last row, however far down the list it is."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.core.json_input import read_json
from voronka.core.numbers import whole
from voronka.records import access, kinds
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
    """A page of `rows` in the order `sort`; raises Refused for an unknown order or a spoilt mark."""
    rows = in_order(rows, kind=kind, sort=sort, by=by)
    if after:
        try:
            rows = rows.filter(_beyond(*_read(after, kind.field(sort.removeprefix("-"))), down=sort.startswith("-")))
        except (ArithmeticError, ValueError, TypeError, ValidationError) as error:  # a mark of another column
            raise _spoilt() from error
    found = list(rows[: size + 1])
    return Page(found[:size], _mark(found[size - 1]) if len(found) > size else "")


def in_order(rows: QuerySet[Any], *, kind: Kind, sort: str, by: User) -> QuerySet[Any]:
    """`rows` in the order `sort` ("name", "-amount"), empty values last, the id as the tie-breaker.

    By a link the rows stand in the order of the names that the reader sees; a name that is hidden is an empty value.
    Raises Refused for an unknown order.
    """
    field = kind.by_name.get(sort.removeprefix("-"))
    if field is None or not field.sortable:
        raise Refused(_("The list cannot be sorted by “%(name)s”.") % {"name": sort[:60]})
    down = sort.startswith("-")
    order = F("_key").desc(nulls_last=True) if down else F("_key").asc(nulls_last=True)
    keyed: QuerySet[Any] = rows.annotate(_key=_key(field, by))
    return keyed.order_by(order, "-pk" if down else "pk")


def _key(field: Field, by: User) -> Combinable:
    if not isinstance(field, Link):
        return field.ordering()
    target = kinds.get(field.kind)
    if access.condition(target, by) == Q():
        return field.ordering()
    seen = access.visible(target, by).values("pk")
    return Case(When(**{f"{field.path}__in": seen}, then=field.ordering()), default=None)


def _beyond(key: Any, pk: int, *, down: bool) -> Q:
    later = Q(pk__lt=pk) if down else Q(pk__gt=pk)
    if key is None:
        return Q(_key__isnull=True) & later
    further = Q(_key__lt=key) if down else Q(_key__gt=key)
    return further | Q(_key=key) & later | Q(_key__isnull=True)


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
