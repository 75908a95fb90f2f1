"""A summary of each client that was handed over, for those who take it on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from voronka.accounts.models import User
from voronka.activities.models import HistoryLink
from voronka.activities.queries.next_steps import NextStep, next_steps
from voronka.home.models import HandOverShare
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import Person
from voronka.records import access
from voronka.records.field_rules import veiled_all
from voronka.records.kinds import Kind
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Outcome

CLIENTS = (ORGANIZATION, PERSON)
PAGE = 50


@dataclass(kw_only=True)
class Summary:
    """A client in a few lines: open deals, what was said last, what is next.

    `stays` says that it did not go back when the rest was taken back.
    """

    kind: Kind
    record: Any
    stays: bool = False
    deals: list[Deal] = field(default_factory=list)
    last: HistoryLink | None = None
    step: NextStep | None = None


@dataclass(frozen=True, kw_only=True)
class Summaries:
    """Some of the clients that were handed over; `more` is where to go on, 0 at the end."""

    clients: list[Summary]
    more: int


def summaries(shares: Sequence[HandOverShare], *, by: User, at: datetime, after: int = 0) -> Summaries:
    """The clients of these shares, those with open deals first, from place `after` on.

    Of a deal that went without its client, the client is summed up too, where `by` may see it; a person who stands in
    an organization is summed up with it. As many queries for one client as for fifty.
    """
    ids, had = _ids(shares), _had(shares)
    busy = _with_open_deals(ids)
    places = [(kind, pk) for kind in CLIENTS for pk in ids[kind.name]]
    places.sort(key=lambda place: ((place[0].name, place[1]) not in busy, place[0] is PERSON, place[1]))
    shown = places[after : after + PAGE]
    found: dict[tuple[str, int], Summary] = {}
    for kind in CLIENTS:
        rows = access.visible(kind, by).filter(pk__in=[pk for one, pk in shown if one is kind])
        for record in rows.select_related("owner"):
            stays = had.get((kind.name, record.pk), record.owner_id) != record.owner_id
            found[kind.name, record.pk] = Summary(kind=kind, record=record, stays=stays)
    _with_deals(found, by, at)
    _with_words(found)
    for kind in CLIENTS:
        mine = [pk for name, pk in found if name == kind.name]
        for pk, step in next_steps(kind.name, mine, by=by, at=at).items():
            found[kind.name, pk].step = step
    clients = [found[kind.name, pk] for kind, pk in shown if (kind.name, pk) in found]
    return Summaries(clients=clients, more=after + PAGE if len(places) > after + PAGE else 0)


def _ids(shares: Sequence[HandOverShare]) -> dict[str, set[int]]:
    ids: dict[str, set[int]] = {kind.name: set() for kind in (*CLIENTS, DEAL)}
    for share in shares:
        if share.kind in ids:
            ids[share.kind] |= {int(pk) for pk in share.change.before}
    deals = Deal.objects.filter(pk__in=ids.pop(DEAL.name)).values_list("organization", "person")
    for organization, person in deals:
        if organization or person:
            ids[ORGANIZATION.name if organization else PERSON.name].add(organization or person)
    alone = Person.objects.filter(pk__in=ids[PERSON.name], organization=None)
    return ids | {PERSON.name: set(alone.values_list("pk", flat=True))}


def _had(shares: Sequence[HandOverShare]) -> dict[tuple[str, int], int | None]:
    """Who had each client before, of hand-overs that were taken back."""
    names = {kind.name for kind in CLIENTS}
    return {
        (share.kind, int(pk)): stood.get("owner")
        for share in shares
        if share.returned is not None and share.kind in names
        for pk, stood in share.change.before.items()
    }


def _with_open_deals(ids: dict[str, set[int]]) -> set[tuple[str, int]]:
    """The clients that ask for attention first."""
    rows = Deal.objects.filter(outcome=Outcome.OPEN)
    organizations = rows.filter(organization__in=ids[ORGANIZATION.name]).values_list("organization", flat=True)
    persons = rows.filter(organization=None, person__in=ids[PERSON.name]).values_list("person", flat=True)
    found = {(ORGANIZATION.name, pk) for pk in organizations if pk}
    return found | {(PERSON.name, pk) for pk in persons if pk}


def _with_deals(found: dict[tuple[str, int], Summary], by: User, at: datetime) -> None:
    ids = {kind.name: [pk for name, pk in found if name == kind.name] for kind in CLIENTS}
    rows = access.visible(DEAL, by).filter(outcome=Outcome.OPEN).select_related("stage")
    deals = list(rows.filter(organization__in=ids[ORGANIZATION.name]))
    deals += rows.filter(organization=None, person__in=ids[PERSON.name])
    steps = next_steps(DEAL.name, [deal.pk for deal in deals], by=by, at=at)
    for deal in sorted(veiled_all(deals, by), key=lambda one: -(one.amount or 0)):
        key = (ORGANIZATION.name, deal.organization_id) if deal.organization_id else (PERSON.name, deal.person_id or 0)
        if key in found:
            found[key].deals.append(deal)
            found[key].step = found[key].step or steps.get(deal.pk)


def _with_words(found: dict[tuple[str, int], Summary]) -> None:
    """The last contact of each client."""
    for kind in CLIENTS:
        ids = [pk for name, pk in found if name == kind.name]
        rows = HistoryLink.objects.filter(kind=kind.name, record_id__in=ids, entry__interaction__isnull=False)
        last = rows.order_by("record_id", "-at", "-entry").distinct("record_id")
        for link in last.select_related("entry__interaction__type", "entry__by"):
            found[kind.name, link.record_id].last = link
