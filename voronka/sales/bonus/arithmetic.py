"""Sums parted to the kopeck, months one after another: arithmetic without a base."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

KOPECK = Decimal("0.01")
PERCENT = Decimal(100)


def kopecks(sum_: Decimal) -> Decimal:
    """The sum to the kopeck, half a kopeck up."""
    return sum_.quantize(KOPECK, ROUND_HALF_UP)


def share(base: Decimal, percent: Decimal) -> Decimal:
    """So many per cent of a sum, to the kopeck."""
    return kopecks(base * percent / PERCENT)


def split(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """The parts of a sum by weights, to the kopeck, adding up to it exactly: the method of the largest remainder.

    Each part differs from its exact quota by less than a kopeck; of equal remainders the first one gets the kopeck.
    Weights are not negative; all of them nothing gives nothing. Source: T. Hare, “The Election of Representatives”,
    1859; Balinski, Young, “Fair Representation”, 1982.
    """
    whole = sum(weights, Decimal(0))
    if not whole:
        return [Decimal(0)] * len(weights)
    units = int(total / KOPECK)
    quotas = [units * weight / whole for weight in weights]
    parts = [int(quota) for quota in quotas]
    remainders = sorted(range(len(weights)), key=lambda n: (parts[n] - quotas[n], n))
    for n in remainders[: units - sum(parts)]:
        parts[n] += 1
    return [part * KOPECK for part in parts]


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """The first day of the next month."""
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return month.replace(year=month.year - (month.month == 1), month=(month.month - 2) % 12 + 1)


def open_month(day: date, locked: date | None) -> date:
    """The month that a line of this day enters: its own, or the first one after the last that is locked."""
    month = month_of(day)
    return month if locked is None or month > locked else month_after(locked)


def carried(sums: Iterable[Decimal]) -> Decimal:
    """What the months before leave to the next one, the oldest first: a debt, never a credit, for a credit is paid."""
    left = Decimal(0)
    for sum_ in sums:
        left = min(left + sum_, Decimal(0))
    return left
