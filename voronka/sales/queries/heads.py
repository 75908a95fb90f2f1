"""Who is above the owner of a deal: whose right to change deals reaches beyond his own."""

from django.db.models import QuerySet

from voronka.accounts.models import Action, Scope, User
from voronka.sales.gate.lacks import heads
from voronka.sales.models import Deal

LIKELY = 50  # people that are looked at


def head_of(deal: Deal, *, besides: User) -> User | None:
    """The one who is asked about a deal: of its department before others; an administrator where there is none."""
    found = [one for one in _likely(besides)[:LIKELY] if heads(one, deal)]
    found.sort(key=lambda one: one.department_id != deal.department_id)
    admins = User.objects.filter(is_active=True, is_superuser=True).exclude(pk=besides.pk).order_by("pk")
    return found[0] if found else admins.first()


def _likely(besides: User) -> QuerySet[User]:
    wide = {"roles__grants__kind": "deal", "roles__grants__action": Action.EDIT, "roles__is_active": True}
    people = User.objects.filter(
        **wide, roles__grants__scope__in=[Scope.DEPARTMENT, Scope.ALL], is_active=True, is_superuser=False
    )
    return people.exclude(pk=besides.pk).distinct().order_by("pk")
