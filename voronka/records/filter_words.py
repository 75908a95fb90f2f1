"""Filters in words: «Industry: Trade», «Created: this week»."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from voronka.accounts.models import Department, User
from voronka.core.errors import Refused
from voronka.core.numbers import whole
from voronka.records import access, kinds
from voronka.records.fields import (
    Choice,
    DepartmentLink,
    Field,
    Flag,
)
from voronka.records.fields.base import OPERATOR_LABELS, Label
from voronka.records.fields.choices import listed
from voronka.records.fields.links import ToRecord, ToUser
from voronka.records.kinds import Kind
from voronka.records.models import ClassifierValue

PERIOD_LABELS: dict[str, Label] = {
    "today": gettext_lazy("today"),
    "yesterday": gettext_lazy("yesterday"),
    "tomorrow": gettext_lazy("tomorrow"),
    "this_week": gettext_lazy("this week"),
    "last_week": gettext_lazy("last week"),
    "this_month": gettext_lazy("this month"),
    "last_month": gettext_lazy("last month"),
    "this_quarter": gettext_lazy("this quarter"),
    "this_year": gettext_lazy("this year"),
    "last_7_days": gettext_lazy("the last 7 days"),
    "last_30_days": gettext_lazy("the last 30 days"),
    "last_365_days": gettext_lazy("the last 365 days"),
    "past": gettext_lazy("in the past"),
    "future": gettext_lazy("in the future"),
}
SHOWN = 3


def said(kind: Kind, node: Any, by: User) -> tuple[str, str]:
    """What a node of a filter is about, and what it asks: («Owner», «any of: me»)."""
    if not isinstance(node, dict) or "field" not in node:
        return _conditions(node), ""
    field = kind.by_name.get(str(node["field"]))
    if field is None:
        return str(node["field"])[:60], "?"
    operator = str(node.get("op", "is"))
    if operator in {"empty", "filled"}:
        return str(field.label), str(OPERATOR_LABELS[operator])
    value = _value(field, operator, node.get("value"), by)
    if operator in {"in", "is", "period"}:
        return str(field.label), value
    return str(field.label), f"{OPERATOR_LABELS.get(operator, operator)} {value}"


def _conditions(node: Any) -> str:
    groups = [value for value in node.values() if isinstance(value, list)] if isinstance(node, dict) else []
    count = sum(len(group) for group in groups) or 1
    if isinstance(node, dict) and "any" in node:
        return ngettext("Any of %(n)s condition", "Any of %(n)s conditions", count) % {"n": count}
    return ngettext("%(n)s condition", "%(n)s conditions", count) % {"n": count}


def _value(field: Field, operator: str, value: Any, by: User) -> str:
    if operator == "period":
        return str(PERIOD_LABELS.get(str(value), value))
    if operator in {"in", "not_in", "within"}:
        names = dict(chosen(field, listed(value), by))
        texts = [names.get(str(one), "?") for one in listed(value)]
        rest = len(texts) - SHOWN
        return ", ".join(texts[:SHOWN]) + (f" +{rest}" if rest > 0 else "")
    if isinstance(field, Flag):
        return field.show(field.parse(value, by=by))
    try:
        return field.show(field.parse(value, by=by)) if operator in {"from", "to", "is"} else f"«{value}»"
    except Refused:
        return str(value)[:60]


def chosen(field: Field, values: Iterable[Any], by: User) -> list[tuple[str, str]]:
    """(value, words) of values that a filter names; links that the person may not see are left out."""
    known = [str(one) for one in values]
    if isinstance(field, Choice):
        labels = dict(field.options())
        return [(one, labels[one]) for one in known if one in labels]
    ids = [pk for one in known if (pk := whole(one)) is not None]
    mine = [("me", _("me"))] if "me" in known else []
    if isinstance(field, ToRecord):
        rows = access.visible(kinds.get(field.kind), by).filter(pk__in=ids)
    else:
        rows = _model(field)._default_manager.filter(pk__in=ids)
    return mine + ([(str(row.pk), str(row)) for row in rows] if ids else [])


def _model(field: Field) -> type[Model]:
    match field:
        case ToUser():
            return User
        case DepartmentLink():
            return Department
    return ClassifierValue
