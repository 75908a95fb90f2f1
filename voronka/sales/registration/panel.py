"""The card of a deal or a client says who registered it, until when that protects, and who claims it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voronka.accounts.models import User
from voronka.activities.kinds import INTERACTION
from voronka.records import access
from voronka.records.kinds import kind_of
from voronka.records.models import Record
from voronka.sales.models import Deal, Registration
from voronka.sales.queries.registrations import SOON, shows_file
from voronka.sales.registration.deciding import may_claim, may_decide, oversees
from voronka.sales.registration.standing import covering, day_of, is_registered_by_itself, on_record

FEW = 5  # past deeds that are shown


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A registration with what this person may do about it; `days` are those of protection still to come."""

    one: Registration
    days: int = 0
    is_own: bool = True
    shows_entry: bool = False
    shows_file: bool = True
    may_decide: bool = False
    may_withdraw: bool = False
    may_prolong: bool = False
    may_release: bool = False

    @property
    def ends_soon(self) -> bool:
        """Whether the protection ends within the days that the page of registrations warns of."""
        return self.days <= SOON.days


def registration(record: Record, user: User, at: datetime) -> dict[str, Any]:
    """Who registered the record; a deal tells of its client’s protection too."""
    if not is_registered_by_itself(record):
        return {"hidden": True}
    today, is_above = day_of(at=at), oversees(user, record)
    stands = [one for one in covering(record) if one.protects(today)][:1]  # its own goes before that of the client
    rows = Registration.objects.filter(**on_record(record)).select_related("registrar", "interaction__type", "asked_of")
    mine = {one.pk: one for one in rows.prefetch_related("deeds__by")[: 2 * FEW]}
    waiting = [one for one in mine.values() if one.is_waiting]
    seen = _seen_entries(mine.values(), user)
    rivals = frozenset(one.registrar_id for one in stands)
    for one in mine.values():
        setattr(one, one.target, record)
    return {
        "standing": [
            Shown(
                one=mine.get(one.pk, one),
                days=(one.until - today).days + 1 if one.until else 0,
                is_own=one.pk in mine,
                shows_entry=one.pk in mine and mine[one.pk].interaction_id in seen,
                shows_file=one.pk in mine or shows_file(one, user),
                may_prolong=is_above and one.pk in mine,
                may_release=one.pk in mine and (is_above or one.registrar_id == user.pk),
            )
            for one in stands
        ],
        "waiting": [
            Shown(
                one=one,
                shows_entry=one.interaction_id in seen,
                may_decide=may_decide(one, user, rivals=rivals - {one.registrar_id}),
                may_withdraw=one.registrar_id == user.pk,
            )
            for one in waiting
        ],
        "past": [one for one in mine.values() if not one.is_waiting and one not in stands][:FEW],
        "may_claim": _may_claim(record, user, stands, waiting),
        "is_deal": isinstance(record, Deal),
        "kind_name": kind_of(record).name,
        "count": None,
    }


def _may_claim(record: Record, user: User, stands: list[Registration], waiting: list[Registration]) -> bool:
    name = kind_of(record).name
    is_mine = any(one.registrar_id == user.pk and one.target == name for one in stands)
    return not is_mine and may_claim(user, record) and not any(one.registrar_id == user.pk for one in waiting)


def _seen_entries(rows: Any, user: User) -> set[int | None]:
    ids = {one.interaction_id for one in rows if one.interaction_id}
    return set(access.visible(INTERACTION, user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
