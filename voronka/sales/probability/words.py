"""Reasons in the words of people: what speaks for a win and what against it, of what the reader may know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from voronka.accounts.models import User
from voronka.core.numbers import grouped
from voronka.records import access
from voronka.records.field_rules import hides
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Outcome

LABELS: dict[str, str | Promise] = {
    "stage": gettext_lazy("Stage"),
    "days_here": gettext_lazy("Days at the stage"),
    "age": gettext_lazy("Days since the deal began"),
    "amount": gettext_lazy("Amount against the usual"),
    "source": gettext_lazy("Source"),
    "contacts": gettext_lazy("Number of contacts"),
    "silence": gettext_lazy("Days without a contact"),
    "step": pgettext_lazy("probability", "Next step"),
    "bought": gettext_lazy("Has bought before"),
}
# Reasons that tell of a field: who does not see it is not told.
FIELDS = {"amount": ("amount",), "source": ("source",), "bought": ("organization", "person")}
LIKE = 1.05  # times: an amount as usual
WHOLE = 5  # times: from here on tenths say nothing


@dataclass(frozen=True, kw_only=True)
class Told:
    """A reason as it is read; `weight` above 0 speaks for a win."""

    why: str
    text: str
    weight: float

    @property
    def speaks_for(self) -> bool:
        """Whether it makes a win likelier."""
        return self.weight > 0


def tell(reasons: Iterable[Mapping[str, Any]], deal: Deal, *, to: User) -> list[Told]:
    """The reasons kept of a deal, without those that would tell this person what he may not see."""
    return [
        Told(why=one["why"], text=_SAID[one["why"]](one, deal), weight=one["weight"])
        for one in reasons
        if one["why"] in _SAID and _may_know(one["why"], deal, to)
    ]


def _may_know(why: str, deal: Deal, user: User) -> bool:
    if any(hides(user, DEAL, field) for field in FIELDS.get(why, ())):
        return False
    return why != "bought" or _sees_purchases(deal, user)


def _sees_purchases(deal: Deal, user: User) -> bool:
    """Whether the person may see the deals that the client has won with us, or their absence."""
    if access.condition(DEAL, user) == Q():
        return True
    client = "organization_id" if deal.organization_id else "person_id"
    won = access.visible(DEAL, user).filter(**{client: getattr(deal, client)}, outcome=Outcome.WON)
    return won.exclude(pk=deal.pk).exists()


def _days_here(one: Mapping[str, Any], _deal: Deal) -> str:
    days = int(one["value"])
    text = ngettext(
        "%(days)s day at the stage, usually %(usual)s", "%(days)s days at the stage, usually %(usual)s", days
    )
    return text % {"days": days, "usual": round(one["usual"])}


def _age(one: Mapping[str, Any], _deal: Deal) -> str:
    days = int(one["value"])
    if "usual" not in one:
        return ngettext("%(days)s day since the beginning", "%(days)s days since the beginning", days) % {"days": days}
    text = ngettext(
        "%(days)s day since the beginning, a victory usually takes %(usual)s",
        "%(days)s days since the beginning, a victory usually takes %(usual)s",
        days,
    )
    return text % {"days": days, "usual": round(one["usual"])}


def _amount(one: Mapping[str, Any], _deal: Deal) -> str:
    if not one.get("value") or not one.get("usual"):
        return _("The amount is not known yet")
    times = one["value"] / one["usual"]
    if 1 / LIKE < times < LIKE:
        return _("The amount is as usual")
    ratio = max(times, 1 / times)
    shown = grouped(ratio, 0 if ratio >= WHOLE else 1)
    text = (
        _("The amount is above the usual (×%(times)s)")
        if times > 1
        else _("The amount is below the usual (÷%(times)s)")
    )
    return text % {"times": shown}


def _source(one: Mapping[str, Any], deal: Deal) -> str:
    if one.get("value") is None or deal.source_id != one["value"] or deal.source is None:
        return _("The source is not known")
    return _("Source: %(name)s") % {"name": deal.source.name}


def _contacts(one: Mapping[str, Any], _deal: Deal) -> str:
    count = int(one["value"])
    if not count:
        return _("No contacts yet")
    return ngettext("%(count)s contact so far", "%(count)s contacts so far", count) % {"count": count}


def _silence(one: Mapping[str, Any], _deal: Deal) -> str:
    days = int(one["value"])
    if not days:
        return _("A contact within a day")
    return ngettext("%(days)s day without a contact", "%(days)s days without a contact", days) % {"days": days}


_SAID: dict[str, Any] = {
    "stage": lambda _one, deal: _("The stage “%(stage)s”") % {"stage": deal.stage.name},
    "days_here": _days_here,
    "age": _age,
    "amount": _amount,
    "source": _source,
    "contacts": _contacts,
    "silence": _silence,
    "step": lambda one, _deal: _("There is a next step") if one["value"] else _("There is no next step"),
    "bought": lambda one, _deal: (
        _("The client has bought before") if one["value"] else _("The client has not bought yet")
    ),
}
