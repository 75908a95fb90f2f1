"""On what time goes, through the API."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Schema

from voronka.accounts.models import Action
from voronka.activities.kinds import INTERACTION
from voronka.core.problems import REFUSALS
from voronka.records import access
from voronka.records.asking import filter_context
from voronka.reports.api.asked import PeriodIn
from voronka.reports.api.funnels import router
from voronka.reports.asking import read_time
from voronka.reports.queries import time_spent as time_of


class EffortOut(Schema):
    """Contacts and the minutes that they took."""

    count: int
    minutes: int


class TypeEffortOut(EffortOut):
    """The same of one type of contact."""

    type_id: int
    type: str


class PersonEffortOut(Schema):
    """What a person did, by type; `owner_id` is null for contacts of nobody."""

    owner_id: int | None
    owner: str
    total: EffortOut
    types: list[TypeEffortOut]


class TimeSpentOut(Schema):
    """On what time goes; who spent most stands first."""

    total: EffortOut
    types: list[TypeEffortOut]
    people: list[PersonEffortOut]


class TimeSpentIn(PeriodIn):
    """The words of the page's address; an `owner` may be `me`, a department counts with all below it."""

    department: str = ""
    owner: str = ""


@router.get("/time", response={200: TimeSpentOut, **REFUSALS}, operation_id="time_spent",
            summary=gettext_noop("Contacts and minutes by person and by type"))  # fmt: skip
def time_spent(request: HttpRequest, asked: Query[TimeSpentIn]) -> dict[str, Any]:
    """Of the contacts of the period that the owner of the token may see; of the last 30 days by default."""
    context = filter_context(request)
    access.require(context.by, Action.VIEW, INTERACTION)
    found = time_of.time_spent(read_time(asked.dict(by_alias=True), context), context)
    names = {kind.pk: kind.name for kind, _effort in found.types}
    return {
        "total": vars(found.total),
        "types": _types({kind.pk: effort for kind, effort in found.types}, names),
        "people": [
            {
                "owner_id": one.pk,
                "owner": one.name,
                "total": vars(one.total),
                "types": _types(one.by_type, names),
            }
            for one in found.people
        ],
    }


def _types(efforts: dict[int, time_of.Effort], names: dict[int, str]) -> list[dict[str, Any]]:
    """In the order of the company; types that were not used are left out."""
    return [{"type_id": pk, "type": name, **vars(efforts[pk])} for pk, name in names.items() if pk in efforts]
