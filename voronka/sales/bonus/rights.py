"""Who may mark payments, whose bonuses one sees, who locks months: rights of the grid of roles."""

from django.db.models import Q, QuerySet

from voronka.accounts import queries
from voronka.accounts.models import Action, Scope, User
from voronka.records import kinds
from voronka.records.field_rules import hides
from voronka.sales.models import Deal

PAYMENT, BONUS = "payment", "bonus"


def scope_of(user: User, right: str, action: Action) -> Scope | None:
    """How far the right of this person reaches; that of an administrator everywhere."""
    return Scope.ALL if user.is_superuser else queries.grants_of(user).get((right, action))


def may_mark(user: User, deal: Deal) -> bool:
    """Whether this person may mark payments and refunds of the deal, which he sees."""
    scope = scope_of(user, PAYMENT, Action.CREATE)
    if scope is None or not sees_payments(user):
        return False
    if scope == Scope.ALL or deal.owner_id == user.pk:
        return True
    return scope == Scope.DEPARTMENT and deal.department_id in queries.places_of(user)


def sees_payments(user: User) -> bool:
    """Whether payments of a deal tell this person nothing that is hidden from him."""
    return not hides(user, kinds.get("deal"), "amount")


def people_of(user: User) -> QuerySet[User]:
    """Those whose statements this person may see: his own, and as far as his right reaches."""
    scope = scope_of(user, BONUS, Action.VIEW)
    if scope == Scope.ALL:
        return User.objects.all()
    meant = Q(pk=user.pk)
    if scope == Scope.DEPARTMENT and user.department_id:
        meant |= Q(department__in=queries.places_of(user))
    return User.objects.filter(meant)


def may_lock(user: User) -> bool:
    """Whether this person may lock a month: it is locked for the whole company, so the right must reach as far."""
    return user.is_active and scope_of(user, BONUS, Action.EDIT) == Scope.ALL
