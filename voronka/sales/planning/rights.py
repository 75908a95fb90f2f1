"""Who may see and set whose plan: the rights to deals decide (docs/adr/0034)."""

from voronka.accounts.models import Action, Scope, User
from voronka.accounts.queries import places_of
from voronka.records import access, kinds
from voronka.records.field_rules import hides
from voronka.sales.models.plans import Measure
from voronka.sales.planning.tree import Staff
from voronka.sales.planning.whom import COMPANY, Whom

SHOWN_BY = {Measure.AMOUNT.value: ("amount",), Measure.MARGIN.value: ("amount", "margin"), Measure.DEALS.value: ()}


def shows(by: User, measure: str) -> bool:
    """Whether this person may see what is planned: not where the field of deals is hidden that it is the sum of."""
    return not any(hides(by, kinds.get("deal"), name) for name in SHOWN_BY[measure])


def shows_products(by: User) -> bool:
    """Whether this person may see what deals are of."""
    return not hides(by, kinds.get("deal"), "product")


def reached(by: User) -> Whom:
    """All whose deals this person sees: the company, the own department with all below it, or nobody else."""
    reach = access.scope(kinds.get("deal"), by, Action.VIEW)
    if reach == Scope.ALL:
        return COMPANY
    if reach == Scope.DEPARTMENT and by.department_id:
        return Whom("department", by.department_id)
    return Whom("user", by.pk)


def may_see(by: User, whom: Whom, staff: Staff) -> bool:
    """One's own plan, and those of whom one sees all deals: people and departments within one's reach, or everybody."""
    reach = access.scope(kinds.get("deal"), by, Action.VIEW)
    if reach is None or not by.is_active:
        return False
    if reach == Scope.ALL or whom == Whom("user", by.pk):
        return True
    if reach != Scope.DEPARTMENT or by.department_id is None:
        return False
    place = staff.people.get(whom.pk) if whom.sort == "user" else whom.pk if whom.sort == "department" else None
    return place in places_of(by)


def may_set(by: User, whom: Whom, staff: Staff) -> bool:
    """Whoever may change all deals sets every plan; a head those of his people and of the departments below his own."""
    reach = access.scope(kinds.get("deal"), by, Action.EDIT)
    if reach is None or not by.is_active:
        return False
    if reach == Scope.ALL:
        return True
    if reach != Scope.DEPARTMENT or by.department_id is None:
        return False
    if whom.sort == "user":
        return staff.people.get(whom.pk) in places_of(by)
    return whom.sort == "department" and whom.pk in places_of(by) and whom.pk != by.department_id


def sets_plans(by: User) -> bool:
    """Whether there is anybody whose plan this person may set: decides about the page of plans."""
    reach = access.scope(kinds.get("deal"), by, Action.EDIT)
    return reach == Scope.ALL or (reach == Scope.DEPARTMENT and by.department_id is not None)
