"""How soon leads are answered: the first answer against the norm, by person and by source."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, FloatField, Q, QuerySet

from voronka.accounts.models import User
from voronka.records import access
from voronka.records.field_rules import hides
from voronka.records.fields import FilterContext
from voronka.records.models import ClassifierValue
from voronka.reports.period import Period
from voronka.reports.queries.common_funnel import share
from voronka.sales.kinds import LEAD
from voronka.sales.models import Answer


class Median(Aggregate):
    """The value in the middle: half of the rows have less (SQL:2003 PERCENTILE_CONT)."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, kw_only=True)
class Answering:
    """How leads of a person or a source were answered; `pk` None for those of nobody. Minutes are working ones."""

    pk: int | None
    name: str
    leads: int
    in_time: int
    late: int
    waiting: int
    median: Decimal | None

    @property
    def share(self) -> Decimal | None:
        """Per cent of the answered ones that were answered in time; None where nothing was answered."""
        return share(self.in_time, self.in_time + self.late)


@dataclass(frozen=True, kw_only=True)
class LeadAnswers:
    """The whole answer; who has the most leads comes first."""

    total: Answering
    people: tuple[Answering, ...]
    sources: tuple[Answering, ...]


def lead_answers(period: Period, context: FilterContext) -> LeadAnswers:
    """The leads of a period, with a norm, that this person may see. Five queries."""
    rows = access.visible(LEAD, context.by).exclude(answer="").filter(within(period, context)).order_by()
    people = _by(rows, "owner", {user.pk: user.full_name for user in User.objects.all()})
    hidden = hides(context.by, LEAD, "source")
    sources = () if hidden else _by(rows, "source", dict(ClassifierValue.objects.values_list("pk", "name")))
    return LeadAnswers(total=_answering({"pk": None, **rows.aggregate(**_FIGURES)}, {}), people=people, sources=sources)


_FIGURES: dict[str, Any] = {
    "leads": Count("pk"),
    "in_time": Count("pk", filter=Q(answer=Answer.IN_TIME)),
    "late": Count("pk", filter=Q(answer=Answer.LATE)),
    "waiting": Count("pk", filter=Q(answer=Answer.WAITS)),
    "median": Median("answer_minutes"),
}


def within(period: Period, context: FilterContext) -> Q:
    """Made within a period, by the reader's days."""
    found = Q()
    if period.first:
        found &= Q(created_at__gte=datetime.combine(period.first, time(), tzinfo=context.zone))
    if period.last:
        found &= Q(created_at__lt=datetime.combine(period.last + timedelta(days=1), time(), tzinfo=context.zone))
    return found


def _by(rows: QuerySet[Any], column: str, names: dict[int, str]) -> tuple[Answering, ...]:
    grouped = rows.values(column).annotate(**_FIGURES).order_by("-leads", column)
    return tuple(_answering({"pk": row.pop(column), **row}, names) for row in grouped)


def _answering(row: dict[str, Any], names: dict[int, str]) -> Answering:
    median = row["median"]
    known = {**row, "median": None if median is None else Decimal(round(median, 1)).quantize(Decimal("0.1"))}
    return Answering(name=names.get(row["pk"], ""), **known)
