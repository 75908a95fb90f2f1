"""Keyset pages: the next page begins after the last row, however far down the list it is."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.records.kinds import Kind


@dataclass(frozen=True)
class Page:
    """Rows of one page and the mark of the next one ("" on the last page)."""

    rows: list[Any]
    after: str


def page(rows: QuerySet[Any], *, kind: Kind, sort: str, after: str = "", size: int = 50) -> Page:
    """A page of `rows` in the order `sort`; raises Refused for an unknown order or a spoilt mark."""
    rows = in_order(rows, kind=kind, sort=sort)
    if after:
        try:
            rows = rows.filter(_beyond(*_read(after), down=sort.startswith("-")))
        except (ValueError, TypeError, ValidationError) as error:  # a mark of another column
            raise _spoilt() from error
    found = list(rows[: size + 1])
    return Page(found[:size], _mark(found[size - 1]) if len(found) > size else "")


def in_order(rows: QuerySet[Any], *, kind: Kind, sort: str) -> QuerySet[Any]:
    """`rows` in the order `sort` ("name", "-amount"), empty values last, the id as the tie-breaker.

    Raises Refused for an unknown order.
    """
    field = kind.by_name.get(sort.removeprefix("-"))
    if field is None or not field.sortable:
        raise Refused(_("The list cannot be sorted by “%(name)s”.") % {"name": sort[:60]})
    down = sort.startswith("-")
    order = F("_key").desc(nulls_last=True) if down else F("_key").asc(nulls_last=True)
    keyed: QuerySet[Any] = rows.annotate(_key=field.ordering())
    return keyed.order_by(order, "-pk" if down else "pk")


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


def _read(mark: str) -> tuple[Any, int]:
    try:
        key, pk = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        is_plain = not isinstance(key, list | dict) and "\x00" not in str(key) and 0 <= int(pk) < 2**63
    except (ValueError, TypeError, RecursionError) as error:
        raise _spoilt() from error
    if not is_plain:
        raise _spoilt()
    return key, int(pk)


def _spoilt() -> Refused:
    return Refused(_("This page of the list is no longer there, open the list anew."))
