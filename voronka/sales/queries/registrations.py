"""Registrations as cards and their page show them."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.accounts.models import User
from voronka.activities.kinds import INTERACTION
from voronka.activities.models import HistoryLink, Interaction
from voronka.records import access, kinds
from voronka.records.kinds import kind_of
from voronka.records.models import Record
from voronka.sales.models import Registration, RegistrationState
from voronka.sales.models.registrations import TARGETS

SOON = timedelta(days=14)
ENTRIES = 20
VIEWS = {
    "mine": pgettext_lazy("registrations", "Mine"),
    "waiting": _("Waiting for a decision"),
    "soon": _("Expire within 14 days"),
    "all": pgettext_lazy("registrations", "All that stand"),
}


def evidence_of(record: Record, *, by: User) -> QuerySet[Interaction]:
    """Calls, meetings and letters of the record’s history that this person may see, the latest first."""
    links = HistoryLink.objects.filter(kind=kind_of(record).name, record_id=record.pk)
    shown = links.filter(entry__interaction__isnull=False).values("entry__interaction")
    seen: QuerySet[Interaction] = access.visible(INTERACTION, by).select_related("type", "owner")
    return seen.filter(pk__in=shown).order_by("-happened_at", "-pk")


def seen_by(user: User) -> QuerySet[Registration]:
    """Registrations of the records that this person may see."""
    rows = Registration.objects.select_related("registrar", "asked_of", *TARGETS)
    seen = Q(pk__in=[])
    for name in TARGETS:
        condition = access.condition(kinds.get(name), user)
        there = Q(**{f"{name}__isnull": False})
        if condition == Q():
            seen |= there
        elif condition != access.NOTHING:
            seen |= there & Q(**{f"{name}__in": access.visible(kinds.get(name), user).order_by().values("pk")})
    return rows.filter(seen)


def shows_file(one: Registration, user: User) -> bool:
    """Whether the registration bears a file that this person may fetch: he may see a deal and not its client."""
    return bool(one.proof) and seen_by(user).filter(pk=one.pk).exists()


def listed(view: str, user: User, *, on: date, before: int | None = None) -> QuerySet[Registration]:
    """The registrations of one of VIEWS as of a day, the latest first; `before` is the id of the last one shown."""
    rows = seen_by(user)
    if view == "waiting":
        rows = rows.filter(state=RegistrationState.WAITING)
    elif view == "soon":
        rows = rows.filter(stands=True, until__gte=on, until__lte=on + SOON)
    elif view == "all":
        rows = rows.filter(stands=True)
    else:
        rows = rows.filter(registrar=user)
    if before:
        rows = rows.filter(pk__lt=before)
    return rows.order_by("-pk")
