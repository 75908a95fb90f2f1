"""A statement as the lines of a table."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from voronka.sales.queries.bonuses import Statement


def heads() -> list[str]:
    """What stands above the columns."""
    return [
        _("Employee"),
        _("Month"),
        _("Day"),
        _("Deal"),
        _("Document"),
        _("For what"),
        _("Base"),
        _("Share, %"),
        _("Amount"),
        _("Currency"),
    ]


def rows_of(found: Statement) -> Iterator[list[Any]]:
    """The opening balance, the lines, the total; once for each currency."""
    name, month = found.person.full_name, f"{found.month:%Y-%m}"
    for one in found.balances:
        yield [name, month, None, _("Carried over"), None, None, None, None, one.opening, one.currency]
    for line in found.lines:
        entry = line.entry
        deal = str(line.deal) if line.deal else _("A deal that you do not see")
        figures = [line.base, line.percent, entry.amount, entry.currency]
        yield [name, month, entry.happened_on, deal, line.document or None, str(entry.get_role_display()), *figures]
    for one in found.balances:
        yield [name, month, None, _("To be paid"), None, None, None, None, one.to_pay, one.currency]
