"""A look at what is alike while a record is typed: what one may see, and how often one is told of what one may not."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from voronka.accounts.models import Action, User
from voronka.records import access
from voronka.records.models import UnseenMatches
from voronka.records.reads import shown
from voronka.records.similar import LookAlike, Signs, Unseen, alike, unseen

# Of so many different records of others one is told in a day: enough for work, too little to try out numbers.
MOST_A_DAY = 30


@dataclass(frozen=True, kw_only=True)
class Found:
    """Records that may be the same, and what of the typed stands in records that this person may not see."""

    alike: list[LookAlike]
    unseen: Unseen


def look(*, signs: Signs, by: User, at: datetime) -> Found:
    """What looks like the typed record; raises Forbidden for who may neither make nor change records of the kind."""
    action = Action.CREATE if signs.pk is None else Action.EDIT
    access.require(by, action, signs.kind)
    return Found(alike=alike(signs, by=by), unseen=_told(signs, by, at))


@transaction.atomic
def _told(signs: Signs, by: User, at: datetime) -> Unseen:
    """The unseen, counted and written to the journal of reads; nothing when the day's number is used up."""
    found = unseen(signs, by=by)
    if not found.ids:
        return found
    day, _is_new = UnseenMatches.objects.select_for_update().get_or_create(by=by, on=at.date())
    ids = set(day.ids) | set(found.ids)
    if len(ids) > MOST_A_DAY:
        return Unseen()
    if len(ids) > len(day.ids):
        UnseenMatches.objects.filter(pk=day.pk).update(ids=sorted(ids))
        UnseenMatches.objects.filter(by=by, on__lt=day.on).delete()
    shown(signs.kind.name, found.ids)
    return found
