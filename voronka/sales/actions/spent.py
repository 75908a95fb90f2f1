"""Deals come to remember what they took: those that are marked, each minute, and all of them at night."""

from django.db import connection, transaction

from voronka.sales.economy import spent
from voronka.sales.models import Deal, StaleCost

PORTION = 500  # deals that are counted, and locked meanwhile, in one transaction
LOOKED_AT = 20_000  # deals that the night looks at in one transaction


def count_stale() -> int:
    """Count the marked deals anew, in portions; how many. A deal that somebody is writing waits for the next time."""
    last, counted = 0, 0
    while portion := _next_marked(last):
        last = portion[-1]
        counted += _count(portion)
    return counted


def find_drifted() -> list[int]:
    """The night: mark the deals whose memory is wrong though nothing said so; their ids, for the log."""
    last, found = 0, list[int]()
    while portion := list(Deal.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:LOOKED_AT]):
        last = portion[-1]
        found += _mark_drifted(portion)
    return found


def _next_marked(last: int) -> list[int]:
    rows = StaleCost.objects.filter(deal__gt=last).order_by("deal").values_list("deal", flat=True)
    return list(rows.distinct()[:PORTION])


@transaction.atomic
def _count(ids: list[int]) -> int:
    """Marks go first, sums are read after: what is written in between brings a mark of its own."""
    _wait_for_prices()
    rows = Deal.objects.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True)
    locked = list(rows.select_for_update(skip_locked=True, no_key=True))
    known = set(Deal.objects.filter(pk__in=ids).values_list("pk", flat=True))
    StaleCost.objects.filter(deal__in=[*locked, *(set(ids) - known)]).delete()
    spent.keep(locked)
    return len(locked)


@transaction.atomic
def _mark_drifted(ids: list[int]) -> list[int]:
    _wait_for_prices()
    found = spent.drifted(ids)
    StaleCost.objects.bulk_create(StaleCost(deal=pk) for pk in found)
    return found


def _wait_for_prices() -> None:
    """Whoever changes a rate holds this lock, by a trigger, until that is certain."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('sales_stalecost'))")
