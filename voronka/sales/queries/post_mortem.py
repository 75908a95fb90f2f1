"""What a deal that is over can teach: each stay at a stage against its norm, and the rhythm of contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from voronka.accounts.models import User
from voronka.activities.kinds import INTERACTION
from voronka.activities.models import Interaction
from voronka.records import access
from voronka.sales.models import Deal, Stage
from voronka.sales.queries import journeys


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A stay at a stage: when, how long, with how many contacts and minutes of them."""

    stage: Stage
    since: datetime
    spent: timedelta
    contacts: int
    minutes: int
    by: User | None

    @property
    def is_over_days(self) -> bool:
        """Whether it took more days than the norm."""
        return bool(self.stage.days_norm and self.spent.days > self.stage.days_norm)

    @property
    def is_over_minutes(self) -> bool:
        """Whether it took more minutes than the norm."""
        return bool(self.stage.minutes_norm and self.minutes > self.stage.minutes_norm)


@dataclass(frozen=True, kw_only=True)
class Story:
    """The whole of a deal; `silence` is the longest time without a contact, with the moment when it began."""

    stays: list[Stay]
    days: int
    contacts: int
    minutes: int
    first_contact: timedelta | None
    silence: timedelta | None
    silent_since: datetime | None


def looked_back(deal: Deal, *, by: User, at: datetime) -> Story:
    """The story of a deal until its close, or until now; contacts are those that this person may see. Two queries."""
    end = deal.closed_at or at
    talks = list(
        access.visible(INTERACTION, by)
        .filter(subject_kind="deal", subject_id=deal.pk, happened_at__lte=end)
        .order_by("happened_at")
        .only("happened_at", "minutes")
    )
    visits = [visit for visit in journeys.visits(deal, at=end) if visit.stage.is_open]
    stays = [_stay(visit, talks, is_first=number == 0) for number, visit in enumerate(visits)]
    moments = [deal.created_at, *(max(one.happened_at, deal.created_at) for one in talks), end]
    gaps = [(after - before, before) for before, after in pairwise(moments)]
    silence, silent_since = max(gaps, key=lambda gap: gap[0])
    return Story(
        stays=stays,
        days=max((end - deal.created_at).days, 0),
        contacts=len(talks),
        minutes=sum(one.minutes for one in talks),
        first_contact=moments[1] - moments[0] if talks else None,
        silence=silence,
        silent_since=silent_since,
    )


def _stay(visit: journeys.Visit, talks: Sequence[Interaction], *, is_first: bool) -> Stay:
    """The contacts of a stay; those before the deal was made belong to the first one."""
    until = visit.since + visit.spent
    mine = [one for one in talks if (is_first or visit.since <= one.happened_at) and one.happened_at < until]
    return Stay(
        stage=visit.stage,
        since=visit.since,
        spent=visit.spent,
        contacts=len(mine),
        minutes=sum(one.minutes for one in mine),
        by=visit.by,
    )
