"""Which rule a lead meets, and who of those whom it names is next."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from django.db.models import Case, Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from voronka.accounts import calendar
from voronka.accounts.models import Action, User
from voronka.accounts.queries import department_ids_below, with_grants
from voronka.core.errors import Refused
from voronka.core.working_time import WorkingTime
from voronka.records import access
from voronka.records.fields import FilterContext
from voronka.records.filters import compile_filter
from voronka.sales.kinds import LEAD
from voronka.sales.models import Deal, Lead, LeadAssignment, LeadState, Method, Outcome, RoutingRule

NONE = 0
_Named = RoutingRule.people.through


def is_any_rule() -> bool:
    """Whether the company routes leads at all."""
    return RoutingRule.objects.filter(is_active=True).exists()


def rule_for(lead: Lead, *, at: datetime) -> RoutingRule | None:
    """The first rule in use that the lead meets, in one query more than the rules take."""
    rules = _rules_in_use()
    if not rules or (met := _met(rules.values(), at)) is None:
        return None
    return rules.get(Lead.objects.filter(pk=lead.pk).values_list(met, flat=True).get())


def gives() -> Q:
    """The rules of a query that are not idle: an idle one names somebody, and all whom it names are switched off."""
    people = _Named.objects.filter(routingrule=OuterRef("pk"))
    here = Exists(people.filter(user__is_active=True)) | Q(department__is_active=True) | Q(role__is_active=True)
    return Q(method=Method.QUEUE) | here | Q(~Exists(people), department=None, role=None)


def _rules_in_use() -> dict[int, RoutingRule]:
    """What an idle rule catches goes on to the next one."""
    rules = RoutingRule.objects.filter(gives(), is_active=True)
    return {rule.pk: rule for rule in rules.select_related("made_by", "department", "role")}


def _met(rules: Iterable[RoutingRule], at: datetime) -> Case | None:
    """The id of the first of the rules that a lead meets, NONE for none of them; None where no rule catches any."""
    whens = [When(condition, then=Value(pk)) for pk, condition in _conditions(rules, at)]
    return Case(*whens, default=Value(NONE), output_field=IntegerField()) if whens else None


def _conditions(rules: Iterable[RoutingRule], at: datetime) -> Iterable[tuple[int, Q]]:
    """The condition of each rule; one that names a field or a value that is gone catches nothing."""
    for rule in rules:
        context = FilterContext(by=rule.made_by, at=at, zone=at.tzinfo or UTC)
        try:
            condition = compile_filter(LEAD, rule.filter, context)
        except Refused:
            continue
        yield rule.pk, condition if condition != Q() else Q(pk__isnull=False)


def receivers(rule: RoutingRule) -> QuerySet[User]:
    """The people whom a rule names: single ones, those of a department and below it, those with a role.

    A department or a role that is switched off names nobody.
    """
    named = Q(pk__in=rule.people.values("pk"))
    if rule.department and rule.department.is_active:
        named |= Q(department__in=department_ids_below(rule.department_id), department__is_active=True)
    if rule.role and rule.role.is_active:
        named |= Q(roles=rule.role_id)
    return User.objects.filter(named, is_active=True).distinct()


def next_receiver(rule: RoutingRule, *, besides: Collection[int] = (), time: WorkingTime, at: datetime) -> User | None:
    """Who gets the next lead of a rule, None when nobody can: all are away, have had it, or it is not working time.

    By turns it is the one whose last lead of this rule is the longest ago; by load the one with the fewest open leads
    and deals, then by turns.
    """
    if not rule.gives or (rule.only_at_work and not time.is_working_at(at)):
        return None
    last = LeadAssignment.objects.filter(rule=rule, user=OuterRef("pk")).values("user")
    turn = Subquery(last.annotate(last=Max("pk")).values("last"))
    rows = with_grants(receivers(rule).exclude(pk__in={*besides, *calendar.away(at=at)})).annotate(turn=turn)
    if rule.method == Method.LOAD:
        rows = rows.annotate(load=_open(Lead, Q(state=LeadState.OPEN)) + _open(Deal, Q(outcome=Outcome.OPEN)))
        rows = rows.order_by("load", F("turn").asc(nulls_first=True), "pk")
    else:
        rows = rows.order_by(F("turn").asc(nulls_first=True), "pk")
    return next((user for user in rows if access.may(user, Action.EDIT, LEAD)), None)


def _open(model: type[Lead] | type[Deal], condition: Q) -> Coalesce:
    rows = model._default_manager.filter(condition, owner=OuterRef("pk")).order_by().values("owner")
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)


def waiting(*, at: datetime) -> QuerySet[LeadAssignment]:
    """Leads given by a rule that nobody took up in time."""
    return LeadAssignment.objects.filter(ended_at=None, take_by__lte=at).order_by("take_by", "pk")


def unrouted(*, at: datetime) -> QuerySet[Lead]:
    """Open leads of nobody that came when nobody could take them, as far as the rule that they meet can give now.

    Those that wait on for their rule, or for anybody in the queue, do not stand in the way of the others.
    """
    leads = Lead.objects.filter(
        state=LeadState.OPEN, owner=None, respond_by__isnull=False, assignments=None, answered_at=None
    ).order_by("created_at", "pk")
    if not leads.exists():
        return leads.none()
    rules, time = _rules_in_use(), calendar.working_time()
    able = [pk for pk, rule in rules.items() if next_receiver(rule, time=time, at=at)]
    met = _met(rules.values(), at) if able else None
    return leads.none() if met is None else leads.alias(met=met).filter(met__in=able)
