"""Retention rules: how long data of human beings are kept without need; the apps say which are due, and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from voronka.core.dates import months_before
from voronka.records import kinds
from voronka.records.fields.base import Label
from voronka.records.kinds import Kind
from voronka.records.models import Erasure, RetentionRule
from voronka.records.reads import shown

MOST_SHOWN = 200
JOURNAL = "reads"
JOURNAL_MONTHS = 36


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule: `due(before)` gives the records nothing has been done with since, each with that moment as `since`.

    `why` says it in words, with %(day)s for that moment; `months` is proposed until the company chooses.
    """

    code: str
    kind: str
    label: Label
    hint: Label
    why: Label
    months: int
    due: Callable[[datetime], QuerySet[Any]]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A rule as the company keeps it: for how many months, whether it acts by itself at night, and who said so."""

    rule: Rule
    kind: Kind
    months: int
    is_on: bool
    said: RetentionRule | None
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A record that a rule would take, and since when nothing has been done with it."""

    record: Any
    since: datetime


_rules: dict[str, Rule] = {}


def register(*rules: Rule) -> None:
    """Add rules; call it in AppConfig.ready."""
    _rules.update({one.code: one for one in rules})


def find(code: str) -> Rule | None:
    """The rule of that code."""
    return _rules.get(code)


def due(rule: Rule, months: int, at: datetime, *, ids: Iterable[int] | None = None) -> QuerySet[Any]:
    """Records that the rule takes now, those of old first; erased ones are done with. `ids` narrow it."""
    gone = Erasure.objects.filter(kind=rule.kind, record_id=OuterRef("pk"))
    rows = rule.due(months_before(at, months)).filter(~Exists(gone))
    return (rows if ids is None else rows.filter(Q(pk__in=list(ids)))).order_by("since", "pk")


def standings(at: datetime) -> list[Standing]:
    """Every rule with how many records it would take now."""
    return [standing(rule, at) for rule in _rules.values()]


def standing(rule: Rule, at: datetime) -> Standing:
    """A rule as it is kept."""
    said = RetentionRule.objects.filter(code=rule.code).select_related("by").first()
    months = said.months if said else rule.months
    count = due(rule, months, at).count()
    kind = kinds.get(rule.kind)
    return Standing(rule=rule, kind=kind, months=months, is_on=bool(said and said.is_on), said=said, count=count)


def preview(rule: Rule, months: int, at: datetime) -> list[Taken]:
    """Whom the rule would take, those of old first, so many as one reads."""
    found = [Taken(record=row, since=row.since) for row in due(rule, months, at)[:MOST_SHOWN]]
    shown(rule.kind, [one.record.pk for one in found])
    return found


def journal_months() -> int:
    """For how many months the journal of reads is kept."""
    said = RetentionRule.objects.filter(code=JOURNAL).first()
    return said.months if said else JOURNAL_MONTHS


def journal_before(at: datetime, months: int) -> date:
    """The day before which whole months of the journal of reads are dropped."""
    return months_before(at, months).date().replace(day=1)
