"""Which deals a report counts, said as a filter of the list of deals: so every figure opens exactly its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DecimalField, F, QuerySet, Value
from django.db.models.functions import Cast

from voronka.accounts.models import Department, User
from voronka.records import access
from voronka.records.field_rules import hides
from voronka.records.fields import FilterContext
from voronka.records.filters import compile_filter
from voronka.reports.period import Period
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Pipeline

NO_UNIT = 0

type Line = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Deals made within `period`, narrowed by what is named; `as_it_was` says by which unit.

    `unit_id` NO_UNIT means deals of no unit; a source and a department count with all under them.
    """

    period: Period
    as_it_was: bool = True
    unit_id: int | None = None
    pipeline_id: int | None = None
    department_id: int | None = None
    owner_id: int | None = None
    source_id: int | None = None
    campaign_id: int | None = None
    moment: str = "created_at"


def lines(chosen: Chosen, by: User) -> list[Line]:
    """The same as lines of a filter, without fields that are hidden from this person."""
    found: list[Line] = []
    if chosen.period.first:
        found.append({"field": chosen.moment, "op": "from", "value": chosen.period.first.isoformat()})
    if chosen.period.last:
        found.append({"field": chosen.moment, "op": "to", "value": chosen.period.last.isoformat()})
    for name, value in _narrowed(chosen):
        found.append({"field": name, "op": "in", "value": value})
    return [one for one in found if not hides(by, DEAL, str(one["field"]))]


def _narrowed(chosen: Chosen) -> Iterable[tuple[str, list[int]]]:
    if chosen.unit_id is not None and chosen.as_it_was:
        yield "unit", [chosen.unit_id]
    if chosen.unit_id is not None and not chosen.as_it_was:
        theirs = Pipeline.objects.filter(unit=chosen.unit_id or None)
        yield "pipeline", list(theirs.order_by("pk").values_list("pk", flat=True))
    if chosen.pipeline_id:
        yield "pipeline", [chosen.pipeline_id]
    if chosen.department_id:
        yield "department", under(chosen.department_id)
    for name, value in (("owner", chosen.owner_id), ("source", chosen.source_id), ("campaign", chosen.campaign_id)):
        if value:
            yield name, [value]


def under(department_id: int) -> list[int]:
    """The department and all below it."""
    parents = list(Department.objects.order_by("pk").values_list("pk", "parent_id"))
    found = [department_id]
    for pk in found:
        found += [child for child, parent in parents if parent == pk and child not in found]
    return found


def deals(chosen: Chosen, context: FilterContext, *more: Line) -> QuerySet[Deal]:
    """The deals that are counted; only those that this person may see."""
    found = [*lines(chosen, context.by), *more]
    return access.visible(DEAL, context.by).filter(compile_filter(DEAL, {"all": found} if found else {}, context))


def worth(by: User) -> Any:
    """The amount of a deal; nothing for whom it is hidden from."""
    return Cast(Value(0), DecimalField()) if hides(by, DEAL, "amount") else F("amount")


def ask(question: str, rows: QuerySet[Any], *columns: Any, **values: Any) -> list[tuple[Any, ...]]:
    """The rows of an SQL `question` that reads the `columns` of `rows` as the table {deals}; none of no rows.

    It may read them several times; the placeholders of `values` come behind the last.
    """
    try:
        statement, parameters = rows.order_by().values_list(*columns).query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            question.replace("{deals}", statement), [*parameters * question.count("{deals}"), *values.values()]
        )
        return list(cursor.fetchall())
