"""The views of a list: those that every kind has, one's own, and those that colleagues share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.records.fields.base import Label
from voronka.records.kinds import Kind
from voronka.records.models import SavedView
from voronka.records.prepared import prepared

ALL = "all"
AS_TABS = ("mine",)


@dataclass(frozen=True, kw_only=True)
class ListView:
    """What a tab of a list shows; `fixed` is the condition of a built-in view, always there and never edited."""

    key: str
    label: Label
    fixed: Mapping[str, Any] = field(default_factory=dict)
    filter: Mapping[str, Any] = field(default_factory=dict)
    sort: str = ""
    columns: tuple[str, ...] = ()
    saved: SavedView | None = None


def built_in(kind: Kind) -> list[ListView]:
    """All, and the chips that are about whose the records are."""
    tabs = [ListView(key=one.name, label=one.label, fixed=one.filter) for one in kind.chips if one.name in AS_TABS]
    return [ListView(key=ALL, label=_("All")), *tabs]


def seen_by(kind: Kind, user: User) -> list[ListView]:
    """Every view of the kind's list that this person has, in the order of the tabs: one query."""
    rows = _seen(pk=user.pk, kind=kind.name)
    return built_in(kind) + [_of(row) for row in sorted(rows, key=lambda row: (row.owner_id != user.pk, row.position))]


@prepared
def _seen(*, pk: int, kind: str) -> QuerySet[SavedView]:
    return SavedView.objects.filter(Q(owner=pk) | Q(is_shared=True), kind=kind).select_related("owner")


def _of(row: SavedView) -> ListView:
    return ListView(
        key=str(row.pk),
        label=row.name,
        filter=row.filter if isinstance(row.filter, dict) else {},
        sort=row.sort,
        columns=tuple(str(name) for name in row.columns),
        saved=row,
    )
