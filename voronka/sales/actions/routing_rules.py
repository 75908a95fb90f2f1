"""Rules of routing are made, changed, put in order, switched off."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import Department, Role, User
from voronka.accounts.policies import require_administrator
from voronka.core.errors import Refused
from voronka.records.fields import FilterContext
from voronka.records.filters import compile_filter
from voronka.sales.kinds import LEAD
from voronka.sales.models import Method, RoutingRule
from voronka.sales.queries.routing_rules import offered_people


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a rule says; `people` are ids, minutes are working ones."""

    name: str
    filter: Mapping[str, Any] = field(default_factory=dict)
    method: str = Method.QUEUE
    people: Sequence[int] = ()
    department: Department | None = None
    role: Role | None = None
    only_at_work: bool = False
    answer_within: int = 30
    take_within: int | None = None
    task: str = ""


@transaction.atomic
def save(*, rule: RoutingRule | None, terms: Terms, by: User, at: datetime) -> RoutingRule:
    """A new rule, the last one in order, or another content of a known one; who saves it answers for its condition.

    Of people who work here no longer those that the rule names already are kept.
    """
    require_administrator(by)
    compile_filter(LEAD, terms.filter, FilterContext(by=by, at=at, zone=at.tzinfo or UTC))
    _refuse_faults(terms, besides=rule.pk if rule else None)
    people = list(offered_people(rule).filter(pk__in=terms.people))
    if terms.method != Method.QUEUE and not (people or terms.department or terms.role):
        raise Refused(_("Say who gets the leads: people, a department or a role."), field="people")
    saved = rule or RoutingRule(position=RoutingRule.objects.count())
    for name in ("filter", "method", "department", "role", "only_at_work", "answer_within", "take_within"):
        setattr(saved, name, getattr(terms, name))
    saved.name, saved.task, saved.made_by = terms.name.strip(), terms.task.strip(), by
    saved.save()
    saved.people.set(people)
    return saved


@transaction.atomic
def switch(*, rule: RoutingRule, on: bool, by: User) -> RoutingRule:
    """A rule out of use or back."""
    require_administrator(by)
    rule.is_active = on
    rule.save(update_fields=["is_active"])
    return rule


@transaction.atomic
def order(*, ids: Iterable[int], by: User) -> None:
    """Put the rules in this order; those that are not named come behind."""
    require_administrator(by)
    wanted = {pk: place for place, pk in enumerate(ids)}
    rules = list(RoutingRule.objects.select_for_update())
    rules.sort(key=lambda rule: (wanted.get(rule.pk, len(wanted)), rule.position))
    for place, rule in enumerate(rules):
        rule.position = place
    RoutingRule.objects.bulk_update(rules, ["position"])


def _refuse_faults(terms: Terms, *, besides: int | None) -> None:
    if not terms.name.strip():
        raise Refused(_("Give the rule a name."), field="name")
    if RoutingRule.objects.filter(name__iexact=terms.name.strip()).exclude(pk=besides or 0).exists():
        raise Refused(_("There is a rule with this name already."), field="name")
    if terms.take_within and terms.take_within > terms.answer_within:
        raise Refused(_("It must go to somebody else before the answer is due."), field="take_within")
