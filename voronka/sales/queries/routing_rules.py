"""The rules of routing as the settings show them."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from voronka.accounts.choices import name_of
from voronka.accounts.models import User
from voronka.records.filter_tree import nodes
from voronka.records.filter_words import said
from voronka.sales.kinds import LEAD
from voronka.sales.models import RoutingRule
from voronka.sales.queries.routing import gives


@dataclass(frozen=True, kw_only=True)
class RuleLine:
    """A rule with its conditions and its receivers in words; an idle one names only what is switched off."""

    rule: RoutingRule
    conditions: list[tuple[str, str]]
    whom: list[str]
    is_idle: bool


def listed_rules(*, by: User) -> list[RuleLine]:
    """All rules, those in use first, in their order."""
    rows = RoutingRule.objects.select_related("department", "role").prefetch_related("people")
    giving = set(RoutingRule.objects.filter(gives()).values_list("pk", flat=True))
    return [_line(rule, by, is_idle=rule.pk not in giving) for rule in rows.order_by("-is_active", "position", "pk")]


def offered_people(rule: RoutingRule | None) -> QuerySet[User]:
    """Whom a rule may name: who works here, and those it names already."""
    meant = Q(is_active=True)
    return User.objects.filter(meant | Q(pk__in=rule.people.values("pk")) if rule else meant)


def _line(rule: RoutingRule, by: User, *, is_idle: bool) -> RuleLine:
    whom = [name_of(user, user.full_name) for user in rule.people.all()]
    if rule.department:
        whom.append(name_of(rule.department, _("department “%(name)s”") % {"name": rule.department.name}))
    if rule.role:
        whom.append(name_of(rule.role, _("role “%(name)s”") % {"name": rule.role.name}))
    conditions = [said(LEAD, node, by) for node in nodes(rule.filter)]
    return RuleLine(rule=rule, conditions=conditions, whom=whom, is_idle=is_idle)
