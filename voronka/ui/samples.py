"""Made-up values that the gallery shows its components with."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Somebody:
    """Enough of a user to draw an avatar."""

    pk: int
    name: str

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """First letters."""
        return "".join(word[0] for word in self.name.split()[:2])


@dataclass(frozen=True)
class Changed:
    """Looks like core.errors.Clash."""

    label: str
    theirs: str
    yours: str


def companies() -> list[str]:
    """Names of organizations."""
    return [
        _("Chamomile LLC"),
        _("Northern Metal JSC"),
        _("Horizon Trade"),
        _("TechnoStroy"),
        _("Baltic Timber"),
        _("Agroline"),
        _("Petrov I. V., sole trader"),
        _("Ural Machine Works"),
    ]


def people() -> list[Somebody]:
    """Employees."""
    names = [_("Ivan Petrov"), _("Maria Sokolova"), _("Olga Vlasova"), _("Denis Orlov"), _("Anna Kim")]
    return [Somebody(number, name) for number, name in enumerate(names, 1)]


def rows() -> list[dict[str, Any]]:
    """Deals of a list."""
    stages = [
        (_("Qualification"), "neutral"),
        (_("Offer"), "accent"),
        (_("Negotiation"), "warn"),
        (_("Won"), "good"),
        (_("Lost"), "bad"),
    ]
    now = timezone.now()
    staff = people()
    return [
        {
            "pk": number,
            "title": _("Supply of equipment, lot %(n)s") % {"n": number},
            "client": name,
            "stage": stages[number % 5],
            "amount": Decimal(48_500 * (number * 7 % 11 + 1)),
            "owner": staff[number % 5] if number % 4 else None,
            "next": now + timedelta(hours=(number * 17) % 60 - 14),
            "overdue": (number * 17) % 60 < 14,
        }
        for number, name in enumerate(companies(), 1)
    ]


def context() -> dict[str, Any]:
    """Everything that the gallery needs."""
    now = timezone.now()
    return {
        "rows": rows(),
        "people": people(),
        "companies": companies(),
        "now": now,
        "moments": [
            now - timedelta(minutes=4),
            now + timedelta(days=1),
            now - timedelta(days=3),
            now - timedelta(days=500),
        ],
        "clashes": [Changed(_("Sum"), "150 000 ₽", "180 000 ₽"), Changed(_("Stage"), _("Offer"), _("Negotiation"))],
        "chart": chart(),
    }


def chart() -> dict[str, Any]:
    """A funnel as bars."""
    return {
        "xAxis": {"type": "category", "data": [_("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun")]},
        "yAxis": {"type": "value"},
        "series": [
            {"type": "bar", "name": _("Won"), "data": [12, 18, 9, 22, 27, 31]},
            {"type": "line", "name": _("Plan"), "data": [15, 15, 18, 20, 25, 28]},
        ],
    }


def saved() -> str:
    """What a toast says."""
    return _("The contact is saved")


def required() -> str:
    """What a field says."""
    return _("Enter a name")


def label() -> str:
    """Name of a field."""
    return _("Client")


def changed() -> str:
    """What a conflict says."""
    return _("Maria Sokolova changed this record a minute ago. Nothing of yours is saved yet.")
