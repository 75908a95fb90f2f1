"""Pairs of duplicates when one side is merged: «different» holds for the kept record too, the rest is settled."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from voronka.records.kinds import Kind
from voronka.records.merging.columns import kept, restored
from voronka.records.models import Decision, DuplicatePair

RULE = "records.DuplicatePair"


def take(kind: Kind, old: Sequence[int], into: int) -> list[dict[str, Any]]:
    """Take away the pairs of merged records and carry what was decided over; gives what brings them back."""
    rows = list(
        DuplicatePair.objects.filter(Q(low_id__in=old) | Q(high_id__in=old), kind=kind.name).select_for_update()
    )
    DuplicatePair.objects.filter(pk__in=[row.pk for row in rows]).delete()
    merged, carried = {*old, into}, []
    for row in rows:
        other = row.low_id if row.high_id in merged else row.high_id
        if row.decision != Decision.DIFFERENT or other in merged:
            continue
        low, high = sorted((other, into))
        values = {"score": row.score, "reasons": row.reasons, "found_at": row.found_at, "decision": row.decision}
        values |= {"decided_by": row.decided_by, "decided_at": row.decided_at}
        pair, is_new = DuplicatePair.objects.get_or_create(kind=kind.name, low_id=low, high_id=high, defaults=values)
        if is_new:
            carried.append(pair.pk)
    return [{"rule": RULE, "rows": [], "dropped": [kept(row) for row in rows], "carried": carried}] if rows else []


def give_back(moved: Sequence[Mapping[str, Any]]) -> None:
    """The pairs as they stood before the merge."""
    for one in moved:
        if one["rule"] == RULE:
            DuplicatePair.objects.filter(pk__in=one["carried"]).delete()
            rows = [DuplicatePair(**restored(DuplicatePair, columns)) for columns in one["dropped"]]
            DuplicatePair.objects.bulk_create(rows, ignore_conflicts=True)
