"""Where the id of a merged record leads."""

from voronka.accounts.models import User
from voronka.records import access
from voronka.records.kinds import Kind
from voronka.records.models import MergedRecord

LONGEST = 50


def now_at(kind: Kind, pk: int, by: User) -> int | None:
    """The record that the old id stands for now, chains followed; None where there is none that this person may see."""
    seen = {pk}
    for _step in range(LONGEST):
        onward = MergedRecord.objects.filter(kind=kind.name, old_id=pk).values_list("into_id", flat=True).first()
        if onward is None or onward in seen:
            break
        seen.add(onward)
        pk = onward
    if len(seen) == 1:
        return None
    return pk if access.visible(kind, by).filter(pk=pk).exists() else None
