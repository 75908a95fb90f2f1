"""What a person answers for, counted over all kinds at once."""

from django.db.models import CharField, Count, Value

from voronka.accounts.holdings import Holding
from voronka.accounts.models import User
from voronka.records import kinds


def held_by(user: User) -> list[Holding]:
    """The number of records of each kind, with the list of exactly these: one query, whatever the number of kinds."""
    first, *rest = [
        kind.model._default_manager.filter(owner=user)
        .order_by()
        .values(kind=Value(kind.name, output_field=CharField()))
        .annotate(count=Count("pk"))
        for kind in kinds.all_kinds()
    ]
    counts = {row["kind"]: row["count"] for row in first.union(*rest, all=True)}
    return [Holding(kind.labels, counts.get(kind.name, 0), kinds.list_of(kind, user)) for kind in kinds.all_kinds()]
