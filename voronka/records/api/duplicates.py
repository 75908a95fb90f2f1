"""Duplicates in the API: what is alike before it is made, pairs to decide, «different», merge and its undoing."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router, Schema, Status

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.core.errors import NotFound
from voronka.core.problems import CONFLICTS, REFUSALS
from voronka.records import access, kinds
from voronka.records.actions import duplicates, look_alikes, merges
from voronka.records.duplicates import queue, registry
from voronka.records.duplicates.reasons import SIGNS, signs_for
from voronka.records.kinds import Kind
from voronka.records.merging.values import chosen
from voronka.records.models import Merge
from voronka.records.schemas import Named
from voronka.records.similar import signs_of

router = Router(tags=["duplicates"])
# A name in one text stands in another field of these kinds.
NAMED = {("person", "name"): "last_name", ("lead", "name"): "company"}


class GroupOut(Schema):
    """Two to five records that may be one; the score is that of the weakest link between them."""

    records: list[Named]
    score: float
    reasons: list[str]


class GroupsOut(Schema):
    """The surest groups; those that come after show as these are decided. `count` is that of pairs."""

    items: list[GroupOut]
    count: int


class Typed(Schema):
    """What is known of a record; of a person the last name may stand alone. `id` is the record that is edited."""

    name: str = Field("", max_length=200)
    phones: list[str] = Field(default_factory=list, max_length=20)
    emails: list[str] = Field(default_factory=list, max_length=20)
    inn: str = Field("", max_length=40)
    ogrn: str = Field("", max_length=40)
    address: str = Field("", max_length=255)
    organization: int | None = None
    id: int | None = None


class AlikeOut(Schema):
    """A record that may be the same, and why."""

    id: int
    name: str
    reasons: list[str]


class AlikesOut(Schema):
    """The surest ones; `unseen` says what of it stands in records that the owner of the token may not see."""

    items: list[AlikeOut]
    unseen: list[str]


class ApartIn(Schema):
    """Two to five records that are all different."""

    ids: list[int] = Field(..., min_length=2, max_length=5)


class MergeIn(Schema):
    """What to merge into what; `picks` names for a field the record whose value stays, or `all` for lists."""

    ids: list[int] = Field(..., min_length=2, max_length=5)
    into: int
    picks: dict[str, str] = Field(default_factory=dict)
    versions: dict[int, int] | None = None


class MergeOut(Schema):
    """A merge that was carried out."""

    id: int
    into: int
    merged: list[int]
    at: datetime
    undone_at: datetime | None


class UndoneOut(MergeOut):
    """A merge that was taken back; `lost` names what had been changed since."""

    lost: list[str]


@router.get(
    "/{kind}/similar",
    response={200: AlikesOut, **REFUSALS},
    operation_id="duplicates_similar",
    summary=gettext_noop("Records that look like one to be made"),
)
def similar(request: HttpRequest, kind: str, typed: Annotated[Typed, Query(...)]) -> Any:
    """The same warning as in the forms; for any kind that search knows."""
    by, wanted = asker(request), _searched(kind)
    record = None if typed.id is None else access.load(wanted, by, typed.id, action=Action.EDIT)
    given = {key: value for key, value in typed.dict(exclude={"id"}).items() if value}
    fields = {NAMED.get((wanted.name, key), key): value for key, value in given.items()}
    known = {key: value for key, value in fields.items() if key in wanted.by_name}
    signs = signs_of(wanted, known, record=record, by=by)
    found = look_alikes.look(signs=signs, by=by, at=timezone.now())
    return {
        "items": [{"id": one.entry.record_id, "name": one.entry.title, "reasons": one.reasons} for one in found.alike],
        "unseen": found.unseen.reasons,
    }


@router.get(
    "/{kind}",
    response={200: GroupsOut, **REFUSALS},
    operation_id="duplicates_list",
    summary=gettext_noop("Records that may be one"),
)
def groups(request: HttpRequest, kind: str, least: float = 0.0, sign: str = "") -> Any:
    """The surest groups whose records the owner of the token may edit; `sign` (phones, name) chooses."""
    by, wanted = asker(request), _kind(kind)
    access.require(by, Action.EDIT, wanted)
    found = queue.queue(wanted, by, queue.Asked(least=least, sign=sign if sign in signs_for(by, SIGNS, wanted) else ""))
    items = [
        {
            "records": [{"id": one.pk, "name": str(one)} for one in group.records],
            "score": group.percent / 100,
            "reasons": group.reasons,
        }
        for group in found.groups
    ]
    return {"items": items, "count": found.count}


@router.post(
    "/{kind}/different",
    response={204: None, **REFUSALS},
    operation_id="duplicates_different",
    summary=gettext_noop("Records are different"),
)
def different(request: HttpRequest, kind: str, body: ApartIn) -> Any:
    """Said once, never asked again."""
    duplicates.tell_apart(kind=_kind(kind), ids=body.ids, by=asker(request), at=timezone.now())
    return Status(204, None)


@router.post(
    "/{kind}/merge",
    response={200: MergeOut, **CONFLICTS},
    operation_id="duplicates_merge",
    summary=gettext_noop("Merge two to five records"),
)
def merge(request: HttpRequest, kind: str, body: MergeIn) -> Any:
    """Everything moves to the record that stays; old ids answer 301."""
    by, wanted = asker(request), _kind(kind)
    records = merges.load(wanted, body.ids, by=by)
    into = next((one for one in records if one.pk == body.into), None)
    if into is None:
        raise NotFound
    done = merges.merge(
        kind=wanted,
        ids=body.ids,
        into=body.into,
        values=chosen(wanted, records, into, body.picks, by=by),
        by=by,
        at=timezone.now(),
        versions=body.versions or {one.pk: one.version for one in records},
    )
    return _shown(done)


@router.post(
    "/merges/{int:pk}/undo",
    response={200: UndoneOut, **REFUSALS},
    operation_id="duplicates_undo",
    summary=gettext_noop("Undo a merge"),
)
def undo(request: HttpRequest, pk: int) -> Any:
    """Within 30 days."""
    undone = merges.undo(merge=pk, by=asker(request), at=timezone.now())
    return _shown(undone.merge) | {"lost": list(undone.lost)}


def _searched(name: str) -> Kind:
    found = next((kind for kind in kinds.all_kinds() if kind.name == name and kind.search), None)
    if found is None:
        raise NotFound
    return found


def _kind(name: str) -> Kind:
    if registry.find(name) is None:
        raise NotFound
    return kinds.get(name)


def _shown(done: Merge) -> dict[str, Any]:
    return {"id": done.pk, "into": done.into_id, "merged": done.ids, "at": done.at, "undone_at": done.undone_at}
